//! The evidence of a practice: each piece with its day and whether it counts, what would prove it too, and
//! where more is given.

use super::Here;
use super::standing::LineStanding;
use crate::components::hand::hand_badge;
use crate::components::icon::Icon;
use crate::components::lack_phrases::{document_lack_words, kpi_lack_words, objective_lack_words};
use crate::components::phrases::{lack_words, place_words, problem_words, record_words};
use crate::i18n::{t, t_count, t_count_with, t_with};
use crate::places;
use crate::platform::intl;
use crate::session::commitments::line_of;
use leptos::prelude::*;
use register::day::day_text;
use register::evidence::{EVIDENCE, Evidence, Flaw, Standing, Target};
use register::hand::hand;
use register::line::LineId;
use register::practice::Commitment;
use register::readiness::suggestions;
use register::review::Lack;
use register::{FieldPath, RecordId, Register};

const MOST_SUGGESTIONS: usize = 3;

/// The evidence.
pub fn evidence(here: Here, id: LineId, theme: Vec<LineId>, standing: Memo<Option<LineStanding>>) -> AnyView {
    let noted =
        Memo::new(move |_| standing.with(|of| of.as_ref().map(|of| of.evidence.clone()).unwrap_or_default()));
    let list = move || list(here, noted.get());
    let all_of_theme = RwSignal::new(false);
    let targets = StoredValue::new((id, theme));
    let add = move |target: &Target| {
        targets.with_value(|(id, theme)| {
            let one = std::slice::from_ref(id);
            here.session.add_evidence(if all_of_theme.get_untracked() { theme } else { one }, target);
        });
    };
    let suggested = Memo::new(move |_| targets.with_value(|(id, _)| suggested(here, id)));
    let suggestions = move || suggestion_list(here, suggested.get(), add);
    let others = targets.with_value(|(_, theme)| theme.len().saturating_sub(1));
    view! {
        <h4>{t("line.evidence")}</h4>
        {list}
        {suggestions}
        {entry(here, targets.with_value(|(id, _)| super::element_of(id)), add)}
        {(others > 0).then(|| whole_theme(others, all_of_theme))}
    }
    .into_any()
}

/// The evidence of a commitment itself.
pub fn evidence_of_commitment(here: Here, commitment: Commitment) -> AnyView {
    let noted = Memo::new(move |_| here.standing(commitment).map(|of| of.evidence).unwrap_or_default());
    let list = move || list(here, noted.get());
    let add = move |target: &Target| here.session.add_evidence_to(commitment, target);
    view! {
        <section class="commitments-theme commitments-itself">
            <h3>{t("commitments.itself")}</h3>
            <p class="quiet">{t("commitments.itself_words")}</p>
            {list}
            {entry(here, format!("commitment-{}", commitment.code()), add)}
        </section>
    }
    .into_any()
}

fn list(here: Here, noted: Vec<Evidence>) -> AnyView {
    if noted.is_empty() {
        return view! { <p class="panel-empty">{t("line.no_evidence")}</p> }.into_any();
    }
    view! { <ul class="commitments-evidence">{noted.into_iter().map(|one| piece(here, one)).collect_view()}</ul> }
        .into_any()
}

fn piece(here: Here, one: Evidence) -> AnyView {
    let words = target_words(here, &one.target);
    let how = standing_words(here, &one);
    let day = one.on.map(|on| intl::date(&day_text(on)));
    let class = match one.standing.halves() {
        2 => "quiet",
        1 => "quiet is-half",
        _ => "quiet is-none",
    };
    // Whose hand an act is known by is half of what it proves.
    let hand = match &one.target {
        Target::Record(id) if id.kind == "leadership_act" => {
            let hand = here.session.peek(|register| hand(register.records.get(id)?, register));
            hand.map(|hand| view! { <span class="commitments-hand">{hand_badge(here.session, &hand)}</span> })
        }
        _ => None,
    };
    let removed = t_with("line.removed", &[("title", &words)]);
    let label = format!("{}: {words}", t("line.remove"));
    let (holder, row) = one.noted_in;
    let remove = move |_| here.session.archive_row(&holder, EVIDENCE, row, removed.clone());
    view! {
        <li>
            <span class="commitments-target">{target_link(here, &one.target, words)}</span>
            <span class=class>{day} " " {how} " " {hand}</span>
            <button type="button" class="button-icon" aria-label=label title=t("line.remove") on:click=remove>
                {Icon::Close.view()}
            </button>
        </li>
    }
    .into_any()
}

fn target_words(here: Here, target: &Target) -> String {
    match target {
        Target::Record(id) => here.session.peek(|register| record_words(register, id)),
        Target::Address(address) => address.clone(),
    }
}

fn target_link(here: Here, target: &Target, words: String) -> AnyView {
    match target {
        // Only what has a page of its own can be opened.
        Target::Record(id) if register::Kind::by_name(&id.kind).is_some() => {
            view! { <a href=places::href(&places::record(here.session, id))>{words}</a> }.into_any()
        }
        Target::Address(address) if address.starts_with("https://") => {
            view! { <a href=address.clone() rel="external noopener noreferrer" target="_blank">{words}</a> }
                .into_any()
        }
        _ => view! { <span>{words}</span> }.into_any(),
    }
}

fn standing_words(here: Here, one: &Evidence) -> String {
    let key = format!("evidence.{}", one.standing.code());
    match &one.standing {
        Standing::Flawed(things, first) => {
            let what = here.session.peek(|register| flaw_words(register, &one.target, first));
            match things.saturating_sub(1) {
                0 => t_with(&key, &[("what", &what)]),
                more => t_count_with("evidence.flawed_more", more, &[("what", &what)]),
            }
        }
        Standing::Old(days) => t_count(&key, usize::try_from(*days).unwrap_or_default()),
        _ => t(&key),
    }
}

/// What is missing or wrong in a record, in words.
fn flaw_words(register: &Register, target: &Target, flaw: &Flaw) -> String {
    let Target::Record(id) = target else { return String::new() };
    let place = |path: &FieldPath| place_words(register, id, path);
    match flaw {
        Flaw::Missing(path) => t_with("flaw.missing", &[("field", &place(path))]),
        Flaw::Disputed(path) => t_with("reason.disputed", &[("field", &place(path))]),
        Flaw::Wrong(finding) => format!("{}: {}", place(&finding.path), problem_words(finding.problem)),
        Flaw::Acceptance(standing) => {
            format!("{}: {}", t("rows.risk.acceptances"), t(&format!("acceptance.{}", standing.code())))
        }
        Flaw::Kpi(lack) => kpi_lack_words(*lack),
        Flaw::Objective(lack) => objective_lack_words(register, lack),
        Flaw::Document(lack) => document_lack_words(lack),
        // Which topics those are stands in the review.
        Flaw::Review(Lack::Discussed(_)) => t_count("lack.discussed_many", 1),
        Flaw::Review(lack) => lack_words(lack, |id| record_words(register, id), |_| String::new()),
    }
}

fn suggested(here: Here, id: &LineId) -> Vec<(RecordId, String)> {
    let today = here.session.today_date();
    here.session.with_register(|register| {
        let line = line_of(register, id);
        let found =
            line.map(|line| suggestions(&line, register, today, MOST_SUGGESTIONS)).unwrap_or_default();
        found.into_iter().map(|id| (id.clone(), record_words(register, &id))).collect()
    })
}

fn suggestion_list(
    here: Here,
    suggested: Vec<(RecordId, String)>,
    add: impl Fn(&Target) + Copy + Send + 'static,
) -> Option<AnyView> {
    if suggested.is_empty() {
        return None;
    }
    let one = |(id, words): (RecordId, String)| {
        let place = places::href(&places::record(here.session, &id));
        let label = format!("{}: {words}", t("line.note"));
        let target = Target::Record(id);
        view! {
            <li>
                <span class="commitments-target"><a href=place>{words}</a></span>
                <button type="button" class="button-small" aria-label=label on:click=move |_| add(&target)>
                    {t("line.note")}
                </button>
            </li>
        }
    };
    let all = suggested.into_iter().map(one).collect_view();
    Some(view! { <p class="field-label">{t("line.suggested")}</p> <ul class="commitments-evidence">{all}</ul> }.into_any())
}

/// Where a record's number or an address is typed in.
fn entry(here: Here, element: String, add: impl Fn(&Target) + Copy + Send + 'static) -> AnyView {
    let id = format!("{element}-evidence");
    let typed = RwSignal::new(String::new());
    let take = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked();
        if !text.trim().is_empty() {
            add(&target_of(here, text.trim()));
            typed.set(String::new());
        }
    };
    view! {
        <form class="field" on:submit=take>
            <label class="field-label" for=id.clone()>{t("line.what")}</label>
            <div class="with-button">
                <input id=id type="text" autocomplete="off" prop:value=typed on:input=move |event| typed.set(event_target_value(&event)) />
                <button type="submit" class="button-small">{t("line.add")}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The record that bears what was typed as its number, or else what was typed as an address.
fn target_of(here: Here, text: &str) -> Target {
    let bearer = here.session.peek(|register| {
        let live = register.records.values().filter(|record| !record.is_archived());
        live.filter(|record| record.text("reference").trim().eq_ignore_ascii_case(text))
            .map(|record| record.id.clone())
            .next()
    });
    bearer.map_or_else(|| Target::Address(text.to_owned()), Target::Record)
}

fn whole_theme(others: usize, chosen: RwSignal<bool>) -> AnyView {
    view! {
        <label class="flag">
            <input type="checkbox" prop:checked=chosen on:change=move |event| chosen.set(event_target_checked(&event)) />
            <span>{t_count("line.whole_theme", others)}</span>
        </label>
    }
    .into_any()
}
