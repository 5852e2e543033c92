//! Prints how long the document takes over what must be quick: `cargo run -p crdt --release --example measure`.

use crdt::{Document, Error, ForeignChanges, LocalChanges};
use register::{Command, FieldPath, Message, RecordId, Value, Write};
use std::time::Instant;

const REGISTER: [u8; 32] = [1; 32];

fn actor(device: u8) -> [u8; 40] {
    [device; 40]
}

fn record(number: u64) -> RecordId {
    let mut random = [0; 10];
    random.iter_mut().zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
    RecordId::new("risk", 1_700_000_000_000 + number, random)
}

fn stage(document: &mut Document, changes: &LocalChanges) -> bool {
    let foreign = ForeignChanges {
        actor: changes.actor,
        first_seq: changes.first_seq,
        last_seq: changes.last_seq,
        last_hash: changes.last_hash,
        format: changes.format,
        bytes: &changes.bytes,
    };
    document.stage(&foreign) == crdt::Verdict::Staged
}

fn timed<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{name}: {:.2} ms", start.elapsed().as_secs_f64() * 1000.0);
    result
}

fn main() -> Result<(), Error> {
    let mut ada = Document::new(REGISTER, [0; 16], actor(1));
    let mut ben = Document::new(REGISTER, [0; 16], actor(2));
    let mut sent = Vec::new();
    timed("3,000 records of 10 fields made", || {
        for number in 0..3_000 {
            let write = |field: u8| Write {
                record: record(number),
                path: FieldPath::of(&format!("field_{field}")),
                value: Value::Text(format!("value {number} of {field}")),
            };
            let writes: Vec<Write> = (0..10).map(write).collect();
            sent.extend(ada.apply(Message::Create, &writes, 1)?.changes);
        }
        Ok::<_, Error>(())
    })?;
    timed("3,000 changes staged", || assert!(sent.iter().all(|changes| stage(&mut ben, changes))));
    timed("settled", || ben.settle());
    println!("patches: {}", timed("all patches", || ben.patches()).len());
    let bytes = timed("saved", || ben.save());
    println!("bytes: {}", bytes.len());
    let mut chi = timed("loaded", || Document::load(&bytes, REGISTER, [0; 16], actor(3)))?;
    let mut edits = Vec::new();
    timed("1,000 edits", || {
        for number in 0..1_000 {
            let command = Command::set(&record(number * 3), FieldPath::of("field_3"), Value::Int(1));
            edits.extend(ada.apply(Message::Edit, &command.writes, 2)?.changes);
        }
        Ok::<_, Error>(())
    })?;
    timed("1,000 edits staged in a document just loaded", || {
        assert!(edits.iter().all(|changes| stage(&mut chi, changes)));
    });
    timed("settled", || chi.settle());
    timed("history", || chi.history(&record(3)).len());
    timed("first history", || chi.history(&record(0)).len());

    let path = FieldPath::of("body");
    timed("2,000 keys, a change each 20", || {
        for key in 0..2_000 {
            ada.splice(&path, key, 0, "x", 3)?;
            if key % 20 == 19 {
                edits.extend(ada.commit_text(3));
            }
        }
        Ok::<_, Error>(())
    })?;
    timed("staged", || edits.iter().filter(|changes| stage(&mut chi, changes)).count());
    timed("settled", || chi.settle().splices.len());
    let (mut paper, mut copy) =
        (Document::new(REGISTER, [5; 16], actor(1)), Document::new(REGISTER, [5; 16], actor(2)));
    let lines = "A line with a wave 🌊\n".repeat(1_000);
    timed("1,000 lines pasted", || paper.splice(&path, 0, 0, &lines, 1))?;
    let pasted = timed("committed", || paper.commit_text(1));
    timed("staged", || pasted.iter().all(|changes| stage(&mut copy, changes)));
    timed("settled", || copy.settle().splices.len());
    timed("taken out again", || paper.splice(&path, 0, 20_000, "", 1))?;
    let taken = timed("committed", || paper.commit_text(1));
    timed("staged", || taken.iter().all(|changes| stage(&mut copy, changes)));
    timed("settled", || copy.settle().splices.len());
    timed("1,000 empty documents", || {
        (0..1_000u16)
            .map(|number| Document::new(REGISTER, [number as u8; 16], actor(1)))
            .collect::<Vec<_>>()
            .len()
    });
    Ok(())
}
