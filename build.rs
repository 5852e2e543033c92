//! The page's WebAssembly keeps its relocations: by them it is taken apart into what the first screen needs
//! and what can come later (`xtask/src/app/page.rs`).

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
