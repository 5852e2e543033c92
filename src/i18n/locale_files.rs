//! The language files are complete and say the same: a missing text is found here, not by a reader.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use crate::components::failure;
use register::acceptance::{self, Stale};
use register::control::{Attribute, CONTROLS};
use register::digest::What;
use register::evidence::Standing;
use register::kind::KINDS;
use register::practice::PRACTICES;
use register::readiness::{Reason, Worth};
use register::risk_movement::Course;
use register::statement::{Coverage, Gap};
use register::validation::Problem;
use register::{Field, FieldPath, FieldType, Message, wording};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use uuid::Uuid;

type Texts = BTreeMap<String, String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The folders of language files.
fn folders() -> Vec<String> {
    let folders = fs::read_dir(root().join("locales")).unwrap();
    folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect()
}

/// The files are flat and written one text a line, so that reading them needs no JSON library here.
fn read(folder: &str, language: &str, texts: &mut Texts) {
    let path = format!("locales/{folder}/{language}.json");
    let file = fs::read_to_string(root().join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    for line in file.lines().map(str::trim).filter(|line| line.starts_with('"')) {
        let line = line.trim_end_matches(',');
        let (key, text) =
            line.split_once("\": \"").unwrap_or_else(|| panic!("{path}: one text a line: {line}"));
        let text = text.strip_suffix('"').unwrap_or_else(|| panic!("{path}: {line}"));
        let twice = texts.insert(key.trim_start_matches('"').to_owned(), text.replace("\\\"", "\""));
        assert!(twice.is_none(), "{path}: {key} stands twice");
    }
}

/// All that a language says.
fn texts(language: &str) -> Texts {
    let mut texts = Texts::new();
    folders().iter().for_each(|folder| read(folder, language, &mut texts));
    assert!(!texts.is_empty());
    texts
}

fn languages() -> Vec<(&'static str, Texts)> {
    super::LANGUAGES.iter().map(|(code, _)| (*code, texts(code))).collect()
}

fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(place, _)| place).collect()
}

fn assert_has(language: &str, texts: &Texts, key: &str, why: &str) {
    assert!(texts.get(key).is_some_and(|text| !text.trim().is_empty()), "{language} lacks {key} ({why})");
}

#[test]
fn every_language_has_the_same_keys_and_places() {
    let all = languages();
    let (_, first) = all.first().unwrap();
    for (language, texts) in &all {
        let missing: Vec<_> = first.keys().filter(|key| !texts.contains_key(*key)).collect();
        let more: Vec<_> = texts.keys().filter(|key| !first.contains_key(*key)).collect();
        assert!(
            missing.is_empty() && more.is_empty(),
            "{language}: lacks {missing:?}, and only it has {more:?}"
        );
        for (key, text) in texts {
            // A form for one may say 'one' in words.
            let mut expected = places(&first[key]);
            if key.ends_with(".one") && !places(text).contains("n") {
                expected.remove("n");
            }
            let mut found = places(text);
            if key.ends_with(".one") && !expected.contains("n") {
                found.remove("n");
            }
            assert_eq!(found, expected, "{language}: {key}");
        }
    }
}

fn path_of(rows: Option<&str>, field: &Field) -> FieldPath {
    rows.map_or_else(|| FieldPath::of(field.key), |rows| FieldPath::in_row(rows, Uuid::nil(), field.key))
}

/// What a field of a kind asks for and a language does not have.
fn lacking(texts: &Texts, kind: &str, rows: Option<&str>, field: &Field) -> Vec<String> {
    let find = |key: &str| texts.get(key).filter(|text| !text.trim().is_empty()).cloned();
    let (path, mut lacking) = (path_of(rows, field), Vec::new());
    if wording::field(kind, &path, &find).is_none() {
        lacking.push(format!("field.{kind}.{path}"));
    }
    match field.ty {
        FieldType::Choice(choices) => {
            let unnamed =
                choices.iter().filter(|choice| wording::choice(kind, &path, choice, &find).is_none());
            lacking.extend(unnamed.map(|choice| format!("choice.{kind}.{path}.{choice}")));
        }
        FieldType::Scale { max } => {
            let scale = field.key.rsplit('_').next().unwrap();
            let steps = (1..=max).map(|step| format!("scale.{scale}.{step}"));
            lacking.extend(steps.filter(|key| find(key).is_none()));
        }
        _ => {}
    }
    lacking
}

#[test]
fn every_kind_field_and_choice_has_a_name() {
    for (language, texts) in languages() {
        let find = |key: &str| texts.get(key).cloned();
        let mut lacks: Vec<String> = Vec::new();
        for kind in KINDS {
            let mut keys: Vec<String> =
                ["one", "other"].iter().map(|form| format!("kind.{}.{form}", kind.name)).collect();
            lacks.extend(kind.all_fields().flat_map(|field| lacking(&texts, kind.name, None, field)));
            for rows in kind.all_rows() {
                if wording::rows(kind.name, rows.key, &find).is_none()
                    || wording::add_row(kind.name, rows.key, &find).is_none()
                {
                    lacks.push(format!("rows.{}.{}", kind.name, rows.key));
                }
                lacks.extend(
                    rows.fields.iter().flat_map(|field| lacking(&texts, kind.name, Some(rows.key), field)),
                );
            }
            if kind.name != "organization" {
                keys.extend(["title", "what", "why"].map(|part| format!("empty.{}.{part}", kind.name)));
                keys.extend(["one", "other"].map(|form| format!("count.{}.{form}", kind.name)));
                keys.extend(["new", "intro"].map(|part| format!("{part}.{}", kind.name)));
            }
            lacks.extend(keys.into_iter().filter(|key| !texts.contains_key(key)));
        }
        assert!(lacks.is_empty(), "{language} lacks {lacks:?}");
    }
}

#[test]
fn every_failure_problem_and_act_has_its_words() {
    use Message::{Archive, Choose, Create, Edit, Move, Rate, Restore, Type};
    let failures = failure::CODES
        .iter()
        .flat_map(|code| ["happened", "kept", "next"].map(|part| format!("failure.{code}.{part}")));
    let problems = Problem::CODES.iter().map(|code| format!("problem.{code}"));
    let acts =
        [Create, Edit, Rate, Move, Choose, Archive, Restore, Type].map(|act| format!("act.{}", act.code()));
    let keys: Vec<String> = failures.chain(problems).chain(acts).collect();
    for (language, texts) in languages() {
        keys.iter().for_each(|key| assert_has(language, &texts, key, "something that can happen"));
    }
}

#[test]
fn every_practice_what_is_said_of_it_and_what_changed_has_its_words() {
    let practices = PRACTICES.iter().map(|practice| format!("practice.{}", practice.id));
    let standings = Standing::CODES.iter().map(|code| format!("evidence.{code}"));
    let reasons = Reason::CODES.iter().map(|code| format!("reason.{code}"));
    let worths = [Worth::None, Worth::Half, Worth::Full, Worth::NotApplicable];
    let worths = worths.iter().map(|worth| format!("worth.{}", worth.code()));
    let digest = What::CODES.iter().map(|code| format!("digest.{code}"));
    let keys: Vec<String> = practices.chain(standings).chain(reasons).chain(worths).chain(digest).collect();
    for (language, texts) in languages() {
        for key in &keys {
            let key = if texts.contains_key(key) { key.clone() } else { format!("{key}.other") };
            assert_has(language, &texts, &key, "the commitments or the digest ask for it");
        }
    }
}

#[test]
fn what_is_said_of_controls_and_risks_has_its_words() {
    let mut keys: Vec<String> =
        CONTROLS.iter().map(|control| format!("control.{}", control.number())).collect();
    keys.extend(Coverage::ALL.map(|coverage| format!("statement.{}", coverage.code())));
    keys.extend(
        Gap::CODES.iter().flat_map(|code| [format!("control_gap.{code}"), format!("statement.gap.{code}")]),
    );
    keys.extend(Stale::CODES.map(|code| format!("stale.{code}")));
    keys.extend(acceptance::Standing::CODES.map(|code| format!("acceptance.{code}")));
    keys.extend(Course::ALL.iter().flat_map(|course| {
        [format!("movement.{}", course.code()), format!("movement.{}.word", course.code())]
    }));
    keys.extend(register::notification::Standing::CODES.map(|code| format!("notification.{code}")));
    keys.extend(register::audit_programme::Standing::CODES.map(|code| format!("programme.{code}")));
    keys.extend(register::hand::Hand::CODES.map(|code| format!("hand.{code}")));
    keys.extend(register::sign_off::Says::ALL.map(|says| format!("sign_off.do.{}", says.code())));
    for attribute in Attribute::ALL {
        let code = attribute.code();
        keys.push(format!("attribute.{code}"));
        keys.extend(attribute.values().iter().map(|value| format!("attribute.{code}.{value}")));
    }
    for (language, texts) in languages() {
        for key in &keys {
            let key = if texts.contains_key(key) { key.clone() } else { format!("{key}.other") };
            assert_has(language, &texts, &key, "controls or risks ask for it");
        }
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The keys that stand as they are in calls such as `t("nav.title")`, also behind a condition.
fn keys_in(source: &str) -> BTreeSet<(String, bool)> {
    let mut keys = BTreeSet::new();
    for (call, counts) in [("t(", false), ("t_with(", false), ("t_count(", true), ("t_count_with(", true)] {
        for (at, _) in source.match_indices(call) {
            let before = source[..at].chars().next_back();
            if before.is_some_and(|before| before.is_alphanumeric() || before == '_') {
                continue;
            }
            let argument = source[at + call.len()..].trim_start();
            let argument = if argument.starts_with("if ") {
                argument
            } else {
                argument.split([',', ')']).next().unwrap()
            };
            let end = argument.find(['\n', ';']).unwrap_or(argument.len());
            let literals = argument[..end].split('"').skip(1).step_by(2);
            let is_key = |text: &&str| {
                text.contains('.') && text.chars().all(|c| c.is_ascii_lowercase() || "._".contains(c))
            };
            keys.extend(literals.filter(is_key).map(|key| (key.to_owned(), counts)));
        }
    }
    keys
}

#[test]
fn every_key_in_the_page_has_a_text() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let all = languages();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        for (key, counts) in keys_in(&source) {
            for (language, texts) in &all {
                let why = file.display().to_string();
                if counts {
                    ["one", "other"]
                        .iter()
                        .for_each(|form| assert_has(language, texts, &format!("{key}.{form}"), &why));
                } else {
                    assert_has(language, texts, &key, &why);
                }
            }
        }
    }
}

/// Files of the page's first part, whose words are there before a register's are (`crate::parts`).
const FIRST_SCREEN: [&str; 8] = [
    "main",
    "app",
    "parts",
    "pages/start",
    "pages/not_found",
    "components/failure",
    "components/toasts",
    "session/engine",
];

#[test]
fn what_the_first_screen_can_say_comes_with_it() {
    for (language, _) in super::LANGUAGES {
        let mut texts = Texts::new();
        read(super::START, language, &mut texts);
        for file in FIRST_SCREEN {
            let source = fs::read_to_string(root().join(format!("src/{file}.rs"))).unwrap();
            keys_in(&source).iter().for_each(|(key, _)| assert_has(language, &texts, key, file));
        }
        let failures = failure::CODES
            .iter()
            .flat_map(|code| ["happened", "kept", "next"].map(|part| format!("failure.{code}.{part}")));
        failures.for_each(|key| assert_has(language, &texts, &key, "a way into a register that failed"));
        assert_has(language, &texts, "start.last_open", "the list of registers");
    }
}
