//! The relay program: built in release mode, started, and heard until it listens.

use crate::workspace::{say, target};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use xshell::{Shell, cmd};

/// Builds the relay; answers where the program lies.
pub fn build(sh: &Shell) -> Result<PathBuf> {
    say("building the relay");
    cmd!(sh, "cargo build --quiet --release --package relay")
        .run()
        .context("the relay could not be built")?;
    Ok(target().join("release").join(format!("relay{}", std::env::consts::EXE_SUFFIX)))
}

/// A relay that listens.
pub struct Running {
    /// The program.
    pub child: Child,
    /// Where it is reached.
    pub url: String,
}

/// Starts the relay and waits for its line `listening on <url>`; what it says afterwards is passed on.
pub fn start(program: &Path, port: u16, data: &Path, assets: &Path) -> Result<Running> {
    start_with(program, port, data, assets, &[])
}

/// The same with more arguments.
pub fn start_with(
    program: &Path,
    port: u16,
    data: &Path,
    assets: &Path,
    arguments: &[&str],
) -> Result<Running> {
    std::fs::create_dir_all(data).with_context(|| format!("cannot create {}", data.display()))?;
    let mut child = Command::new(program)
        .arg("--listen")
        .arg(format!("127.0.0.1:{port}"))
        .arg("--data")
        .arg(data)
        .arg("--assets")
        .arg(assets)
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let Some(out) = child.stdout.take() else { bail!("the relay has no output") };
    let mut lines = BufReader::new(out).lines();
    let url = loop {
        let Some(line) = lines.next() else {
            let status = child.wait()?;
            bail!(
                "the relay ended before it listened ({status}): is port {port} taken? `--port 0` takes a free one"
            );
        };
        let line = line?;
        if let Some((_, url)) = line.split_once("listening on ") {
            break url.trim().to_owned();
        }
        println!("{line}");
    };
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| println!("{line}")));
    Ok(Running { child, url })
}
