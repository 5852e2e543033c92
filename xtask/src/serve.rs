//! `cargo xtask serve`: from a fresh clone to the open page.

use crate::app::{self, Profile};
use crate::relay;
use crate::site::Options;
use crate::workspace::{root, say, target};
use anyhow::{Result, bail};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use xshell::Shell;

/// Build the app and its relay, start them on one port and open the page.
#[derive(Args)]
pub struct Serve {
    /// The port of app and relay; 0 takes a free one
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Where the relay keeps its mailboxes
    #[arg(long)]
    data: Option<PathBuf>,
    /// Do not open the page in the browser
    #[arg(long)]
    no_open: bool,
    /// The address under which others reach this app; invitations name it
    #[arg(long)]
    public_url: Option<String>,
    /// A quick build for daily work: larger and slower, the same code
    #[arg(long)]
    fast: bool,
}

impl Serve {
    /// Runs until the relay ends.
    pub fn run(self, sh: &Shell) -> Result<()> {
        let profile = Profile::of(self.fast);
        let site = match &self.public_url {
            None => app::site(sh, profile)?,
            Some(url) => {
                let out = target().join("app/site-public");
                let config = json!({ "public_url": url, "relay": relay_of(url)? });
                let options = Options { config, ..Options::default() };
                app::assembled(sh, profile, &out, &options)?;
                out
            }
        };
        let program = relay::build(sh)?;
        let data = self.data.unwrap_or_else(|| root().join("target/relay-data"));
        let mut relay = relay::start(&program, self.port, &data, &site)?;
        println!("Isomerge is at {}  (Ctrl-C ends it; the relay's data: {})", relay.url, data.display());
        if !self.no_open {
            open(&relay.url);
        }
        let status = relay.child.wait()?;
        if !status.success() && status.code().is_some() {
            bail!("the relay ended: {status}");
        }
        Ok(())
    }
}

/// The address of the relay beside an app, as those reach it who are invited.
fn relay_of(public_url: &str) -> Result<String> {
    let is_web = public_url.starts_with("http://") || public_url.starts_with("https://");
    if !is_web {
        bail!("--public-url is a web address, for instance https://isms.example.org");
    }
    let socket = public_url.replacen("http", "ws", 1);
    Ok(format!("{}/v1/relay", socket.trim_end_matches('/')))
}

fn open(url: &str) {
    let (program, arguments): (_, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/c", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let opened =
        Command::new(program).args(arguments).arg(url).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if opened.is_err() {
        say(format!("no browser could be opened from here: please open {url}"));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::relay_of;

    #[test]
    fn invitations_name_the_relay_where_others_reach_it() {
        assert_eq!(relay_of("https://isms.example.org").unwrap(), "wss://isms.example.org/v1/relay");
        assert_eq!(relay_of("http://10.0.0.5:8787/").unwrap(), "ws://10.0.0.5:8787/v1/relay");
        assert!(relay_of("isms.example.org").is_err());
    }
}
