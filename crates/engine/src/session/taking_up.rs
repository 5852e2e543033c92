//! Changes are taken up by code that is not ours. One that passes every check may still fell it, and would fell
//! it again whenever it comes: so what is about to be taken up is noted first. What a note of an earlier run still
//! names is suspect, and taken up alone; what fells the engine alone, twice, is left out from then on, kept and
//! told like all that is set aside. Another version of the program tries it again.

use super::Session;
use crate::documents::{Fresh, Staged};
use crate::host::Host;
use std::collections::{BTreeMap, BTreeSet};
use sync::{DocId, Hash, Stored};

/// What is being taken up in this moment.
const TRYING: &str = "trying/";
/// What earlier runs may have fallen over, and this one has not taken up yet.
const SUSPECT: &str = "suspect/";
/// The name of what is left out begins with it.
const FELL: &str = "fell/";

/// What fells the engine so often when it is taken up alone is left out. A tab that is closed in the very moment
/// leaves the same trace as one that falls.
const ENOUGH: u8 = 2;
/// So many pieces at most are noted one by one.
const MOST_PIECES: usize = 1024;
/// In so many pieces what nobody suspects is taken up after a fall.
const PIECES: usize = 32;

/// One envelope's changes in a note: 16 bytes of the document, 32 of the last change, how often the engine fell
/// over them alone.
const ENTRY: usize = 49;

#[derive(Default)]
pub(super) struct TakingUp {
    /// Names this run's notes.
    run: String,
    /// How often the engine fell over each of them alone.
    suspects: BTreeMap<Staged, u8>,
    /// Whether a note of what is being taken up stands.
    noted: bool,
    /// Whether the note of an opening stands: it tells as much.
    pub(super) opening: bool,
}

impl TakingUp {
    pub(super) fn new(host: &dyn Host) -> Self {
        let mut run = [0; 8];
        host.fill(&mut run);
        Self { run: sync::hex::encode(&run), ..Self::default() }
    }
}

fn encode(entries: impl Iterator<Item = (Staged, u8)>) -> Vec<u8> {
    entries.flat_map(|((doc, last), fell)| [doc.0.as_slice(), &last.0, &[fell]].concat()).collect()
}

fn decode(note: &[u8]) -> impl Iterator<Item = (Staged, u8)> + '_ {
    note.chunks_exact(ENTRY).filter_map(|entry| {
        let (doc, rest) = entry.split_at_checked(16)?;
        let (last, fell) = rest.split_at_checked(32)?;
        Some(((DocId(doc.try_into().ok()?), Hash(last.try_into().ok()?)), *fell.first()?))
    })
}

fn fell_name((doc, last): &Staged) -> String {
    format!("{FELL}{}/{}", sync::hex::encode(&doc.0), sync::hex::encode(&last.0))
}

/// What is left out, and which version fell over it.
fn left_out(stored: &Stored) -> Vec<(Staged, Vec<u8>)> {
    let read = |(name, code): &(String, Vec<u8>)| {
        let (doc, last) = name.strip_prefix(FELL)?.split_once('/')?;
        let staged = (DocId(sync::hex::decode_array(doc)?), Hash(sync::hex::decode_array(last)?));
        Some((staged, code.clone()))
    };
    stored.state.iter().filter_map(read).collect()
}

/// What earlier runs left behind, read before anything is opened.
pub(super) struct Past {
    left_out: Vec<(Staged, Vec<u8>)>,
    notes: Vec<(String, Vec<u8>)>,
}

impl Past {
    pub(super) fn of(stored: &Stored, notes: Vec<(String, Vec<u8>)>) -> Self {
        Self { left_out: left_out(stored), notes }
    }
}

impl Session {
    /// Learns what earlier runs fell over, before any document is opened.
    pub(super) async fn learn(&mut self, past: Past) {
        let mut suspects: BTreeMap<Staged, u8> = BTreeMap::new();
        for (staged, fell) in past.notes.iter().flat_map(|(_, note)| decode(note)) {
            let known = suspects.entry(staged).or_default();
            *known = fell.max(*known);
        }
        self.taking_up.suspects = suspects;
        let is_proven = |fell: &u8| *fell >= ENOUGH;
        let proven: Vec<Staged> =
            self.taking_up.suspects.iter().filter(|(_, fell)| is_proven(fell)).map(|(it, _)| *it).collect();
        if past.notes.is_empty() && past.left_out.is_empty() {
            return;
        }
        let code = self.host.kept_code().map(String::into_bytes);
        let mut state = Vec::new();
        for (staged, by) in past.left_out {
            if code.as_ref().is_some_and(|code| *code != by) {
                state.push((fell_name(&staged), None));
                self.taking_up.suspects.insert(staged, 0);
            } else {
                self.replica.leave_out_changes(staged.0, staged.1);
            }
        }
        for staged in proven {
            state.push((fell_name(&staged), Some(code.clone().unwrap_or_default())));
            self.replica.leave_out_changes(staged.0, staged.1);
            self.taking_up.suspects.remove(&staged);
        }
        // Old notes go only once what they say is kept elsewhere.
        let kept = state.is_empty() || self.write_marks(state).await;
        if kept && !past.notes.is_empty() && self.note_suspects().await {
            for (name, _) in past.notes {
                // One that stays is read again at the next start.
                let _ = self.store.note(&name, None).await;
            }
        }
    }

    async fn note_suspects(&self) -> bool {
        let TakingUp { run, suspects, .. } = &self.taking_up;
        let note = encode(suspects.iter().map(|(staged, fell)| (*staged, *fell)));
        self.store.note(&format!("{SUSPECT}{run}"), (!suspects.is_empty()).then_some(note)).await.is_ok()
    }

    /// Takes up all that is staged and need not wait, and tells the page of it.
    pub(super) async fn take_up(&mut self) {
        let due = self.docs.due();
        self.take_up_these(due).await;
        self.flush();
    }

    /// What a call is answered by has all that came before it.
    pub async fn take_up_first(&mut self) {
        self.take_up().await;
    }

    /// Also what waits behind a snapshot.
    pub(super) async fn take_up_behind(&mut self) {
        let due = self.docs.staged();
        self.take_up_these(due).await;
    }

    async fn take_up_these(&mut self, due: Vec<Staged>) {
        let is_suspect = |staged: &Staged| self.taking_up.suspects.contains_key(staged);
        let suspects = due.iter().filter(|staged| is_suspect(staged)).count();
        if due.is_empty() || suspects == 0 && !self.careful {
            if !due.is_empty() && !self.taking_up.opening {
                self.note_trying(due.iter().map(|staged| (*staged, 0))).await;
            }
            return;
        }
        let mut pieces: Vec<Vec<Staged>> = Vec::new();
        let most = if suspects > 0 { suspects.div_ceil(MOST_PIECES) } else { due.len().div_ceil(PIECES) };
        let mut last: Option<(DocId, bool)> = None;
        for staged in due {
            let kind = (staged.0, suspects == 0 || self.taking_up.suspects.contains_key(&staged));
            let fits = |piece: &&mut Vec<Staged>| last == Some(kind) && (!kind.1 || piece.len() < most);
            match pieces.last_mut().filter(fits) {
                Some(piece) => piece.push(staged),
                None => pieces.push(vec![staged]),
            }
            last = Some(kind);
        }
        for piece in pieces {
            let Some((doc, _)) = piece.first() else { continue };
            let known = |staged: &Staged| self.taking_up.suspects.get(staged).copied();
            let note = match piece.as_slice() {
                [alone] => vec![(*alone, known(alone).map_or(0, |fell| fell.saturating_add(1)))],
                together => together.iter().map(|it| (*it, known(it).unwrap_or(0))).collect(),
            };
            self.note_trying(note.into_iter()).await;
            let fresh = self.docs.flush_first(*doc, piece.len());
            self.tell_fresh(fresh);
        }
    }

    async fn note_trying(&mut self, entries: impl Iterator<Item = (Staged, u8)>) {
        self.taking_up.noted = true;
        // Where nothing can be noted, nothing is known of a fall.
        let _ = self.store.note(&format!("{TRYING}{}", self.taking_up.run), Some(encode(entries))).await;
    }

    /// All that was to be taken up is: what was noted of it is past.
    pub(super) async fn taken_up(&mut self) {
        let before = self.taking_up.suspects.len();
        let docs = &self.docs;
        self.taking_up.suspects.retain(|(doc, last), _| !sync::Documents::contains(docs, *doc, last));
        let behind: BTreeSet<Staged> = self.docs.staged().into_iter().collect();
        let cleared = self.taking_up.suspects.len() < before;
        if cleared && behind.is_empty() {
            self.note_suspects().await;
        }
        if self.taking_up.noted && behind.is_empty() {
            self.taking_up.noted = false;
            let _ = self.store.note(&format!("{TRYING}{}", self.taking_up.run), None).await;
        }
    }
}

impl Session {
    pub(super) fn tell_fresh(&mut self, fresh: Fresh) {
        self.tell_patches(false, fresh.patches);
        for (doc, changes) in fresh.papers {
            self.tell_paper(doc, &crate::paper_message::PaperNews::Changes(changes));
        }
        if self.docs.has_failed() {
            // Sync asks for it whatever happens.
            self.happened(sync::Event::Tick);
        }
    }

    /// The changes that end the register document as it stands here.
    #[cfg(test)]
    pub fn ends(&mut self) -> Vec<Hash> {
        let document = self.docs.document(DocId::REGISTER);
        document.map(|document| document.heads().into_iter().map(Hash).collect()).unwrap_or_default()
    }
}
