//! Papers: what the page types into its copy is kept, sent, and shown to others who have it open.

use super::device::{Device, Sheet};
use super::work::Done as _;
use crate::host::Input;
use bridge::{Failure, Request};
use register::{FieldPath, RecordId};

fn review(device: &mut Device) -> (RecordId, FieldPath) {
    let review = device.new_id("management_review");
    device.set(&review, "title", "Spring").unwrap_done();
    let row = device.new_id("row").uuid;
    (review, FieldPath::in_row("agenda", row, "minutes"))
}

#[test]
fn typed_minutes_are_there_after_a_restart() {
    let mut ada = Device::new(1);
    ada.found(None);
    let (review, minutes) = review(&mut ada);
    let mut sheet = Sheet::open(&mut ada, &review);
    sheet.write(&mut ada, &minutes, 0, "Ada reported. ").unwrap_done();
    sheet.write(&mut ada, &minutes, 14, "All agreed 👍.").unwrap_done();

    let mut ada = ada.restarted(2);
    let mut sheet = Sheet::open(&mut ada, &review);
    assert_eq!(sheet.document.text(&minutes), "Ada reported. All agreed 👍.");
    sheet.write(&mut ada, &minutes, 0, "10:00 ").unwrap_done();
    ada.call(Request::ClosePaper(review.clone())).unwrap_done();
    let sheet = Sheet::open(&mut ada, &review);
    assert_eq!(sheet.document.text(&minutes), "10:00 Ada reported. All agreed 👍.");
}

#[test]
fn two_windows_with_one_paper_come_to_the_same_text() {
    let mut first = Device::new(1);
    first.found(None);
    let (review, minutes) = review(&mut first);
    let key = first.entry.clone().unwrap().key;
    let mut second = Device::on(first.shelf.clone(), 77);
    second.open(&key);
    let mut here = Sheet::open(&mut first, &review);
    let mut there = Sheet::open(&mut second, &review);
    first.tab.shared.take();
    here.write(&mut first, &minutes, 0, "from here. ").unwrap_done();
    there.write(&mut second, &minutes, 0, "from there. ").unwrap_done();
    let (ours, theirs) = (first.tab.shared.take(), second.tab.shared.take());
    first.hear(Input::Tabs(theirs));
    second.hear(Input::Tabs(ours));
    here.hear(&mut first);
    there.hear(&mut second);
    let text = here.document.text(&minutes);
    assert_eq!(text, there.document.text(&minutes));
    assert!(text.contains("from here. ") && text.contains("from there. "), "{text}");
}

#[test]
fn on_a_full_disk_the_page_keeps_what_it_typed_and_opens_the_paper_again() {
    let mut ada = Device::new(1);
    ada.found(None);
    let (review, minutes) = review(&mut ada);
    let mut sheet = Sheet::open(&mut ada, &review);
    ada.fill_disk(true);
    assert_eq!(sheet.write(&mut ada, &minutes, 0, "Typed").err(), Some(Failure::DiskFull));
    ada.fill_disk(false);
    let mut again = Sheet::open(&mut ada, &review);
    assert_eq!(again.document.text(&minutes), "");
    again.write(&mut ada, &minutes, 0, "Typed").unwrap_done();
    let mut ada = ada.restarted(2);
    assert_eq!(Sheet::open(&mut ada, &review).document.text(&minutes), "Typed");
}

#[test]
fn bold_words_and_headings_reach_the_other_window_and_outlast_a_restart() {
    let mut first = Device::new(1);
    first.found(None);
    let (review, minutes) = review(&mut first);
    let key = first.entry.clone().unwrap().key;
    let mut second = Device::on(first.shelf.clone(), 77);
    second.open(&key);
    let mut here = Sheet::open(&mut first, &review);
    let mut there = Sheet::open(&mut second, &review);
    here.document.splice_rich(&minutes, 1, 0, "Decided: go", 1).unwrap();
    here.document.mark(&minutes, 1, 8, "strong", &crdt::Item::Flag(true), true, 1).unwrap();
    let changes = here.document.commit_text(2).unwrap();
    assert_eq!(changes.format, 2);
    first.call(Request::PaperChanges { record: review.clone(), changes: changes.bytes }).unwrap_done();
    let told = first.tab.shared.take();
    second.hear(Input::Tabs(told));
    there.hear(&mut second);
    let spans = here.document.spans(&minutes);
    assert!(spans.iter().any(|span| matches!(span, crdt::Span::Text { marks, .. } if !marks.is_empty())));
    assert_eq!(there.document.spans(&minutes), spans);
    let mut again = second.restarted(3);
    assert_eq!(Sheet::open(&mut again, &review).document.spans(&minutes), spans);
}
