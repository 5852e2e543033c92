//! Where things lie, and who may write there: every path that the tasks use.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use xshell::Shell;

/// The repository's root folder.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

/// A shell that stands in the repository's root.
pub fn shell() -> Result<Shell> {
    let sh = Shell::new()?;
    sh.change_dir(root());
    Ok(sh)
}

/// `target`, or what `CARGO_TARGET_DIR` says.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Two tasks never write one folder at once; the second waits and says so.
pub fn exclusive(name: &str) -> Result<File> {
    let path = target().join(format!("{name}.lock"));
    fs::create_dir_all(target())?;
    let lock = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    if lock.try_lock().is_err() {
        say(format!("waiting for another task that writes {name}"));
        lock.lock()?;
    }
    Ok(lock)
}

/// One line of progress.
pub fn say(line: impl AsRef<str>) {
    eprintln!("\u{2192} {}", line.as_ref());
}

/// All files below `folder`, sorted; nothing if there is no such folder.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        if next.is_file() {
            found.push(next);
        } else if next.is_dir() {
            for entry in fs::read_dir(&next)? {
                open.push(entry?.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A short name for content: the first half of its SHA-256 suffices for files of one build.
pub fn content_name(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The content name of files and folders, their paths included.
pub fn fingerprint(paths: &[PathBuf]) -> Result<String> {
    let mut parts = Vec::new();
    for path in paths {
        for file in files(path)? {
            let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            parts
                .push(file.strip_prefix(root()).unwrap_or(&file).to_string_lossy().into_owned().into_bytes());
            parts.push(content);
        }
    }
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    Ok(content_name(&parts))
}
