//! The web app: engine, styles and texts built by trunk and the page by `page`, when their inputs changed;
//! then assembled into a site.

pub mod page;
pub mod scripts;

use crate::site::{self, Options};
use crate::workspace::{exclusive, fingerprint, root, say, target};
use crate::{relay, tools};
use anyhow::{Context, Result};
use clap::Args;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;
use xshell::{Shell, cmd};

/// What the built files depend on. The relay is no part of it.
const INPUTS: [&str; 23] = [
    ".cargo/config.toml",
    "build.rs",
    "editor",
    "src",
    "crates/bridge",
    "crates/crdt",
    "crates/engine",
    "crates/register",
    "crates/sample",
    "crates/sync",
    "crates/wire",
    "locales",
    "style",
    "public",
    "index.html",
    "boot.js",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    "xtask/src/app",
    "xtask/src/app.rs",
    "rust-toolchain.toml",
];

/// Build the app and its relay, and stop there.
#[derive(Args)]
pub struct Build {
    /// A quick build for daily work: larger and slower, the same code
    #[arg(long)]
    fast: bool,
}

impl Build {
    /// Builds both and says where they are.
    pub fn run(&self, sh: &Shell) -> Result<()> {
        let site = site(sh, Profile::of(self.fast))?;
        static_site(sh, Profile::of(self.fast))?;
        let relay = relay::build(sh)?;
        say(format!("app: {}", site.display()));
        say(format!("relay: {}", relay.display()));
        Ok(())
    }
}

/// The two ways to compile the web app (see the profiles in Cargo.toml).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// What people get.
    Web,
    /// What a developer waits for.
    WebDev,
}

impl Profile {
    /// `--fast` means the developer's.
    pub fn of(fast: bool) -> Self {
        if fast { Self::WebDev } else { Self::Web }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::WebDev => "web-dev",
        }
    }

    /// Brotli's quality: 11 takes a minute for the engine, and no daily work needs it.
    pub fn quality(self) -> u32 {
        match self {
            Self::Web => 11,
            Self::WebDev => 5,
        }
    }

    fn folder(self) -> PathBuf {
        target().join("app").join(self.name())
    }
}

/// The app as the relay serves it at `/`, the relay being where the page comes from.
pub fn site(sh: &Shell, profile: Profile) -> Result<PathBuf> {
    let out = profile.folder().join("site");
    assembled(sh, profile, &out, &Options::default())?;
    Ok(out)
}

/// The app as any web host has it, at the path that `tests/fixtures/static_host.ts` serves.
pub fn static_site(sh: &Shell, profile: Profile) -> Result<PathBuf> {
    let out = target().join("app/static");
    let options = Options {
        policy_in_page: true,
        not_found_page: true,
        base: "/isms/".to_owned(),
        ..Options::default()
    };
    assembled(sh, profile, &out, &options)?;
    Ok(out)
}

/// Builds if need be and assembles into `out` if anything about it is new.
pub fn assembled(sh: &Shell, profile: Profile, out: &PathBuf, options: &Options) -> Result<()> {
    let _lock = exclusive(&format!("app-{}", profile.name()))?;
    let built = built(sh, profile)?;
    let wanted = format!(
        "{} {}",
        fingerprint(&[built.clone(), root().join("sw.js"), root().join("xtask/src/site")])?,
        options.fingerprint()
    );
    let stamp = PathBuf::from(format!("{}.stamp", out.display()));
    if out.is_dir() && fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        return Ok(());
    }
    let started = Instant::now();
    say("assembling the site: names by content, service worker, Brotli");
    site::assemble(&built, out, options, profile.quality())?;
    fs::write(stamp, wanted)?;
    say(format!("assembled in {:.1} s", started.elapsed().as_secs_f32()));
    Ok(())
}

/// The folder of what trunk and cargo built, fresh.
fn built(sh: &Shell, profile: Profile) -> Result<PathBuf> {
    let dist = profile.folder().join("trunk");
    let stamp = profile.folder().join("inputs");
    let inputs: Vec<PathBuf> = INPUTS.iter().map(|input| root().join(input)).collect();
    let wanted = fingerprint(&inputs)?;
    if dist.join("index.html").is_file() && fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        say("the app is up to date");
        return Ok(dist);
    }
    let path = tools::path(sh)?;
    let _path = sh.push_env("PATH", path);
    // A target folder of its own: native and web builds do not wait for one another.
    let _target = sh.push_env("CARGO_TARGET_DIR", target().join("web"));
    let _no_color = sh.push_env("TRUNK_SKIP_VERSION_CHECK", "true");
    fs::create_dir_all(&dist)?;
    let started = Instant::now();
    say(format!("building page and engine (profile {})", profile.name()));
    let release = (profile == Profile::Web).then_some("--release");
    let name = profile.name();
    cmd!(
        sh,
        "trunk build {release...} --cargo-profile {name} --dist {dist} --public-url / --skip-version-check"
    )
    .env_remove("NO_COLOR")
    .run()
    .context("the web app could not be built")?;
    page::build(sh, profile, &dist)?;
    scripts::editor(sh, &dist)?;
    if profile == Profile::Web {
        scripts::minify(sh, &dist)?;
    }
    fs::write(stamp, wanted)?;
    say(format!("built in {:.0} s", started.elapsed().as_secs_f32()));
    Ok(dist)
}
