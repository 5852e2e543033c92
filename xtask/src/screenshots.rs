//! `cargo xtask screenshots`: a picture of every page for the docs, of the sample company, in a real browser.

use crate::app::{self, Profile};
use crate::workspace::{root, say};
use crate::{browser, node, relay};
use anyhow::{Result, bail};
use clap::Args;
use std::path::PathBuf;
use std::process::Command;
use xshell::Shell;

/// Take a picture of every page: light and dark, on a desk and on a phone.
#[derive(Args)]
pub struct Screenshots {
    /// Only pages whose name contains this; what lies there of the others stays
    #[arg(long)]
    only: Option<String>,
    /// Where to put them, in place of docs/screenshots
    #[arg(long)]
    to: Option<PathBuf>,
    /// The quick build of the app
    #[arg(long)]
    fast: bool,
}

impl Screenshots {
    /// Builds what is needed and takes them.
    pub fn run(self, sh: &Shell) -> Result<()> {
        node::install(sh)?;
        let chromium = browser::find(sh)?;
        let site = app::site(sh, Profile::of(self.fast))?;
        let relay = relay::build(sh)?;
        let folder = match self.to {
            Some(folder) => std::path::absolute(folder)?,
            None => root().join("docs/screenshots"),
        };
        let mut command = Command::new("node");
        command.arg("node_modules/@playwright/test/cli.js").arg("test").current_dir(root());
        command.args(["--config", "tests/screenshots/playwright.config.ts"]);
        command.env("CHROMIUM", chromium).env("ISOMERGE_SITE", site).env("ISOMERGE_RELAY", relay);
        command.env("SCREENSHOTS", &folder).env("SCREENSHOTS_ONLY", self.only.unwrap_or_default());
        if !command.status()?.success() {
            bail!("the pictures could not be taken");
        }
        say(format!("the pictures are in {}", folder.display()));
        Ok(())
    }
}
