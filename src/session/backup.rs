//! Backups as the page has part in them: it puts the file together and hands it to the browser, and reads the
//! file that somebody chose. What is in it only the engine can read.

use super::Session;
use super::commands::unexpected;
use crate::i18n::{register_label, t_with};
use crate::platform::{clock, file};
use bridge::{Failure, RegisterEntry, Request, Response};
use leptos::prelude::untrack;

pub use crate::platform::file::Chosen as ChosenFile;

/// So much of a file is read at once, in bytes.
const PIECE: f64 = 1_048_576.0;

/// How far a restore is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestoreStep {
    /// Envelopes read.
    pub read: u32,
    /// Envelopes in all.
    pub of: u32,
}

impl Session {
    /// Makes a backup and hands it to the browser; gives the file's name. A recovery code that is made for it is
    /// told at once, even if nothing comes of the file.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn back_up(self, new_code: bool, tell_code: impl FnOnce(String)) -> Result<String, Failure> {
        match self.call(Request::Backup { new_code }).await? {
            Response::Backup { code } => code.map(tell_code),
            _ => return Err(unexpected("backup")),
        };
        let mut parts = Vec::new();
        loop {
            let Response::BackupPiece { bytes, last } = self.call(Request::BackupPiece).await? else {
                return Err(unexpected("backup"));
            };
            if !bytes.is_empty() {
                parts.push(bytes);
            }
            if last {
                break;
            }
        }
        let name = hand_over(file_name(&self.opened_name(), &clock::today()), &parts)?;
        self.call(Request::BackedUp).await?;
        Ok(name)
    }

    /// Hands all that was set aside to the browser as a file; gives its name.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn save_set_aside(self) -> Result<String, Failure> {
        let Response::SetAsideFile(bytes) = self.call(Request::SetAsideFile).await? else {
            return Err(unexpected("backup"));
        };
        hand_over(format!("isomerge set aside {}.json", clock::today()), &[bytes])
    }

    /// Restores a register from a file; afterwards it is the open one.
    ///
    /// # Errors
    /// What the engine says of file and code.
    pub async fn restore(
        self,
        code: String,
        file: ChosenFile,
        tell: impl Fn(RestoreStep),
    ) -> Result<RegisterEntry, Failure> {
        self.call(Request::Restore { code }).await?;
        let mut from = 0.0;
        while from < file.length() {
            let to = file.length().min(from + PIECE);
            let piece = file.read(from, to).await.ok_or(Failure::UnreadableFile)?;
            if let Response::Restoring { read, of } = self.call(Request::RestorePiece(piece)).await? {
                tell(RestoreStep { read, of });
            }
            from = to;
        }
        let entry = self.open_by(Request::RestoreEnd).await?;
        self.ask_to_keep();
        Ok(entry)
    }

    /// Whom a recovery code is for, and from when on: for the sheet that is printed.
    pub fn recovery_heading(self) -> String {
        let when = crate::platform::intl::date(&clock::today());
        t_with("backup.code_for", &[("organization", &self.opened_name()), ("when", &when)])
    }

    fn opened_name(self) -> String {
        let name = register_label(&self.organization(), Some(untrack(|| self.purpose())));
        if name.is_empty() { "Isomerge".to_owned() } else { name }
    }
}

/// 'Northwind Tools 2026-11-25.isomerge', with nothing in it that a file's name must not have.
fn file_name(organization: &str, date: &str) -> String {
    let allowed = |letter: char| !letter.is_control() && !"\\/:*?\"<>|".contains(letter);
    let name: String =
        organization.chars().map(|letter| if allowed(letter) { letter } else { ' ' }).take(80).collect();
    format!("{} {date}.isomerge", name.trim().trim_start_matches('.'))
}

/// Hands a file to the browser; gives its name.
fn hand_over(name: String, parts: &[Vec<u8>]) -> Result<String, Failure> {
    if file::hand_over(&name, parts) {
        Ok(name)
    } else {
        Err(Failure::Defect("the file could not be handed over".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_name_fits_every_file_system() {
        assert_eq!(file_name("Northwind Tools", "2026-11-25"), "Northwind Tools 2026-11-25.isomerge");
        assert_eq!(file_name("A/B: <C>?", "2026-11-25"), "A B   C 2026-11-25.isomerge");
        assert!(file_name(&"x".repeat(500), "2026-11-25").len() < 120);
    }
}
