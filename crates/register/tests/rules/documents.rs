use crate::sample::{NEW_YEAR, Sample, carry_out, date, kind, link};
use proptest::prelude::*;
use register::document::{
    Acknowledged, Lack, acknowledgements, approvals_of, counted, in_force, lacks, may_go, missing_types,
    next_version, reviews_due, versions, ways,
};
use register::document_act::{Actor, Seen, acknowledge, approve, go, publish};
use register::due::Due;
use register::evidence::{Flaw, Standing, standing_of};
use register::id::new_uuid;
use register::{FieldType, RecordId, Value};
use std::collections::BTreeSet;

const TODAY: &str = "2026-03-10";

fn row(sample: &mut Sample, document: &RecordId, rows: &str, values: &[(&str, Value)]) {
    sample.made += 1;
    let row = new_uuid(NEW_YEAR + u64::from(sample.made), [sample.made; 10]);
    for (key, value) in values {
        sample.set(document, &format!("{rows}/{row}/{key}"), value.clone());
    }
}

fn in_force_since(sample: &mut Sample, document: &RecordId, version: &str, on: &str, content: &str) {
    let values = [("version", version), ("on", on), ("print", content), ("text_print", content)];
    row(sample, document, "versions", &values.map(|(key, value)| (key, value.into())));
    sample.set(document, "status", "published");
}

fn sign(sample: &mut Sample, document: &RecordId, rows: &str, person: &RecordId, content: &str) {
    let values = [("person", link(person)), ("on", TODAY.into()), ("print", content.into())];
    row(sample, document, rows, &values);
}

fn statuses() -> &'static [&'static str] {
    match kind("document").fields.iter().find(|field| field.key == "status").map(|field| field.ty) {
        Some(FieldType::Choice(choices)) => choices,
        _ => panic!("documents have a status"),
    }
}

#[test]
fn a_document_goes_only_where_it_may_and_every_way_leads_to_a_known_status() {
    for from in statuses() {
        for to in ways(from) {
            assert!(statuses().contains(to), "{from} → {to}");
            assert_ne!(from, to);
        }
    }
    assert!(
        may_go("draft", "in_review") && may_go("in_review", "approved") && may_go("approved", "published")
    );
    assert!(!may_go("draft", "published"), "nothing is published that nobody approved");
    assert!(!may_go("changes_requested", "approved"), "what was to be changed is looked at again");
    assert!(ways("superseded").is_empty());
    assert_eq!(ways("from a newer version"), ["draft"]);
    // Every status can be reached from a draft.
    let mut reached: BTreeSet<&str> = BTreeSet::from(["draft"]);
    for _ in statuses() {
        reached.extend(reached.clone().into_iter().flat_map(ways).copied());
    }
    assert_eq!(reached.len(), statuses().len());
}

#[test]
fn an_approval_holds_for_exactly_its_content() {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", true);
    let document = sample.add("document", &[]);
    sign(&mut sample, &document, "approvals", &ada, "aa");
    assert_eq!(approvals_of(sample.record(&document), "aa").len(), 1);
    assert!(approvals_of(sample.record(&document), "bb").is_empty());
    assert!(approvals_of(sample.record(&document), "").is_empty(), "no content is nobody's");
    in_force_since(&mut sample, &document, "1.0", "2026-01-01", "bb");
    assert!(lacks(sample.record(&document), date(TODAY)).contains(&Lack::Approval));
    sign(&mut sample, &document, "approvals", &ada, "bb");
    assert!(!lacks(sample.record(&document), date(TODAY)).contains(&Lack::Approval));
}

#[test]
fn published_versions_stay_and_the_last_one_is_in_force_until_it_is_withdrawn() {
    let mut sample = Sample::new();
    let document = sample.add("document", &[]);
    assert_eq!(next_version(sample.record(&document)), "1.0");
    in_force_since(&mut sample, &document, "1.0", "2026-01-01", "aa");
    in_force_since(&mut sample, &document, "2.0", "2026-02-01", "bb");
    sample.set(&document, "status", "draft");
    let record = sample.record(&document);
    assert_eq!(
        in_force(record).map(|version| version.version),
        Some("2.0".to_owned()),
        "a draft replaces nothing"
    );
    assert_eq!(versions(record).len(), 2);
    assert_eq!(next_version(record), "3.0");
    sample.set(&document, "status", "withdrawn");
    let record = sample.record(&document);
    assert_eq!(in_force(record), None);
    assert_eq!(versions(record).len(), 2, "and they can still be read");
    assert_eq!(lacks(record, date(TODAY)), [Lack::Reason]);
}

#[test]
fn who_read_an_earlier_content_is_told_apart_from_who_read_nothing() {
    let mut sample = Sample::new();
    let (ada, ben, chi) =
        (sample.person("Ada", true), sample.person("Ben", false), sample.person("Chi", false));
    let document = sample.add("document", &[]);
    for person in [&ada, &ben, &chi] {
        row(&mut sample, &document, "distribution", &[("person", link(person))]);
    }
    in_force_since(&mut sample, &document, "1.0", "2026-01-01", "aa");
    sign(&mut sample, &document, "acknowledgements", &ada, "aa");
    sign(&mut sample, &document, "acknowledgements", &ben, "aa");
    in_force_since(&mut sample, &document, "2.0", "2026-02-01", "bb");
    sign(&mut sample, &document, "acknowledgements", &ben, "bb");
    let on = date(TODAY);
    let expected =
        [(ada, Acknowledged::Earlier(on)), (ben, Acknowledged::Current(on)), (chi, Acknowledged::NotYet)];
    assert_eq!(acknowledgements(sample.record(&document)), expected);
    let lacks = lacks(sample.record(&document), on);
    assert!(lacks.contains(&Lack::Unread(1)) && lacks.contains(&Lack::ReadEarlier(1)));
}

#[test]
fn an_untouched_outline_and_states_that_do_not_fit_are_gaps() {
    let mut sample = Sample::new();
    let document = sample.add("document", &[("outline_print", "aa".into()), ("type", "policy".into())]);
    in_force_since(&mut sample, &document, "1.0", "2026-01-01", "aa");
    let found = lacks(sample.record(&document), date(TODAY));
    assert!(found.contains(&Lack::OwnWords));
    assert_eq!(found.iter().filter(|lack| matches!(lack, Lack::Fit(_))).count(), 4);
    let odd = sample.add("document", &[("status", "published".into())]);
    assert_eq!(lacks(sample.record(&odd), date(TODAY)), [Lack::Version]);
    let odd = sample.add("document", &[("status", "approved".into())]);
    assert_eq!(lacks(sample.record(&odd), date(TODAY)), [Lack::Approval]);
    let odd = sample.add("document", &[("status", "superseded".into())]);
    assert_eq!(lacks(sample.record(&odd), date(TODAY)), [Lack::Successor]);
}

#[test]
fn a_document_proves_something_once_it_is_published_and_a_look_that_changed_nothing_proves_it_again() {
    let mut sample = Sample::new();
    let document = sample.add("document", &[("title", "Scope".into()), ("status", "draft".into())]);
    let stands =
        |sample: &Sample| standing_of(Some(sample.record(&document)), &sample.register, date(TODAY), 100);
    assert_eq!(stands(&sample), (None, Standing::NotYet));
    in_force_since(&mut sample, &document, "1.0", "2025-01-01", "aa");
    assert!(matches!(stands(&sample).1, Standing::Old(_)));
    let ada = sample.person("Ada", true);
    row(
        &mut sample,
        &document,
        "reviews",
        &[("on", "2026-03-01".into()), ("by", link(&ada)), ("outcome", "unchanged".into())],
    );
    let (on, standing) = stands(&sample);
    assert_eq!(on, Some(date("2026-03-01")));
    assert!(matches!(standing, Standing::Flawed(_, Flaw::Missing(_))), "{standing:?}");
    sample.set(&document, "status", "withdrawn");
    assert_eq!(stands(&sample).1, Standing::Void);
}

#[test]
fn reviews_that_are_due_and_documents_that_are_missing_are_named() {
    let mut sample = Sample::new();
    let late = sample.add("document", &[("type", "policy".into()), ("next_review", "2026-03-01".into())]);
    let soon = sample.add("document", &[("type", "scope".into()), ("next_review", "2026-03-15".into())]);
    sample.add("document", &[("next_review", "2027-03-15".into())]);
    sample.add("document", &[("status", "withdrawn".into()), ("next_review", "2026-01-01".into())]);
    let due: Vec<_> = reviews_due(&sample.register, date(TODAY))
        .iter()
        .map(|(record, due)| (record.id.clone(), *due))
        .collect();
    assert_eq!(due, [(late, Due::Overdue(9)), (soon, Due::Soon(5))]);
    let missing = missing_types(&sample.register);
    assert_eq!(missing.len(), 7);
    assert!(!missing.contains(&"policy") && missing.contains(&"incident_response_plan"));
}

proptest! {
    #[test]
    fn different_answers_never_read_as_the_same_content(a in "[a-z0-9 \n]{0,8}", b in "[a-z0-9 \n]{0,8}", c in "[a-z0-9 \n]{0,8}", d in "[a-z0-9 \n]{0,8}") {
        let text = |title: &str, kind: &str| {
            let mut sample = Sample::new();
            let id = sample.add("document", &[("title", title.into()), ("classification", kind.into())]);
            counted(sample.record(&id))
        };
        let same = a.trim() == c.trim() && b.trim() == d.trim();
        prop_assert_eq!(text(&a, &b) == text(&c, &d), same);
    }
}

fn actor<'a>(person: &'a RecordId, made: u8) -> Actor<'a> {
    Actor { person, on: date(TODAY), now_ms: NEW_YEAR + u64::from(made), random: [made; 10] }
}

fn seen(print: &str) -> Seen<'_> {
    Seen { print, text_print: print, heads: "" }
}

fn status(sample: &Sample, document: &RecordId) -> String {
    sample.record(document).text("status").to_owned()
}

#[test]
fn a_document_is_reviewed_approved_published_read_and_gets_a_next_version() {
    let mut sample = Sample::new();
    let (ada, ben) = (sample.person("Ada", true), sample.person("Ben", false));
    let document = sample.add("document", &[("title", "Policy".into()), ("status", "draft".into())]);
    let done = |sample: &mut Sample, command: Option<register::Command>| {
        carry_out(&mut sample.register, &command.expect("it may be done"));
    };
    let command = publish(sample.record(&document), actor(&ada, 1), seen("aa"));
    assert_eq!(command, None, "nothing is published that nobody approved");
    let command = go(sample.record(&document), "in_review");
    done(&mut sample, command);
    let command = approve(sample.record(&document), actor(&ada, 2), seen("aa"));
    done(&mut sample, command);
    assert_eq!(status(&sample, &document), "approved");
    assert_eq!(approve(sample.record(&document), actor(&ada, 3), seen("aa")), None, "once is enough");
    assert_eq!(
        publish(sample.record(&document), actor(&ada, 4), seen("bb")),
        None,
        "changed since it was approved"
    );
    let command = approve(sample.record(&document), actor(&ben, 5), seen("aa"));
    done(&mut sample, command);
    let command = publish(sample.record(&document), actor(&ada, 6), seen("aa"));
    done(&mut sample, command);
    assert_eq!(status(&sample, &document), "published");
    assert_eq!(sample.record(&document).text("version"), "1.0");
    let command = acknowledge(sample.record(&document), actor(&ben, 7));
    done(&mut sample, command);
    assert_eq!(acknowledge(sample.record(&document), actor(&ben, 8)), None);
    let command = go(sample.record(&document), "draft");
    done(&mut sample, command);
    assert_eq!(sample.record(&document).text("version"), "2.0");
    assert_eq!(in_force(sample.record(&document)).map(|version| version.content), Some("aa".to_owned()));
    let command = go(sample.record(&document), "in_review");
    done(&mut sample, command);
    let command = approve(sample.record(&document), actor(&ada, 9), seen("bb"));
    done(&mut sample, command);
    let command = publish(sample.record(&document), actor(&ada, 10), seen("bb"));
    done(&mut sample, command);
    assert_eq!(
        acknowledgements(sample.record(&document)),
        [(ben.clone(), Acknowledged::Earlier(date(TODAY)))]
    );
    assert!(acknowledge(sample.record(&document), actor(&ben, 11)).is_some(), "what is new is read anew");
}

proptest! {
    #[test]
    fn whatever_people_try_nothing_is_in_force_that_nobody_approved(tries in proptest::collection::vec((0_usize..10, 0_u8..3), 0..40)) {
        let mut sample = Sample::new();
        let ada = sample.person("Ada", true);
        let document = sample.add("document", &[("status", "draft".into())]);
        let mut published = 0;
        for (made, (what, print)) in (20..).zip(tries) {
            let print = ["aa", "bb", "cc"][usize::from(print)];
            let record = sample.record(&document);
            let command = match what {
                0 | 1 => approve(record, actor(&ada, made), seen(print)),
                2 | 3 => publish(record, actor(&ada, made), seen(print)),
                to => statuses().get(to - 4).and_then(|to| go(record, to)),
            };
            if let Some(command) = command {
                carry_out(&mut sample.register, &command);
            }
            let record = sample.record(&document);
            prop_assert!(versions(record).len() >= published, "a version never goes");
            published = versions(record).len();
            for version in versions(record) {
                prop_assert!(!approvals_of(record, &version.content).is_empty());
            }
            let names: BTreeSet<String> = versions(record).iter().map(|version| version.version.clone()).collect();
            prop_assert_eq!(names.len(), published, "each version has a name of its own");
        }
    }
}
