//! The app's files as a browser sees them, and what an operator asks for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use std::fs;

use program::{Client, Program, secrets};

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("index.html", "<title>the page</title>"),
        ("index.html.br", "the page, compressed"),
        ("sw.js", "the service worker"),
        ("config.json", "{}"),
        ("app-0123456789abcdef.js", "the script"),
        ("app-0123456789abcdef.js.br", "the script, compressed"),
        ("app-0123456789abcdef_bg.wasm", "the program"),
    ] {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn has_header(answer: &str, name: &str, value: &str) -> bool {
    let head = answer.split("\r\n\r\n").next().unwrap();
    head.lines().any(|line| line == format!("{name}: {value}"))
}

#[tokio::test]
async fn hashed_names_are_cached_for_ever_and_all_others_asked_for_each_time() {
    let site = site();
    let program = Program::start(&["--ephemeral", "--assets", site.path().to_str().unwrap()]);
    for path in ["/app-0123456789abcdef.js", "/app-0123456789abcdef_bg.wasm"] {
        let answer = program.get(path).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(has_header(&answer, "cache-control", "public, max-age=31536000, immutable"), "{answer}");
    }
    for path in ["/", "/index.html", "/sw.js", "/config.json", "/risks/R-12"] {
        let answer = program.get(path).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(has_header(&answer, "cache-control", "no-cache"), "{path}: {answer}");
    }
    let wasm = program.get("/app-0123456789abcdef_bg.wasm").await;
    assert!(has_header(&wasm, "content-type", "application/wasm"), "{wasm}");
}

#[tokio::test]
async fn addresses_within_the_app_are_the_page_and_absent_files_are_absent() {
    let site = site();
    let program = Program::start(&["--ephemeral", "--assets", site.path().to_str().unwrap()]);
    for path in ["/", "/risks", "/reviews/2026/minutes?tab=2"] {
        assert!(program.get(path).await.ends_with("<title>the page</title>"), "{path}");
    }
    for path in ["/absent.js", "/app-ffffffffffffffff.js", "/../Cargo.toml", "/%2e%2e/Cargo.toml"] {
        let answer = program.get(path).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        assert!(has_header(&answer, "cache-control", "no-store"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn compressed_files_are_served_to_who_understands_them() {
    let site = site();
    let program = Program::start(&["--ephemeral", "--assets", site.path().to_str().unwrap()]);
    for (path, content_type, content) in [
        ("/app-0123456789abcdef.js", "text/javascript", "the script, compressed"),
        ("/risks/R-12", "text/html", "the page, compressed"),
    ] {
        let answer = program.http(&format!("GET {path}"), "accept-encoding: gzip, br\r\n").await;
        assert!(has_header(&answer, "content-encoding", "br"), "{answer}");
        assert!(has_header(&answer, "content-type", content_type), "{answer}");
        assert!(has_header(&answer, "vary", "accept-encoding"), "{answer}");
        assert!(answer.ends_with(content), "{answer}");
    }
}

#[tokio::test]
async fn every_answer_bears_the_strict_headers() {
    let site = site();
    let program = Program::start(&["--ephemeral", "--assets", site.path().to_str().unwrap()]);
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
        img-src 'self' data: blob:; connect-src 'self' ws: wss:; worker-src 'self'; \
        manifest-src 'self'; font-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";
    for path in ["/", "/sw.js", "/absent.js", "/health", "/app-0123456789abcdef.js"] {
        let answer = program.get(path).await;
        assert!(has_header(&answer, "content-security-policy", policy), "{path}: {answer}");
        assert!(has_header(&answer, "x-content-type-options", "nosniff"), "{path}");
        assert!(has_header(&answer, "referrer-policy", "no-referrer"), "{path}");
        assert!(has_header(&answer, "cross-origin-opener-policy", "same-origin"), "{path}");
    }
}

#[tokio::test]
async fn an_operator_sees_life_readiness_and_numbers_but_no_mailbox() {
    let program = Program::in_memory();
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    ada.create(&team).await;
    ada.put(&team, b"four").await;
    assert!(program.get("/health").await.starts_with("HTTP/1.1 200"));
    assert!(program.get("/ready").await.starts_with("HTTP/1.1 200"));
    assert!(program.get("/").await.starts_with("HTTP/1.1 404"));
    let numbers = program.get("/metrics").await;
    for line in [
        "relay_connections 1",
        "relay_mailboxes_total 1",
        "relay_envelopes_total 1",
        "relay_envelope_bytes_total 4",
    ] {
        assert!(numbers.lines().any(|found| found == line), "{line} in {numbers}");
    }
    let id: String = team.mailbox().0.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!numbers.contains(&id[..8]) && !numbers.contains("127.0.0.1"));
}
