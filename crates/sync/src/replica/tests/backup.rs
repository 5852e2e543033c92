//! A backup is made, everything else is lost, and the register is there again.

use super::world::{Disk, Docs, World};
use crate::*;

/// A backup of a device.
fn write_backup(world: &mut World, at: usize) -> Vec<u8> {
    write_backup_with(world, at, |_| {})
}

/// The same, with other envelopes than the device has.
fn write_backup_with(world: &mut World, at: usize, alter: impl Fn(&mut Vec<Vec<u8>>)) -> Vec<u8> {
    let node = &world.nodes[at];
    let mut keys: Vec<EnvelopeKey> = node.disk.envelopes.keys().copied().collect();
    keys.sort_by_key(backup_order);
    let mut envelopes: Vec<Vec<u8>> = keys.iter().map(|key| node.disk.envelopes[key].clone()).collect();
    alter(&mut envelopes);
    let size = envelopes.iter().map(|envelope| envelope.len() as u64).sum();
    let count = envelopes.len() as u64;
    let stored = node.disk.stored();
    let writer = node.replica.begin_backup(&stored, count, size, world.now, &mut world.dice);
    let mut writer = writer.expect("a recovery code");
    let mut file = Vec::new();
    for envelope in envelopes {
        writer.envelope(&envelope);
        file.extend(writer.take());
    }
    file.extend(writer.finish());
    file
}

fn make_code(world: &mut World, at: usize) -> RecoveryCode {
    let (code, effects) = world.nodes[at].replica.make_recovery_code(world.now, &mut world.dice).unwrap();
    world.carry_out(at, effects);
    world.settle();
    code
}

fn first_backup(world: &mut World, at: usize) -> (RecoveryCode, Vec<u8>) {
    let code = make_code(world, at);
    let file = write_backup(world, at);
    let effects = world.nodes[at].replica.backed_up(world.now);
    world.carry_out(at, effects);
    world.settle();
    (code, file)
}

/// What a browser has once the file was read into it.
fn read_backup(world: &mut World, code: &RecoveryCode, file: &[u8]) -> Result<Disk, BackupError> {
    let (disk, recovered) = recover(world, code, file)?;
    assert!(recovered.is_whole());
    Ok(disk)
}

/// The same, with how much of it is there.
fn recover(world: &mut World, code: &RecoveryCode, file: &[u8]) -> Result<(Disk, Recovered), BackupError> {
    let mut recovered = None;
    let mut reader = BackupReader::new(code);
    let mut disk = Disk::default();
    let mut replica: Option<Replica> = None;
    let mut docs = Docs::default();
    let mut take = |world: &mut World, reader: &BackupReader, contents: Contents, last: bool| {
        if replica.is_none() {
            replica = Replica::recover(reader, world.now, &mut world.dice);
        }
        let Some(replica) = &mut replica else { return };
        let mut effects =
            replica.handle(Event::Envelopes(contents.envelopes), world.now, &mut world.dice, &mut docs);
        if last {
            let (told, follow) = replica.recovered(reader, world.now, &mut world.dice).unwrap();
            recovered = Some(told);
            effects.extend(follow);
        }
        while !effects.is_empty() {
            for effect in std::mem::take(&mut effects) {
                if let Effect::Store(ticket, transaction) = effect {
                    disk.write(transaction).unwrap();
                    let event = Event::Stored(ticket);
                    effects.extend(replica.handle(event, world.now, &mut world.dice, &mut docs));
                }
            }
        }
    };
    for piece in file.chunks(10_000) {
        let contents = reader.push(piece)?;
        take(world, &reader, contents, false);
    }
    let contents = reader.finish()?;
    take(world, &reader, contents, true);
    Ok((disk, recovered.unwrap()))
}

#[test]
fn file_and_code_bring_the_register_back_on_a_new_device() {
    let mut world = World::new();
    let ada = world.found(false);
    for number in 0..200 {
        world.edit(ada, &format!("edit {number}"));
    }
    let (code, file) = first_backup(&mut world, ada);
    assert_eq!(world.nodes[ada].replica.backed_up_at(), Some(world.now));
    world.stop(ada);
    let typed = RecoveryCode::from_text(&code.to_text().to_lowercase()).unwrap();
    let disk = read_backup(&mut world, &typed, &file).unwrap();
    let back = world.start(disk, true);
    assert_eq!(world.changes(back), world.changes(ada));
    let (old, new) = (&world.nodes[ada].replica, &world.nodes[back].replica);
    assert_eq!((new.register(), new.person()), (old.register(), old.person()));
    assert_ne!(new.device(), old.device());
    assert_eq!(new.backed_up_at(), old.backed_up_at());
    world.edit(back, "goes on");
    assert_eq!(world.changes(back).len(), 201);
    // It is an owner's device still, and the code goes on to serve.
    assert!(world.nodes[back].replica.has_recovery_code());
    let file = write_backup(&mut world, back);
    let disk = read_backup(&mut world, &code, &file).unwrap();
    let again = world.start(disk, true);
    assert_eq!(world.changes(again).len(), 201);
}

#[test]
fn a_restored_device_fetches_what_is_newer_and_colleagues_hear_from_it() {
    let mut world = World::new();
    let ada = world.found(true);
    let invitation = world.invite(ada);
    let ben = world.join(&invitation, 2);
    world.edit(ada, "before");
    let (code, file) = first_backup(&mut world, ada);
    world.edit(ada, "after");
    world.edit(ben, "Ben's");
    world.pass(20_000);
    world.stop(ada);
    let disk = read_backup(&mut world, &code, &file).unwrap();
    let back = world.start(disk, true);
    world.pass(20_000);
    assert_eq!(world.changes(back).len(), 3);
    world.edit(back, "from the new device");
    world.pass(20_000);
    assert_eq!(world.changes(ben), world.changes(back));
    let devices = world.nodes[ben].replica.devices();
    assert!(devices.contains(&(world.nodes[back].replica.device(), [1; 16])));
    assert_eq!(world.nodes[ben].replica.status().colleagues, 1);
    assert_eq!(world.nodes[ben].replica.status().seen_by, 1);
    let status = world.nodes[back].replica.status();
    assert_eq!((status.unsent, status.seen_by), (0, 1));
    // An owner's device invites.
    let invitation = world.invite(back);
    let chi = world.join(&invitation, 3);
    assert_eq!(world.changes(chi), world.changes(back));
}

#[test]
fn restored_twice_it_is_two_devices_that_meet() {
    let mut world = World::new();
    let ada = world.found(true);
    world.edit(ada, "before");
    let (code, file) = first_backup(&mut world, ada);
    world.stop(ada);
    let one = read_backup(&mut world, &code, &file).unwrap();
    let one = world.start(one, true);
    let two = read_backup(&mut world, &code, &file).unwrap();
    let two = world.start(two, true);
    assert_ne!(world.nodes[one].replica.device(), world.nodes[two].replica.device());
    world.edit(one, "one");
    world.edit(two, "two");
    world.pass(20_000);
    assert_eq!(world.changes(one).len(), 3);
    assert_eq!(world.changes(one), world.changes(two));
}

#[test]
fn what_never_reached_the_relay_reaches_it_from_the_restored_device() {
    let mut world = World::new();
    let ada = world.found(true);
    let invitation = world.invite(ada);
    let ben = world.join(&invitation, 2);
    world.go_offline(ada);
    world.edit(ada, "on the plane");
    let (code, file) = first_backup(&mut world, ada);
    world.stop(ada);
    let disk = read_backup(&mut world, &code, &file).unwrap();
    let back = world.start(disk, true);
    world.edit(back, "landed");
    world.pass(60_000);
    assert_eq!(world.changes(ben).len(), 2);
    assert_eq!(world.changes(ben), world.changes(back));
}

#[test]
fn a_new_code_opens_later_files_and_the_old_one_those_before() {
    let mut world = World::new();
    let ada = world.found(false);
    let (first, old) = first_backup(&mut world, ada);
    world.edit(ada, "more");
    let (second, new) = first_backup(&mut world, ada);
    assert!(read_backup(&mut world, &first, &old).is_ok());
    assert!(read_backup(&mut world, &second, &new).is_ok());
    assert_eq!(read_backup(&mut world, &first, &new).err(), Some(BackupError::OtherCode));
    assert_eq!(read_backup(&mut world, &second, &old).err(), Some(BackupError::OtherCode));
}

#[test]
fn a_backup_is_one_call_after_a_restart_too() {
    let mut world = World::new();
    let ada = world.found(false);
    let (code, _) = first_backup(&mut world, ada);
    let disk = world.stop(ada);
    let ada = world.start(disk, false);
    assert!(world.nodes[ada].replica.has_recovery_code());
    assert!(world.nodes[ada].replica.backed_up_at().is_some());
    world.edit(ada, "later");
    let file = write_backup(&mut world, ada);
    let disk = read_backup(&mut world, &code, &file).unwrap();
    let back = world.start(disk, false);
    assert_eq!(world.changes(back).len(), 1);
}

#[test]
fn a_file_that_is_cut_off_altered_or_none_is_told_apart() {
    let mut world = World::new();
    let ada = world.found(false);
    for number in 0..300 {
        world.edit(ada, &format!("edit {number}"));
    }
    let (code, file) = first_backup(&mut world, ada);
    assert!(file.len() > 150_000, "several chunks");
    let outcome = |world: &mut World, file: &[u8]| read_backup(world, &code, file).err();
    for length in [10, 83, 84, 5000, 70_000, file.len() - 1] {
        assert_eq!(outcome(&mut world, &file[..length]), Some(BackupError::CutOff), "{length}");
    }
    for at in [16, 30, 62, 80, 84, 5000, 70_000, file.len() - 1] {
        let mut altered = file.clone();
        altered[at] ^= 4;
        assert_eq!(outcome(&mut world, &altered), Some(BackupError::Damaged), "{at}");
    }
    let longer = [&file[..], b"\r\n"].concat();
    assert_eq!(outcome(&mut world, &longer), Some(BackupError::Damaged));
    for foreign in [&b""[..], b"PK\x03\x04 and so on", b"isomerge", b"isomerge backup of mine"] {
        let expected = if *foreign == b"isomerge"[..] { BackupError::CutOff } else { BackupError::Foreign };
        assert_eq!(outcome(&mut world, foreign), Some(expected));
    }
    let other = make_code(&mut world, ada);
    assert_eq!(read_backup(&mut world, &other, &file).err(), Some(BackupError::OtherCode));
}

#[test]
fn a_code_that_could_not_be_stored_is_none() {
    let mut world = World::new();
    let ada = world.found(false);
    world.nodes[ada].disk.full = true;
    make_code(&mut world, ada);
    world.nodes[ada].replica.forget_recovery_code();
    assert!(!world.nodes[ada].replica.has_recovery_code());
    world.nodes[ada].disk.full = false;
    world.edit(ada, "goes on");
    assert_eq!(world.nodes[ada].replica.devices().len(), 1);
}

#[test]
fn a_file_that_lacks_something_is_restored_as_far_as_it_goes_and_says_so() {
    let mut world = World::new();
    let ada = world.found(false);
    for number in 0..5 {
        world.edit(ada, &format!("edit {number}"));
    }
    let code = make_code(&mut world, ada);
    // One is none any more; what follows it in its log cannot be taken in.
    let file = write_backup_with(&mut world, ada, |envelopes| {
        let third_last = envelopes.len() - 3;
        envelopes[third_last] = b"nothing".to_vec();
    });
    let count = world.nodes[ada].disk.envelopes.len() as u64;
    let (disk, recovered) = recover(&mut world, &code, &file).unwrap();
    assert_eq!(recovered, Recovered { taken: count - 3, of: count });
    let back = world.start(disk, false);
    assert_eq!(world.changes(back).len(), 2);
    world.edit(back, "goes on");
    assert_eq!(world.changes(back).len(), 3);
}
