//! Which browser the tests drive: `CHROMIUM`, PATH, Playwright's own, apt as root, in this order.

use crate::workspace::{root, say};
use anyhow::{Result, bail};
use std::path::PathBuf;
use xshell::{Shell, cmd};

const ON_PATH: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// The browser's program. Playwright's own is looked for before anything is installed.
pub fn find(sh: &Shell) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM").map(PathBuf::from) {
        if named.is_file() {
            return Ok(named);
        }
        bail!("CHROMIUM names {}, which is no file", named.display());
    }
    if let Some(found) = on_path() {
        return Ok(found);
    }
    if let Some(own) = playwrights(sh) {
        return Ok(own);
    }
    say("no browser found, trying Playwright's own download");
    let playwright = root().join("node_modules/@playwright/test/cli.js");
    if cmd!(sh, "node {playwright} install chromium").run().is_ok()
        && let Some(own) = playwrights(sh)
    {
        return Ok(own);
    }
    if is_root(sh) {
        say("installing Debian's chromium with apt-get");
        let installed = cmd!(sh, "apt-get update")
            .run()
            .and_then(|()| cmd!(sh, "apt-get install --yes --no-install-recommends chromium").run());
        if installed.is_ok()
            && let Some(found) = on_path()
        {
            return Ok(found);
        }
    }
    bail!(
        "No browser was found: please install Chromium or Google Chrome, or set CHROMIUM to the path of one."
    )
}

fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    ON_PATH
        .iter()
        .flat_map(|name| {
            std::env::split_paths(&path)
                .map(move |folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
        })
        .find(|candidate| candidate.is_file())
}

fn playwrights(sh: &Shell) -> Option<PathBuf> {
    let ask = "import('@playwright/test').then(({ chromium }) => console.log(chromium.executablePath()))";
    let path = PathBuf::from(cmd!(sh, "node -e {ask}").quiet().ignore_stderr().read().ok()?);
    path.is_file().then_some(path)
}

fn is_root(sh: &Shell) -> bool {
    cfg!(unix) && cmd!(sh, "id -u").quiet().read().is_ok_and(|id| id == "0")
}
