//! Filters as chips that read as a sentence: theme, the five attributes, how far, whether it applies, whose, and
//! what is missing.

use super::shown::Shown;
use super::{Here, theme_words};
use crate::components::icon::Icon;
use crate::i18n::{choice_label, field_label, t, t_count, t_with};
use crate::platform::intl;
use leptos::prelude::*;
use register::FieldPath;
use register::control::{Attribute, Theme};
use register::fold::fold;
use register::kind::CONTROL;
use register::statement::{Coverage, Gap};

/// What is asked. Empty texts ask nothing.
#[derive(Clone, PartialEq, Default)]
pub struct Asked {
    pub search: String,
    /// By name: what a chip asks.
    chips: Vec<(&'static str, String)>,
}

const THEME: &str = "theme";
const COVERAGE: &str = "coverage";
const APPLIES: &str = "applies";
const OWNER: &str = "owner";
const GAP: &str = "gap";
/// What stands for nobody, or for any gap.
const NONE: &str = "none";
const ANY: &str = "any";

impl Asked {
    /// What a chip asks; nothing if it asks nothing.
    fn chip(&self, name: &str) -> &str {
        self.chips.iter().find(|(known, _)| *known == name).map_or("", |(_, asked)| asked)
    }

    fn set(&mut self, name: &'static str, asked: String) {
        self.chips.retain(|(known, _)| *known != name);
        if !asked.is_empty() {
            self.chips.push((name, asked));
        }
    }

    /// Asks for one coverage alone, or no longer.
    pub fn turn_coverage(&mut self, coverage: Coverage) {
        let is_asked = self.chip(COVERAGE) == coverage.code();
        self.set(COVERAGE, if is_asked { String::new() } else { coverage.code().to_owned() });
    }

    /// Whether one coverage alone is asked for.
    pub fn is_of_coverage(&self, coverage: Coverage) -> bool {
        self.chip(COVERAGE) == coverage.code()
    }

    /// Whether a row is what is asked.
    pub fn is_answered_by(&self, row: &Shown) -> bool {
        let wanted = fold(&self.search);
        wanted.split_whitespace().all(|word| row.folded.contains(word))
            && self.chips.iter().all(|(name, asked)| holds(name, asked, row))
    }
}

fn holds(name: &str, asked: &str, row: &Shown) -> bool {
    match name {
        THEME => row.theme.code() == asked,
        COVERAGE => row.coverage.code() == asked,
        APPLIES => match row.applies {
            Some(true) => asked == "yes",
            Some(false) => asked == "no",
            None => asked == NONE,
        },
        OWNER => row.owner == if asked == NONE { "" } else { asked },
        GAP if asked == ANY => !row.gaps.is_empty(),
        GAP if asked == NONE => row.gaps.is_empty(),
        GAP => row.gaps.iter().any(|gap| gap.code() == asked),
        _ => {
            let attribute = Attribute::ALL.into_iter().find(|attribute| attribute.code() == name);
            attribute
                .is_some_and(|attribute| row.control.is_some_and(|control| control.has(attribute, asked)))
        }
    }
}

type Options = Vec<(String, String)>;

/// The chips, what is searched, and how many answer.
pub fn filters(here: Here) -> AnyView {
    let count = move || {
        let (found, all) = (here.found.with(Vec::len), here.all.with(Vec::len));
        if found == all {
            t_count("count.control", all)
        } else {
            t_count("count.of", all).replace("{shown}", &intl::number(found as f64))
        }
    };
    let attributes = Attribute::ALL.map(|attribute| {
        let label = t(&format!("attribute.{}", attribute.code()));
        let value =
            move |code: &&str| ((*code).to_owned(), t(&format!("attribute.{}.{code}", attribute.code())));
        chip(here, attribute.code(), label, move || attribute.values().iter().map(value).collect())
    });
    let label = |key: &str| field_label(CONTROL.name, &FieldPath::of(key));
    let themes = || Theme::ALL.map(|theme| (theme.code().to_owned(), theme_words(theme))).to_vec();
    let coverages = || {
        let words = |of: Coverage| (of.code().to_owned(), t(&format!("statement.{}", of.code())));
        Coverage::ALL.map(words).to_vec()
    };
    let applies = || {
        let word = |choice: &str| {
            (choice.to_owned(), choice_label(CONTROL.name, &FieldPath::of("applicable"), choice))
        };
        vec![word("yes"), word("no"), (NONE.to_owned(), t("statement.undecided"))]
    };
    let owners = move || {
        let mut owners: Options = here.all.with(|all| {
            let named = all.iter().filter(|row| !row.owner.is_empty());
            named.map(|row| (row.owner.clone(), row.owner_name.clone())).collect()
        });
        owners.sort_by(|(_, a), (_, b)| intl::compare(a, b));
        owners.dedup();
        owners.insert(0, (NONE.to_owned(), t("word.none")));
        owners
    };
    let gaps = || {
        let mut gaps = vec![(ANY.to_owned(), t("statement.any_gap")), (NONE.to_owned(), t("word.none"))];
        gaps.extend(Gap::CODES.map(|code| (code.to_owned(), t(&format!("statement.gap.{code}")))));
        gaps
    };
    view! {
        <div class="table-tools">
            <label class="search">
                <span class="visually-hidden">{t("statement.search")}</span>
                {Icon::Search.view()}
                <input
                    type="search"
                    id="list-search"
                    placeholder=t("statement.search")
                    autocomplete="off"
                    aria-keyshortcuts="/"
                    prop:value=move || here.asked.with(|asked| asked.search.clone())
                    on:input=move |event| here.asked.update(|asked| asked.search = event_target_value(&event))
                />
            </label>
            <div class="chips" role="group" aria-label=t("filter.title")>
                {chip(here, GAP, t("statement.gaps"), gaps)}
                {chip(here, APPLIES, label("applicable"), applies)}
                {chip(here, COVERAGE, label("status"), coverages)}
                {chip(here, OWNER, label("owner"), owners)}
                {chip(here, THEME, label("theme"), themes)}
                {attributes.into_iter().collect_view()}
                {clear(here)}
            </div>
            <span class="table-count" role="status">{count}</span>
        </div>
    }
    .into_any()
}

fn clear(here: Here) -> AnyView {
    let is_asked = Memo::new(move |_| here.asked.with(|asked| *asked != Asked::default()));
    let button = move || {
        is_asked.get().then(|| {
            view! {
                <button type="button" class="button-quiet" on:click=move |_| here.asked.set(Asked::default())>
                    {Icon::Close.view()} {t("filter.clear")}
                </button>
            }
        })
    };
    view! { {button} }.into_any()
}

fn chip(
    here: Here,
    name: &'static str,
    label: String,
    options: impl Fn() -> Options + Send + Sync + 'static,
) -> AnyView {
    let asked = Memo::new(move |_| here.asked.with(|asked| asked.chip(name).to_owned()));
    let any = t_with("filter.any", &[("field", &label)]);
    let field = label.clone();
    let list = move || {
        let option = |(code, words): (String, String)| {
            let words = t_with("filter.is", &[("field", &field), ("value", &words)]);
            let own = code.clone();
            view! { <option value=code prop:selected=move || asked.get() == own>{words}</option> }.into_any()
        };
        options().into_iter().map(option).collect::<Vec<AnyView>>()
    };
    view! {
        <select
            class="chip"
            class:is-on=move || !asked.with(String::is_empty)
            aria-label=label
            on:change=move |event| here.asked.update(|asked| asked.set(name, event_target_value(&event)))
        >
            <option value="" prop:selected=move || asked.with(String::is_empty)>{any}</option>
            {list}
        </select>
    }
    .into_any()
}
