//! The picture that the next page begins with: what was shown, and nothing that a crash would take back.

use super::device::Device;
use super::work::Done as _;

#[test]
fn it_shows_what_the_page_showed() {
    let mut ada = Device::new(1);
    ada.found(None);
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Backups are never tried").unwrap_done();
    ada.keep_picture();
    let picture = ada.picture().unwrap();
    assert_eq!(picture.register.unpack().unwrap(), ada.register);
    assert_eq!((picture.organization.as_str(), Some(picture.me)), ("Acme", ada.me.clone()));
    assert!(!picture.has_relay);
}

#[test]
fn it_follows_what_is_done_later() {
    let mut ada = Device::new(1);
    ada.found(None);
    ada.keep_picture();
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "First").unwrap_done();
    assert_ne!(ada.picture().unwrap().register.unpack().unwrap(), ada.register);
    ada.keep_picture();
    assert_eq!(ada.picture().unwrap().register.unpack().unwrap(), ada.register);
}

#[test]
fn what_could_not_be_saved_is_not_in_it() {
    let mut ada = Device::new(1);
    ada.found(None);
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Saved").unwrap_done();
    ada.fill_disk(true);
    assert!(ada.set(&risk, "title", "Not saved").is_err());
    ada.fill_disk(false);
    // There is room again, but what was typed is not tried again yet.
    ada.keep_picture();
    assert_eq!(ada.picture(), None);
    ada.rest();
    ada.keep_picture();
    let picture = ada.picture().unwrap().register.unpack().unwrap();
    assert_eq!(picture.records.get(&risk).unwrap().text("title"), "Not saved");
}

#[test]
fn the_next_opening_says_byte_for_byte_what_it_shows() {
    let mut ada = Device::new(1);
    ada.found(None);
    for title in ["Fire", "Flood", "Theft"] {
        let risk = ada.new_id("risk");
        ada.set(&risk, "title", title).unwrap_done();
        ada.set(&risk, "status", "open").unwrap_done();
    }
    ada.keep_picture();
    let picture = ada.picture().unwrap();
    let mut ada = ada.restarted(2);
    assert_eq!(ada.packed, Some(picture.register.clone()));
    ada.keep_picture();
    assert_eq!(ada.picture(), Some(picture));
}
