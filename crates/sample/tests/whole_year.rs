//! The sample's year holds together: in both languages, on whichever day somebody starts it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chrono::{Datelike, Days, NaiveDate};
use register::day::{day, day_at};
use register::document::{Acknowledged, acknowledgements, approvals_of, in_force};
use register::document_act::Seen;
use register::due::{open_actions, overdue_actions};
use register::kind::KINDS;
use register::kpi::counting;
use register::practice::{Commitment, PRACTICES};
use register::readiness::{of_the_eight, readiness};
use register::recent::recent_changes;
use register::reference::clashes;
use register::review::{lacks, quorum};
use register::risk_criteria::{Criteria, is_above_appetite};
use register::sign_off::{Says, awaited, beside, sign_offs};
use register::statement::{self, Coverage};
use register::validation::{check_in, findings, gaps};
use register::{Answer, DeviceId, FieldType, Kind, Patch, Record, RecordId, Register, Write};
use sample::{Founding, SampleError, Step, Words, founder, organization, year};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

const PLAN: &str = include_str!("../../../public/sample/plan.txt");
const LANGUAGES: [(&str, &str, &str); 2] = [
    ("en", include_str!("../../../public/sample/en.txt"), include_str!("../../../locales/register/en.json")),
    ("de", include_str!("../../../public/sample/de.txt"), include_str!("../../../locales/register/de.json")),
];

fn founding() -> Founding {
    let id = |kind| RecordId::new(kind, 1_767_225_600_000, [0; 10]);
    Founding { organization: id("organization"), person: id("person") }
}

fn steps_on(today: NaiveDate, plan: &str, words: &Words) -> Result<Vec<Step>, SampleError> {
    let mut made = 0_u64;
    let mut random = || {
        made += 1;
        let mut bytes = [0; 10];
        bytes.iter_mut().zip(made.to_be_bytes()).for_each(|(to, from)| *to = from);
        bytes
    };
    year(plan, words, today, &founding(), &mut random)
}

fn steps(today: NaiveDate, words: &str) -> Vec<Step> {
    steps_on(today, PLAN, &Words::read(words)).unwrap()
}

/// Carries everything out, each person on a device of their own.
fn register(steps: &[Step], words: &Words) -> Register {
    let mut register = Register::default();
    let founding = founding();
    let mut papers: BTreeMap<RecordId, String> = BTreeMap::new();
    let set = |register: &mut Register, write: &Write, by: &RecordId, at| {
        let by_device = device(by);
        register.apply(&Patch::Device { device: by_device, person: by.clone() });
        let answers = vec![Answer { value: write.value.clone(), by: by_device, at }];
        register.apply(&Patch::Field { record: write.record.clone(), path: write.path.clone(), answers });
    };
    let at = steps[0].at_ms;
    for (record, name) in [(&founding.organization, organization(words)), (&founding.person, founder(words))]
    {
        let write =
            Write { record: record.clone(), path: "name".parse().unwrap(), value: name.unwrap().into() };
        set(&mut register, &write, &founding.person, at);
    }
    for step in steps {
        for write in &step.command.writes {
            set(&mut register, write, &step.by, step.at_ms);
        }
        for text in &step.texts {
            papers.entry(text.record.clone()).or_default().push_str(&text.text);
        }
        for signing in &step.signings {
            let beside = beside(&register, &register.records[&signing.record]);
            let words = papers.get(&signing.record).cloned().unwrap_or_default();
            let (all, text_print) = (print(&[&beside, &words]), print(&[&words]));
            let seen = Seen { print: &all, text_print: &text_print, heads: "ab" };
            let at = u64::try_from(step.at_ms).unwrap();
            let command = signing.command(&register, &step.by, at, seen);
            let command = command.unwrap_or_else(|| panic!("{:?} may not be signed", signing.act));
            for write in &command.writes {
                set(&mut register, write, &step.by, step.at_ms);
            }
        }
    }
    register
}

fn is_closed(review: &Record) -> bool {
    matches!(review.text("status"), "closed" | "signed")
}

/// A fingerprint that stands for the engine's.
fn print(parts: &[&str]) -> String {
    let mut hasher = std::hash::DefaultHasher::new();
    parts.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn device(person: &RecordId) -> DeviceId {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(person.uuid.as_bytes()).for_each(|(to, from)| *to = *from);
    DeviceId(bytes)
}

fn date(text: &str) -> NaiveDate {
    day(text).unwrap()
}

#[test]
fn a_year_of_leadership_is_in_it() {
    for (language, words, _) in LANGUAGES {
        let today = date("2026-11-25");
        let register = register(&steps(today, words), &Words::read(words));
        let count = |kind| register.of_kind(kind).count();
        let held = register.of_kind("management_review").filter(|review| is_closed(review));
        assert_eq!((held.count(), count("management_review")), (4, 5), "{language}");
        assert_eq!((count("risk"), count("objective"), count("person")), (25, 6, 8));
        assert_eq!((count("document"), count("strategic_goal"), count("kpi")), (2, 3, 6));
        assert!(count("decision") >= 12 && count("action") >= 18 && count("incident") >= 4);
        assert!(count("training") >= 4 && count("communication") >= 6);
        assert!(count("nonconformity") >= 5 && count("finding") >= 8 && count("leadership_act") >= 5);
        let coverage: Vec<_> = statement::rows(&register).iter().map(|row| row.coverage()).collect();
        let undecided = coverage.iter().filter(|of| **of == Coverage::Undecided).count();
        let verified = coverage.iter().filter(|of| **of == Coverage::Verified).count();
        assert!((1..20).contains(&undecided) && verified >= 5, "{undecided} {verified}");
        let refused = register.of_kind("resource").filter(|resource| resource.text("status") == "refused");
        assert_eq!(refused.count(), 1, "a refusal stays in view");
        assert!(register.of_kind("kpi").all(|kpi| counting(kpi).len() >= 3));
        let of = |kpi: &Record| kpi.text("objective").to_owned();
        let measured: BTreeSet<String> = register.of_kind("kpi").map(of).collect();
        assert_eq!(measured.len(), 6, "each objective has a KPI of its own");
        assert_eq!(overdue_actions(&register, today).len(), 2);
        assert!(open_actions(&register).len() >= 6);
        assert!(register.of_kind("risk").any(|risk| is_above_appetite(risk, &Criteria::of(&register))));
        assert!(recent_changes(&register, 12).len() == 12);
    }
}

#[test]
fn the_policy_is_in_force_and_read_and_minutes_are_signed() {
    for (language, words, _) in LANGUAGES {
        let register = register(&steps(date("2026-11-25"), words), &Words::read(words));
        for document in register.of_kind("document") {
            let version = in_force(document).unwrap_or_else(|| panic!("{language} {}", document.title()));
            assert_eq!(document.text("status"), "published");
            assert!(!approvals_of(document, &version.content).is_empty());
            let read = acknowledgements(document);
            let have = read.iter().filter(|(_, how)| matches!(how, Acknowledged::Current(_))).count();
            assert!(have >= 3 && read.len() <= have + 1, "{have} of {}", read.len());
        }
        let reviews: Vec<&Record> =
            register.of_kind("management_review").filter(|review| is_closed(review)).collect();
        let waits = |review: &&&Record| !awaited(review, &register).is_empty();
        assert_eq!(reviews.iter().filter(waits).count(), 1, "the last one is still being signed");
        let said: Vec<Says> =
            reviews.iter().flat_map(|review| sign_offs(review, &register)).map(|one| one.says).collect();
        assert!(said.contains(&Says::WithReservation) && said.contains(&Says::TookNote));
    }
}

#[test]
fn every_record_field_and_value_is_one_that_the_app_knows() {
    for (language, words, _) in LANGUAGES {
        let steps = steps(date("2026-11-25"), words);
        let register = register(&steps, &Words::read(words));
        for record in register.records.values() {
            let known = KINDS.iter().any(|kind| kind.name == record.id.kind);
            assert!(known, "{language}: {} is of no kind", record.id);
        }
        // What was written on the way there is judged too, not only what stands at the end.
        for Write { record, path, value } in steps.iter().flat_map(|step| &step.command.writes) {
            let field = Kind::by_name(&record.kind).and_then(|kind| kind.field(path));
            let field = field.unwrap_or_else(|| panic!("{language}: {} has no {path}", record.kind));
            assert_eq!(
                check_in(field, value, &register),
                Ok(()),
                "{language} {} {path} {value:?}",
                record.kind
            );
        }
    }
}

#[test]
fn everything_in_it_is_sound_on_whichever_day_it_starts() {
    for (language, words, _) in LANGUAGES {
        let read = Words::read(words);
        for days in (0..400).step_by(29) {
            let today = date("2026-01-01") + Days::new(days);
            let register = register(&steps(today, words), &read);
            for record in register.records.values() {
                let (id, title) = (&record.id, record.title());
                assert_eq!(findings(record, &register, today), [], "{language} {today} {id} {title}");
                // Who will have been there is not known before a review.
                let is_ahead = record.text("status") == "planned";
                assert!(is_ahead || gaps(record).is_empty(), "{language} {today} {id} {title}");
            }
            for review in register.of_kind("management_review").filter(|review| is_closed(review)) {
                assert_eq!(lacks(review, &register, today), [], "{}", review.title());
                assert!(quorum(review, &register, today).is_met());
            }
            for kind in KINDS {
                assert_eq!(clashes(&register, kind, today.year()), []);
            }
        }
    }
}

#[test]
fn links_lead_to_records_that_are_there() {
    let (_, words, _) = LANGUAGES[0];
    let register = register(&steps(date("2026-11-25"), words), &Words::read(words));
    let mut links = 0;
    for (path, answers) in register.records.values().flat_map(|record| &record.fields) {
        for text in answers.iter().filter_map(|answer| answer.value.as_text()) {
            if let Ok(id) = text.parse::<RecordId>() {
                links += 1;
                assert!(register.records.contains_key(&id), "{path} leads to {id}");
            }
        }
    }
    assert!(links > 300, "{links}");
}

#[test]
fn nothing_happens_on_a_weekend_before_its_day_or_after_yesterday() {
    let (_, words, _) = LANGUAGES[0];
    for days in 0..14 {
        let today = date("2026-03-02") + Days::new(days);
        let steps = steps(today, words);
        assert!(steps.is_sorted_by_key(|step| step.at_ms));
        for step in &steps {
            let on = day_at(step.at_ms).unwrap();
            assert!(on.weekday().number_from_monday() <= 5 && on < today, "{on}");
        }
        let (first, last) = (steps.first().unwrap(), steps.last().unwrap());
        assert!((today - day_at(first.at_ms).unwrap()).num_days() <= 366);
        assert!((today - day_at(last.at_ms).unwrap()).num_days() <= 14);
    }
}

#[test]
fn the_languages_tell_the_same_and_no_word_is_idle() {
    let [(_, english, _), (_, german, _)] = LANGUAGES;
    let today = date("2026-11-25");
    let keys = |words: &str| Words::read(words).keys().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(keys(english), keys(german));
    let shape = |words: &str| {
        let texts = |step: Step| {
            let writes = step.command.writes.into_iter().map(|write| (write.record, write.path));
            (
                step.at_ms,
                writes.collect::<Vec<_>>(),
                step.texts.into_iter().map(|text| text.path).collect::<Vec<_>>(),
            )
        };
        steps(today, words).into_iter().map(texts).collect::<Vec<_>>()
    };
    assert_eq!(shape(english), shape(german));
    // Without any one of its words, the year cannot be told.
    for idle in keys(english).iter().filter(|key| !["organization.name", "ceo.name"].contains(&key.as_str()))
    {
        let without = english.replace(&format!("[{idle}]"), "[nobody-asks]");
        let told = steps_on(today, PLAN, &Words::read(&without));
        assert_eq!(told.err(), Some(SampleError::NoWords(idle.clone())));
    }
}

#[test]
fn what_is_called_by_the_app_is_called_the_same_here() {
    for (language, words, texts) in LANGUAGES {
        let words = Words::read(words);
        let texts: serde_json::Value = serde_json::from_str(texts).unwrap();
        let mut compared = 0;
        for practice in PRACTICES {
            let key = format!("practice.{}", practice.id);
            if let Some(word) = words.get(&key) {
                assert_eq!(texts[&key], word, "{language}");
                compared += 1;
            }
        }
        assert!(compared > 40);
        for input in register::kind::INPUTS {
            let key = format!("choice.management_review.agenda.input.{input}");
            assert_eq!(texts[&key], words.get(&format!("input.{input}")).unwrap(), "{language}");
        }
    }
}

#[test]
fn minutes_are_real_ones_and_long_texts_stand_where_long_texts_belong() {
    for (_, words, _) in LANGUAGES {
        let texts: Vec<_> =
            steps(date("2026-11-25"), words).into_iter().flat_map(|step| step.texts).collect();
        let minutes: Vec<_> = texts.iter().filter(|text| text.path.key == "minutes").collect();
        assert_eq!(minutes.len(), 40);
        for text in &minutes {
            assert!(text.text.contains("\n\n") || text.text.len() > 250, "{}", text.text);
            assert!(text.text.len() > 120, "{}", text.text);
        }
        let different: BTreeSet<&str> = minutes.iter().map(|text| text.text.as_str()).collect();
        assert_eq!(different.len(), 40);
        for text in &texts {
            let field = Kind::by_name(&text.record.kind).and_then(|kind| kind.field(&text.path));
            assert!(
                field.is_some_and(|field| field.ty == FieldType::Paper),
                "{} {}",
                text.record.kind,
                text.path
            );
        }
    }
}

#[test]
fn the_company_is_neither_perfect_nor_hopeless() {
    let (_, words, _) = LANGUAGES[0];
    let today = date("2026-11-25");
    let register = register(&steps(today, words), &Words::read(words));
    let all = readiness(&register, today);
    let percent = of_the_eight(all.iter().map(|of| (of.commitment, of.tally))).percent();
    assert!((30..80).contains(&percent), "{percent}");
    let h = all.iter().find(|of| of.commitment == Commitment::H).unwrap();
    assert!(!h.reasons.is_empty() && h.tally.percent() < 30);
    assert!(all.iter().any(|of| of.tally.not_applicable > 0));
}

#[test]
fn a_plan_that_makes_no_sense_is_refused_with_its_line() {
    let words = Words::read("[x.title]\nX\n");
    let on = |plan| steps_on(date("2026-11-25"), plan, &words).map(drop);
    assert_eq!(on("risk x -3 ceo\n  title $\n"), Ok(()));
    assert_eq!(on("risk x\n"), Err(SampleError::NotUnderstood(1)));
    assert_eq!(on("  title $\n"), Err(SampleError::NotUnderstood(1)));
    assert_eq!(on("risk x -3 ceo\n  title ?\n"), Err(SampleError::NotUnderstood(2)));
    let unknown = SampleError::Unknown { line: 2, name: "nobody".into() };
    assert_eq!(on("risk x -3 ceo\n  owner @nobody\n"), Err(unknown));
    assert_eq!(on("risk x -3 ceo\n  asset $\n"), Err(SampleError::NoWords("x.asset".into())));
}
