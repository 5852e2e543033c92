//! What single changes did, for whoever wants to know what is new: read from the bytes that brought them,
//! placed by the document that has them.

use crate::birth::is_birth_actor;
use crate::change::{Action, ReadChange, chunks};
use crate::document::Document;
use crate::judge::{Judge, numbered};
use crate::place::{Touch, field_path, path_in, record_id};
use crate::read::device;
use register::digest::Happening;
use register::{FieldPath, Message, RecordId};
use std::collections::BTreeMap;

impl Document {
    /// What these changes set and wrote, as far as the document has taken them up. `paper` is the record whose
    /// texts are here, if this is a paper. Bytes that are no changes did nothing.
    pub fn happenings(&mut self, bytes: &[u8], paper: Option<&RecordId>) -> Vec<Happening> {
        self.commit_typing();
        let mut found = Vec::new();
        for (hash, chunk) in chunks(bytes).unwrap_or_default() {
            let Ok(read) = ReadChange::read(&chunk) else { continue };
            let births = read.author().is_none_or(|author| is_birth_actor(author.as_ref()));
            if !births && let Some(at) = self.graph.find(&hash) {
                self.happenings_of(&read, at, paper, &mut found);
            }
        }
        found
    }

    fn happenings_of(
        &mut self,
        read: &ReadChange,
        at: u32,
        paper: Option<&RecordId>,
        found: &mut Vec<Happening>,
    ) {
        let Some(actor) = read.author().and_then(|author| self.graph.number(author)) else { return };
        let operations = numbered(&self.graph, read);
        let clock = self.graph.clock(&[at]);
        self.memory.make_room(self.staged_from());
        let mut judge = Judge {
            doc: &self.automerge,
            graph: &mut self.graph,
            memory: &mut self.memory,
            clock,
            actor,
            start_op: read.start_op,
            operations: operations.clone(),
            made: Vec::new(),
        };
        let first = found.len();
        let mut typed: BTreeMap<FieldPath, (u32, u32)> = BTreeMap::new();
        let code = read.change.message().map_or("", |said| Message::read(said).0);
        let stamp = |record: RecordId, path: FieldPath, typed| Happening {
            record,
            path,
            by: device(read.change.actor_id()),
            at: read.time,
            code: code.to_owned(),
            typed,
        };
        for (index, operation) in operations.iter().enumerate() {
            let Ok(place) = judge.place(operation.container, index) else { continue };
            match place.allows(operation).flatten() {
                Some(Touch::Field(record, row, field)) => {
                    let path = path_in(row.as_deref(), &field);
                    let Some((record, path)) = record_id(&record).zip(path) else { continue };
                    // Choosing what shows already takes two operations, and is one happening.
                    let known = found.iter().skip(first).any(|one| one.record == record && one.path == path);
                    if !known {
                        found.push(stamp(record, path, None));
                    }
                }
                Some(Touch::Text(text)) => {
                    let Some(path) = field_path(&text) else { continue };
                    let (written, deleted) = typed.entry(path).or_default();
                    match operation.action {
                        Action::Delete => *deleted += 1,
                        _ if operation.insert && !operation.action.is_mark() => *written += 1,
                        _ => {}
                    }
                }
                Some(Touch::Record(_) | Touch::Row(..)) | None => {}
            }
        }
        if let Some(record) = paper {
            let typed = typed.into_iter();
            found.extend(typed.map(|(path, typed)| stamp(record.clone(), path, Some(typed))));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::stage::ForeignChanges;
    use crate::{Actor, LocalChanges};
    use register::{Command, DeviceId, Value, Write, act};

    const REGISTER: [u8; 32] = [7; 32];

    fn actor(who: u8) -> Actor {
        [who; 40]
    }

    fn risk() -> RecordId {
        RecordId::new("risk", 1_800_000_000_000, [3; 10])
    }

    fn foreign(document: &mut Document, local: &LocalChanges) {
        document.stage(&ForeignChanges {
            actor: local.actor,
            first_seq: local.first_seq,
            last_seq: local.last_seq,
            last_hash: local.last_hash,
            format: local.format,
            bytes: &local.bytes,
        });
        document.settle();
    }

    fn writes(titled: &str) -> Vec<Write> {
        let write = |key: &str, value| Write { record: risk(), path: FieldPath::of(key), value };
        vec![write("title", Value::from(titled)), write("status", Value::from("open"))]
    }

    #[test]
    fn what_a_colleague_set_is_told_with_who_when_and_where() {
        let mut ada = Document::new(REGISTER, [0; 16], actor(1));
        let mut ben = Document::new(REGISTER, [0; 16], actor(2));
        let made = ada.apply(Message::Create, &writes("Fire"), 10).unwrap().changes.unwrap();
        foreign(&mut ben, &made);
        let row = uuid::Uuid::from_bytes([5; 16]);
        let path = FieldPath::in_row("evidence", row, "note");
        let write = Write { record: risk(), path: path.clone(), value: Value::from("seen") };
        let later = ben.apply(Message::Edit, &[write], 20).unwrap().changes.unwrap();
        foreign(&mut ada, &later);

        let told = ben.happenings(&made.bytes, None);
        let paths: Vec<String> = told.iter().map(|one| one.path.to_string()).collect();
        assert_eq!(paths, ["title", "status"]);
        let first = told.first().unwrap();
        assert_eq!((first.by, first.at, first.code.as_str()), (DeviceId([1; 32]), 10, "create"));
        let told = ada.happenings(&later.bytes, None);
        assert_eq!(told.len(), 1);
        assert_eq!((&told[0].record, &told[0].path, told[0].at), (&risk(), &path, 20));
    }

    #[test]
    fn a_document_from_its_saved_bytes_tells_the_same() {
        let mut ada = Document::new(REGISTER, [0; 16], actor(1));
        ada.apply(Message::Create, &writes("Fire"), 10).unwrap();
        let changed = ada.apply(Message::Edit, &writes("Flood"), 20).unwrap().changes.unwrap();
        let told = ada.happenings(&changed.bytes, None);
        assert_eq!(told.len(), 1, "only the title was changed");
        let saved = ada.save();
        let mut loaded = Document::load(&saved, REGISTER, [0; 16], actor(3)).unwrap();
        assert_eq!(loaded.happenings(&changed.bytes, None), told);
    }

    #[test]
    fn a_choice_between_two_answers_is_one_happening() {
        let mut ada = Document::new(REGISTER, [0; 16], actor(1));
        let mut ben = Document::new(REGISTER, [0; 16], actor(2));
        let made = ada.apply(Message::Create, &writes("Fire"), 10).unwrap().changes.unwrap();
        foreign(&mut ben, &made);
        let here = ada.apply(Message::Edit, &writes("Flood"), 20).unwrap().changes.unwrap();
        let there = ben.apply(Message::Edit, &writes("Theft"), 21).unwrap().changes.unwrap();
        foreign(&mut ada, &there);
        foreign(&mut ben, &here);
        let Command { message, writes } = act::choose(&risk(), FieldPath::of("title"), Value::from("Flood"));
        let chosen = ada.apply(message, &writes, 30).unwrap().changes.unwrap();
        let told = ada.happenings(&chosen.bytes, None);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].code, "choose");
    }

    #[test]
    fn of_a_text_it_is_told_how_much_was_written() {
        let review = RecordId::new("management_review", 1_800_000_000_000, [4; 10]);
        let mut paper = Document::new(REGISTER, *review.uuid.as_bytes(), actor(1));
        let path = FieldPath::of("summary");
        paper.splice(&path, 0, 0, "Twelve of us", 10).unwrap();
        let changes = paper.commit_text(10).unwrap();
        let told = paper.happenings(&changes.bytes, Some(&review));
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].typed, &told[0].path, &told[0].record), (Some((12, 0)), &path, &review));
    }

    #[test]
    fn what_the_document_has_not_taken_up_did_nothing() {
        let mut ada = Document::new(REGISTER, [0; 16], actor(1));
        let mut ben = Document::new(REGISTER, [0; 16], actor(2));
        let made = ada.apply(Message::Create, &writes("Fire"), 10).unwrap().changes.unwrap();
        assert_eq!(ben.happenings(&made.bytes, None), []);
        assert_eq!(ada.happenings(b"no change", None), []);
    }
}
