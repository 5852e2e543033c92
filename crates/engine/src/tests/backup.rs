//! A backup of one device is restored on another, and what is wrong with a file or a code is said.

use super::device::{Device, Sheet};
use super::team::team;
use super::work::Done as _;
use bridge::{Failure, Network, Request, Response};
use register::FieldPath;

/// The recovery code, if it is a new one, and the file.
pub fn back_up(device: &mut Device, new_code: bool) -> (Option<String>, Vec<u8>) {
    let answer = device.call(Request::Backup { new_code });
    let Ok(Response::Backup { code }) = answer else { panic!("{answer:?}") };
    let mut file = Vec::new();
    loop {
        let answer = device.call(Request::BackupPiece);
        let Ok(Response::BackupPiece { bytes, last }) = answer else { panic!("{answer:?}") };
        file.extend(bytes);
        if last {
            break;
        }
    }
    device.call(Request::BackedUp).unwrap_done();
    (code, file)
}

pub fn restore(device: &mut Device, code: &str, file: &[u8]) -> Result<Response, Failure> {
    device.call(Request::Restore { code: code.to_owned() })?;
    for piece in file.chunks(100_000) {
        device.call(Request::RestorePiece(piece.to_vec()))?;
    }
    device.call(Request::RestoreEnd)
}

fn written(device: &mut Device) -> register::RecordId {
    let risk = device.new_id("risk");
    for number in 0..300 {
        device.set(&risk, "title", &format!("Title {number}")).unwrap_done();
    }
    let me = device.me.clone().unwrap();
    device.set(&me, "function", "CISO").unwrap_done();
    risk
}

#[test]
fn file_and_code_bring_everything_back_papers_too() {
    let mut ada = Device::new(1);
    ada.found(None);
    assert!(ada.status.only_copy && !ada.status.has_recovery_code);
    written(&mut ada);
    let review = ada.new_id("management_review");
    ada.set(&review, "title", "Spring").unwrap_done();
    let minutes = FieldPath::in_row("agenda", ada.new_id("row").uuid, "minutes");
    Sheet::open(&mut ada, &review).write(&mut ada, &minutes, 0, "Two gaps.").unwrap_done();
    let (code, file) = back_up(&mut ada, false);
    assert!(ada.status.backed_up_at.is_some() && ada.status.has_recovery_code && !ada.status.only_copy);
    let before = ada.register.clone();
    drop(ada);

    let mut new = Device::new(2);
    let answer = restore(&mut new, &code.unwrap(), &file);
    assert!(matches!(answer, Ok(Response::Opened { .. })), "{answer:?}");
    assert_eq!(new.register.records, before.records);
    assert_eq!(new.entry.as_ref().unwrap().organization, "Acme");
    assert_eq!(Sheet::open(&mut new, &review).document.text(&minutes), "Two gaps.");
    assert!(new.status.backed_up_at.is_some() && new.status.has_recovery_code);
    // It is a register of this device like any other.
    let risk = new.new_id("risk");
    new.set(&risk, "title", "After").unwrap_done();
    let mut new = new.restarted(3);
    assert_eq!(new.text(&risk, "title"), "After");
    let Ok(Response::Registers(list)) = new.call(Request::Registers) else { panic!("no list") };
    assert_eq!(list.len(), 1);
}

#[test]
fn the_code_is_shown_once_and_serves_later_backups_until_there_is_another() {
    let mut ada = Device::new(1);
    ada.found(None);
    let (first, _) = back_up(&mut ada, false);
    written(&mut ada);
    let mut ada = ada.restarted(4);
    let (none, file) = back_up(&mut ada, false);
    assert_eq!(none, None);
    let (second, newer) = back_up(&mut ada, true);
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_ne!(first, second);
    assert!(restore(&mut Device::new(2), &first, &file).is_ok());
    assert!(restore(&mut Device::new(3), &second, &newer).is_ok());
    assert_eq!(restore(&mut Device::new(4), &first, &newer).err(), Some(Failure::OtherCode));
}

#[test]
fn a_restored_device_goes_on_with_the_team() {
    let (mut relay, mut ada, mut ben) = team();
    let risk = written(&mut ada);
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    let (code, file) = back_up(&mut ada, false);
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    ben.set(&risk, "title", "Newer than the backup").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    relay.cut(0, &mut ada);
    let mut new = Device::new(7);
    assert!(restore(&mut new, &code.unwrap(), &file).is_ok());
    for _ in 0..3 {
        new.pass(20_000);
        ben.pass(20_000);
        relay.carry(&mut [(&mut new, true), (&mut ben, true)]);
    }
    assert_eq!(new.text(&risk, "title"), "Newer than the backup");
    assert_eq!(new.status.network, Network::Online);
    new.set(&risk, "title", "From the new device").unwrap_done();
    for _ in 0..6 {
        new.pass(20_000);
        ben.pass(20_000);
        relay.carry(&mut [(&mut new, true), (&mut ben, true)]);
    }
    assert_eq!(ben.text(&risk, "title"), "From the new device");
    assert_eq!((new.status.unsent, new.status.seen_by, ben.status.colleagues), (0, 1, 1));
}

#[test]
fn a_register_that_is_here_is_not_written_over() {
    let mut ada = Device::new(1);
    ada.found(None);
    let (code, file) = back_up(&mut ada, false);
    let code = code.unwrap();
    let risk = written(&mut ada);
    let before = ada.register.clone();
    assert_eq!(restore(&mut ada, &code, &file).err(), Some(Failure::AlreadyHere));
    let ada = ada.restarted(5);
    assert_eq!(ada.register, before);
    assert_eq!(ada.text(&risk, "title"), "Title 299");
}

#[test]
fn what_is_wrong_is_said_and_leaves_nothing() {
    let mut ada = Device::new(1);
    ada.found(None);
    written(&mut ada);
    let (code, file) = back_up(&mut ada, false);
    let code = code.unwrap();
    let (other, _) = back_up(&mut ada, true);
    let mut altered = file.clone();
    altered[100_000] ^= 1;
    let typed = code.replacen(char::is_alphanumeric, "U", 1);
    let cases: [(&str, &[u8], Failure); 7] = [
        (&typed, &file, Failure::BadCode),
        ("", &file, Failure::BadCode),
        (&other.unwrap(), &file, Failure::OtherCode),
        (&code, &file[..file.len() - 1], Failure::BackupCutOff),
        (&code, &altered, Failure::BackupDamaged),
        (&code, b"a letter to the editor", Failure::NoBackup),
        (&code, b"", Failure::NoBackup),
    ];
    let mut new = Device::new(2);
    for (code, file, expected) in cases {
        assert_eq!(restore(&mut new, code, file).err(), Some(expected));
        let Ok(Response::Registers(list)) = new.call(Request::Registers) else { panic!("no list") };
        assert!(list.is_empty() && new.shelf.stores().is_empty());
    }
    assert!(restore(&mut new, &code, &file).is_ok());
}

#[test]
fn a_full_disk_on_the_way_in_or_out_is_told() {
    let mut ada = Device::new(1);
    ada.found(None);
    ada.fill_disk(true);
    assert_eq!(ada.call(Request::Backup { new_code: false }).err(), Some(Failure::DiskFull));
    assert!(!ada.status.has_recovery_code);
    ada.fill_disk(false);
    ada.rest();
    assert!(matches!(ada.call(Request::Backup { new_code: false }), Ok(Response::Backup { code: Some(_) })));
}

#[test]
fn work_goes_on_while_a_backup_is_made() {
    let (mut relay, mut ada, mut ben) = team();
    let risk = written(&mut ada);
    let Ok(Response::Backup { code }) = ada.call(Request::Backup { new_code: false }) else { panic!() };
    let mut file = Vec::new();
    loop {
        ada.set(&risk, "title", &format!("Between {}", file.len())).unwrap_done();
        relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
        let Ok(Response::BackupPiece { bytes, last }) = ada.call(Request::BackupPiece) else { panic!() };
        file.extend(bytes);
        if last {
            break;
        }
    }
    let mut new = Device::new(9);
    assert!(restore(&mut new, &code.unwrap(), &file).is_ok());
    assert_eq!(new.text(&risk, "title"), "Title 299");
}
