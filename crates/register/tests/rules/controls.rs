use crate::sample::{Sample, answer, date, link};
use proptest::prelude::*;
use register::control::{Attribute, CONTROLS, Control, Theme};
use register::statement::{
    Coverage, Gap, as_of, controls_of, coverage, row, rows, set_many, take_back, treat, treat_no_more,
};
use register::validation::{findings, gaps};
use register::{Command, RecordId, Register, Value};
use std::collections::BTreeSet;
use uuid::Uuid;

fn id(number: &str) -> RecordId {
    Control::by_number(number).unwrap().record_id()
}

fn carry_out(sample: &mut Sample, command: &Command) {
    crate::sample::carry_out(&mut sample.register, command);
}

#[test]
fn annex_a_has_its_93_controls_each_with_all_five_attributes() {
    let of = |theme| CONTROLS.iter().filter(|control| control.theme() == theme).count();
    assert_eq!(Theme::ALL.map(of), [37, 8, 14, 34]);
    let numbers: BTreeSet<String> = CONTROLS.iter().map(Control::number).collect();
    let ids: BTreeSet<RecordId> = CONTROLS.iter().map(Control::record_id).collect();
    assert_eq!((numbers.len(), ids.len()), (93, 93));
    for control in CONTROLS {
        for attribute in Attribute::ALL {
            assert!(control.values(attribute).next().is_some(), "{} {attribute:?}", control.number());
        }
        assert_eq!(Control::by_record(&control.record_id()), Some(control));
        assert_eq!(Control::by_number(&control.reference()), Some(control));
        assert_eq!(control.record_id().to_string().parse(), Ok(control.record_id()));
    }
}

#[test]
fn attributes_sort_controls_as_the_standard_does() {
    let with = |attribute, value| -> Vec<String> {
        CONTROLS.iter().filter(|control| control.has(attribute, value)).map(Control::number).collect()
    };
    assert_eq!(
        with(Attribute::ControlType, "corrective"),
        [
            "5.5", "5.6", "5.7", "5.24", "5.26", "5.28", "5.29", "5.30", "5.35", "5.37", "6.4", "8.7",
            "8.13", "8.16"
        ]
    );
    assert_eq!(
        with(Attribute::CybersecurityConcept, "recover"),
        ["5.5", "5.6", "5.24", "5.26", "5.37", "8.13"]
    );
    assert_eq!(
        with(Attribute::OperationalCapability, "threat_and_vulnerability_management"),
        ["5.7", "5.37", "8.8"]
    );
    assert_eq!(
        with(Attribute::OperationalCapability, "information_security_assurance"),
        ["5.22", "5.35", "5.36", "8.29"]
    );
    let resilient = with(Attribute::SecurityDomain, "resilience");
    assert_eq!(resilient, ["5.1", "5.2", "5.5", "5.7", "5.29", "5.30", "7.13", "8.14"]);
    let of_one_property =
        CONTROLS.iter().filter(|control| control.values(Attribute::SecurityProperty).count() == 1);
    let of_one_property: Vec<String> = of_one_property.map(Control::number).collect();
    assert_eq!(of_one_property, ["5.30", "6.6", "7.7", "7.14", "8.10", "8.11", "8.12", "8.14", "8.17"]);
}

#[test]
fn a_control_can_be_linked_before_anybody_wrote_of_it() {
    let mut sample = Sample::new();
    let risk = sample.add("risk", &[("title", "Fire".into())]);
    let command = treat(sample.record(&risk), &id("7.5"));
    carry_out(&mut sample, &command);
    assert!(findings(sample.record(&risk), &sample.register, date("2026-05-01")).is_empty());
    assert_eq!(row(&sample.register, &id("7.5")).treats.len(), 1);
    // Its title is known: its lack is no gap.
    sample.set(&id("7.5"), "applicable", "yes");
    assert!(gaps(sample.record(&id("7.5"))).is_empty());
}

#[test]
fn a_risk_names_a_control_once_and_can_give_it_up_and_take_it_back() {
    let mut sample = Sample::new();
    let risk = sample.add("risk", &[]);
    let wanted = id("8.13");
    for _ in 0..2 {
        let command = treat(sample.record(&risk), &wanted);
        carry_out(&mut sample, &command);
    }
    assert_eq!(controls_of(sample.record(&risk)).first(), Some(&wanted));
    let command = treat_no_more(sample.record(&risk), &wanted);
    carry_out(&mut sample, &command);
    assert!(controls_of(sample.record(&risk)).is_empty());
    let command = treat(sample.record(&risk), &wanted);
    carry_out(&mut sample, &command);
    assert_eq!(controls_of(sample.record(&risk)), [wanted]);
}

#[test]
fn left_out_yet_treating_a_risk_is_a_contradiction_until_the_risk_is_over() {
    let mut sample = Sample::new();
    let today = date("2026-05-01");
    let risk = sample.add("risk", &[]);
    let command = treat(sample.record(&risk), &id("8.7"));
    carry_out(&mut sample, &command);
    sample.set(&id("8.7"), "applicable", "no");
    sample.set(&id("8.7"), "exclusion", "We have no computers.");
    let gaps = |sample: &Sample| row(&sample.register, &id("8.7")).gaps(&sample.register, today);
    assert_eq!(gaps(&sample), [Gap::Contradiction(1)]);
    sample.set(&risk, "status", "closed");
    assert_eq!(gaps(&sample), []);
    sample.set(&id("8.7"), "exclusion", "");
    assert_eq!(gaps(&sample), [Gap::NoExclusion]);
}

#[test]
fn what_is_said_to_be_there_has_to_be_shown() {
    let mut sample = Sample::new();
    let today = date("2026-05-01");
    let ada = sample.person("Ada", true);
    let wanted = id("6.3");
    let decided = sample.add(
        "decision",
        &[
            ("title", "Train all".into()),
            ("status", "decided".into()),
            ("decided_on", "2026-03-01".into()),
            ("decided_by", link(&ada)),
        ],
    );
    sample.set(&wanted, "applicable", "yes");
    sample.set(&wanted, "for_law", true);
    sample.set(&wanted, "status", "implemented");
    let gaps = |sample: &Sample| row(&sample.register, &wanted).gaps(&sample.register, today);
    assert_eq!(gaps(&sample), [Gap::NoEvidence, Gap::NoOwner]);
    sample.set(&wanted, "evidence/01970000-0000-7000-8000-000000000001/record", link(&decided));
    sample.set(&wanted, "owner", link(&ada));
    assert_eq!(gaps(&sample), []);
    sample.answers(&wanted, "status", vec![answer("implemented"), answer("planned")]);
    assert_eq!(gaps(&sample), [Gap::Disputed("status")]);
}

#[test]
fn setting_many_at_once_can_be_taken_back_as_one() {
    let mut sample = Sample::new();
    sample.set(&id("5.1"), "applicable", "no");
    let before = sample.register.clone();
    let ids: Vec<RecordId> = ["5.1", "5.2", "8.34"].map(id).to_vec();
    let command = set_many(&ids, &[("applicable", "yes".into()), ("status", "planned".into())]);
    let back = take_back(&command, &sample.register);
    carry_out(&mut sample, &command);
    let planned = || rows(&sample.register).iter().filter(|row| row.coverage() == Coverage::Planned).count();
    assert_eq!(planned(), 3);
    carry_out(&mut sample, &back);
    for id in &ids {
        for key in ["applicable", "status"] {
            let was = before.records.get(id).map_or(&Value::Empty, |record| record.value(key));
            assert_eq!(sample.record(id).value(key), was);
        }
    }
}

#[test]
fn own_controls_stand_behind_those_of_annex_a() {
    let mut sample = Sample::new();
    let own = sample.add("control", &[("title", "Red phone".into()), ("theme", "physical".into())]);
    let all = rows(&sample.register);
    assert_eq!((all.len(), all.last().map(|row| row.id.clone())), (94, Some(own.clone())));
    let [_, _, (_, physical), _] = coverage(&all);
    assert_eq!(physical.all(), 15);
    sample.set(&own, "title", "");
    let today = date("2026-05-01");
    assert_eq!(row(&sample.register, &own).gaps(&sample.register, today), [Gap::Undecided, Gap::NoTitle]);
}

fn said() -> impl Strategy<Value = (usize, &'static str, &'static str, bool, bool, bool)> {
    let applicable = prop::sample::select(vec!["", "yes", "no", "perhaps"]);
    let status = prop::sample::select(vec![
        "",
        "not_started",
        "planned",
        "partly",
        "implemented",
        "verified",
        "of_2030",
    ]);
    (0..93_usize, applicable, status, any::<bool>(), any::<bool>(), any::<bool>())
}

proptest! {
    #[test]
    fn every_row_is_counted_once_and_its_gaps_say_what_is_missing(all in proptest::collection::vec(said(), 0..40)) {
        let mut sample = Sample::new();
        let today = date("2026-05-01");
        let ada = sample.person("Ada", true);
        let risk = sample.add("risk", &[]);
        for (place, applicable, status, is_for_law, has_owner, treats) in &all {
            let id = CONTROLS[*place].record_id();
            sample.set(&id, "applicable", *applicable);
            sample.set(&id, "status", *status);
            sample.set(&id, "for_law", *is_for_law);
            sample.set(&id, "owner", if *has_owner { link(&ada) } else { Value::Empty });
            let command = if *treats { treat(sample.record(&risk), &id) } else { treat_no_more(sample.record(&risk), &id) };
            carry_out(&mut sample, &command);
        }
        let rows = rows(&sample.register);
        let tallies = coverage(&rows);
        prop_assert_eq!(tallies.iter().map(|(_, tally)| tally.all()).sum::<u32>(), 93);
        for (theme, tally) in tallies {
            for coverage in Coverage::ALL {
                let expected = rows.iter().filter(|row| row.theme() == theme && row.coverage() == coverage).count();
                prop_assert_eq!(tally.at(coverage) as usize, expected);
            }
            let (reached, of) = tally.reached();
            prop_assert!(reached <= of);
        }
        for row in &rows {
            let gaps = row.gaps(&sample.register, today);
            let applies = row.applies();
            let treated = controls_of(sample.record(&risk)).contains(&row.id);
            let has_reason = row.value("for_law").is_set_flag() || treated;
            prop_assert_eq!(gaps.contains(&Gap::Undecided), applies.is_none());
            prop_assert_eq!(gaps.contains(&Gap::Contradiction(1)), applies == Some(false) && treated);
            prop_assert_eq!(gaps.contains(&Gap::NoReason), applies == Some(true) && !has_reason);
            let is_there = matches!(row.text("status"), "implemented" | "verified");
            prop_assert_eq!(gaps.contains(&Gap::NoEvidence), applies == Some(true) && is_there);
            prop_assert_eq!(gaps.contains(&Gap::NoOwner), applies == Some(true) && row.value("owner").is_empty());
        }
    }
}

#[test]
fn the_statement_of_a_day_has_the_controls_and_risks_of_that_day() {
    let mut sample = Sample::new();
    let control = Control::by_number("8.13").unwrap().record_id();
    sample.set(&control, "applicable", "no");
    let then = sample.register.clone();
    sample.set(&control, "applicable", "yes");
    let risk = sample.add("risk", &[]);
    let row = Uuid::from_bytes([3; 16]);
    sample.set(&risk, &format!("controls/{row}/control"), link(&control));
    let stood = |kind| then.all_of_kind(kind).cloned().collect();
    let of_then = as_of(&sample.register, stood("control"), stood("risk"));
    let row = |register: &Register| {
        let row = rows(register).into_iter().find(|row| row.id == control).unwrap();
        (row.applies(), row.treats.len())
    };
    assert_eq!((row(&of_then), row(&sample.register)), ((Some(false), 0), (Some(true), 1)));
}
