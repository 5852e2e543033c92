use crate::sample::{NEW_YEAR, Sample, carry_out, kind, link};
use proptest::prelude::*;
use register::act::{add_row, archive, archive_row, choose, create, invite, move_row, restore, start_agenda};
use register::kind::INPUTS;
use register::{FieldPath, Message, Value};

fn topic(input: &str) -> String {
    format!("About {input}")
}

#[test]
fn a_new_record_has_its_values_and_the_next_number() {
    let mut sample = Sample::new();
    sample.add("risk", &[("reference", "R-004".into())]);
    let values = vec![("title", "Fire".into()), ("description", Value::Empty)];
    let (id, command) = create(&sample.register, kind("risk"), values, 2026, NEW_YEAR, [9; 10]);
    assert_eq!(command.message, Message::Create);
    carry_out(&mut sample.register, &command);
    let record = sample.record(&id);
    assert_eq!((record.text("reference"), record.title()), ("R-005", "Fire"));
    assert_eq!(record.fields.len(), 2, "an empty value is not written");
}

#[test]
fn a_record_brought_from_elsewhere_keeps_its_number() {
    let sample = Sample::new();
    let (_, command) =
        create(&sample.register, kind("risk"), vec![("reference", "R-77".into())], 2026, NEW_YEAR, [9; 10]);
    assert_eq!(command.writes.len(), 1);
    assert_eq!(command.writes[0].value, "R-77".into());
}

#[test]
fn a_review_is_numbered_by_the_year_it_is_planned_for() {
    let mut sample = Sample::new();
    let values = vec![("planned_for", "2027-01-15".into())];
    let (id, command) = create(&sample.register, kind("management_review"), values, 2026, NEW_YEAR, [9; 10]);
    carry_out(&mut sample.register, &command);
    assert_eq!(sample.record(&id).text("reference"), "MR-2027-01");
}

#[test]
fn archiving_and_bringing_back_leave_every_field_alone() {
    let mut sample = Sample::new();
    let risk = sample.add("risk", &[("title", "Fire".into())]);
    carry_out(&mut sample.register, &archive(&risk));
    assert!(sample.record(&risk).is_archived());
    carry_out(&mut sample.register, &restore(&risk));
    assert!(!sample.record(&risk).is_archived());
    assert_eq!(sample.record(&risk).title(), "Fire");
}

#[test]
fn choosing_writes_the_chosen_value_and_says_so() {
    let mut sample = Sample::new();
    let risk = sample.add("risk", &[]);
    let command = choose(&risk, FieldPath::of("current_impact"), 5.into());
    assert_eq!(command.message, Message::Choose);
    carry_out(&mut sample.register, &command);
    assert_eq!(sample.record(&risk).value("current_impact"), &Value::Int(5));
}

#[test]
fn an_agenda_started_apart_by_two_people_is_one_agenda() {
    let mut sample = Sample::new();
    let review = sample.add("management_review", &[]);
    let command = start_agenda(sample.record(&review), &topic);
    assert_eq!(command, start_agenda(sample.record(&review), &topic));
    carry_out(&mut sample.register, &command);
    carry_out(&mut sample.register, &command);
    let record = sample.record(&review);
    let items = record.rows_in_order("agenda");
    let inputs: Vec<_> =
        items.iter().map(|item| record.row_value("agenda", *item, "input").as_text().unwrap()).collect();
    assert_eq!(inputs, INPUTS);
    assert_eq!(record.row_value("agenda", items[0], "topic"), &"About earlier_actions".into());
    assert!(start_agenda(record, &topic).writes.is_empty(), "nothing lacks any more");
}

#[test]
fn starting_an_agenda_again_brings_back_the_input_that_was_put_away() {
    let mut sample = Sample::new();
    let review = sample.add("management_review", &[]);
    let start = start_agenda(sample.record(&review), &topic);
    carry_out(&mut sample.register, &start);
    let second = sample.record(&review).rows_in_order("agenda")[1];
    sample.set(&review, &format!("agenda/{second}/topic"), "In our own words");
    carry_out(&mut sample.register, &archive_row(&review, "agenda", second));
    let again = start_agenda(sample.record(&review), &topic);
    assert_eq!(again.writes.len(), 1);
    carry_out(&mut sample.register, &again);
    assert_eq!(sample.record(&review).rows_in_order("agenda")[1], second);
    assert_eq!(sample.record(&review).row_value("agenda", second, "topic"), &"In our own words".into());
}

#[test]
fn a_person_invited_twice_stands_on_the_list_once() {
    let mut sample = Sample::new();
    let (ada, ben) = (sample.person("Ada", true), sample.person("Ben", true));
    let review = sample.add("management_review", &[]);
    let apart = [invite(sample.record(&review), [&ada]), invite(sample.record(&review), [&ada, &ben])];
    for command in apart {
        carry_out(&mut sample.register, &command);
    }
    assert_eq!(sample.record(&review).rows("attendance").len(), 2);
    assert!(invite(sample.record(&review), [&ben]).writes.is_empty());
    carry_out(&mut sample.register, &archive_row(&review, "attendance", ben.uuid));
    let back = invite(sample.record(&review), [&ben]);
    carry_out(&mut sample.register, &back);
    assert_eq!(sample.record(&review).rows("attendance").len(), 2);
    assert_eq!(sample.record(&review).row_value("attendance", ben.uuid, "person"), &link(&ben));
}

proptest! {
    #[test]
    fn a_moved_row_stands_where_it_was_put(moves in proptest::collection::vec((0_usize..6, 0_usize..8), 1..40)) {
        let mut sample = Sample::new();
        let review = sample.add("management_review", &[]);
        for number in 0..6 {
            let record = sample.record(&review);
            let (_, command) = add_row(record, "agenda", vec![("topic", "x".into())], NEW_YEAR + number, [0; 10]);
            carry_out(&mut sample.register, &command);
        }
        let mut expected = sample.record(&review).rows_in_order("agenda");
        prop_assert!(expected.is_sorted(), "new rows come last");
        for (from, to) in moves {
            let row = expected.remove(from);
            expected.insert(to.min(expected.len()), row);
            let command = move_row(sample.record(&review), "agenda", row, to);
            carry_out(&mut sample.register, &command);
            prop_assert_eq!(&sample.record(&review).rows_in_order("agenda"), &expected);
        }
    }
}

#[test]
fn a_row_moved_between_two_others_writes_itself_alone() {
    let mut sample = Sample::new();
    let review = sample.add("management_review", &[]);
    let start = start_agenda(sample.record(&review), &topic);
    carry_out(&mut sample.register, &start);
    let last = sample.record(&review).rows_in_order("agenda")[9];
    assert_eq!(move_row(sample.record(&review), "agenda", last, 4).writes.len(), 1);
}
