//! The next opening, rehearsed once for each version of the engine. Browsers keep compiled WebAssembly only when
//! enough of it has proved hot, and one opening is not enough: the document is read once more when nobody waits,
//! and from then on a new browser opens the register with compiled code.

use super::{Session, reader};
use crate::documents::Documents;
use crate::host::Alarm;
use sync::DocId;

/// How long after opening, and how long between two readings.
const LATER_MS: u64 = 4_000;
const READINGS: u32 = 2;
/// A smaller register opens quickly with any code, and would prove too little of it hot.
const WORTH_IT: usize = 200_000;

impl Session {
    pub(super) fn plan_rehearsal(&self) {
        // Whether the code is kept at all takes a while to learn: nobody who opens a register waits for that.
        if self.rehearsals < READINGS {
            self.host.set_alarm(Alarm::Rehearsal, self.now() + LATER_MS);
        }
    }

    /// Reads the document once more, unless this was done often enough.
    pub async fn rehearse(&mut self) {
        let Some(code) = self.host.kept_code() else { return };
        if self.shelf.rehearsed().await.is_ok_and(|rehearsed| rehearsed.as_ref() == Some(&code)) {
            return;
        }
        if self.may_save() {
            let Ok(Some(cache)) = self.store.cache(DocId::REGISTER).await else { return };
            let mut again = Documents::new(self.replica.register(), reader(self.replica.device()));
            if cache.document.len() < WORTH_IT || again.load(DocId::REGISTER, &cache.document).is_err() {
                return;
            }
            drop(std::hint::black_box(again.patches(DocId::REGISTER)));
            self.rehearsals += 1;
        }
        if self.rehearsals == READINGS {
            // If that cannot be noted, it is done again the next time.
            let _ = self.shelf.note_rehearsal(code).await;
        }
        self.plan_rehearsal();
    }
}
