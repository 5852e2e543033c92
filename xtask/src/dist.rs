//! `cargo xtask dist`: the static files for any web host, with the relay elsewhere.

use crate::app::{self, Profile};
use crate::site::Options;
use crate::workspace::{say, target};
use anyhow::{Result, bail};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use xshell::Shell;

/// Write the static files for any web host.
#[derive(Args)]
pub struct Dist {
    /// The path under which the host serves the app, with a slash at both ends
    #[arg(long, default_value = "/")]
    base: String,
    /// The relay's address (`wss://…`); without it the app asks the host it came from
    #[arg(long)]
    relay: Option<String>,
    /// Where to write
    #[arg(long)]
    out: Option<PathBuf>,
    /// A quick build: larger and slower, the same code
    #[arg(long)]
    fast: bool,
}

impl Dist {
    /// Builds and writes.
    pub fn run(self, sh: &Shell) -> Result<()> {
        if !self.base.starts_with('/') || !self.base.ends_with('/') {
            bail!("--base begins and ends with a slash, for instance /isomerge/");
        }
        if let Some(relay) = &self.relay
            && !relay.starts_with("wss://")
            && !relay.starts_with("ws://")
        {
            bail!("--relay is a WebSocket address, for instance wss://relay.example.org");
        }
        let out = self.out.unwrap_or_else(|| target().join("dist-static"));
        let config = self.relay.map_or_else(|| json!({}), |relay| json!({ "relay": relay }));
        let options = Options { base: self.base, policy_in_page: true, not_found_page: true, config };
        app::assembled(sh, Profile::of(self.fast), &out, &options)?;
        say(format!("the static files are in {}", out.display()));
        Ok(())
    }
}
