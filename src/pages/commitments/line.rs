//! A practice: how it stands and why; opened, its evidence, what would prove it, and what is noted on it.

use super::evidence::evidence;
use super::notes::{day_input, leaving_out, owner_input};
use super::standing::LineStanding;
use super::{Here, element_of, own, reason_words};
use crate::components::icon::Icon;
use crate::i18n::{choice_label, t, t_with};
use crate::platform::intl;
use crate::session::commitments::Subject;
use leptos::prelude::*;
use register::FieldPath;
use register::line::LineId;
use register::practice::{Commitment, Weight};
use register::readiness::Worth;

/// The practice. `theme` are the practices of its theme, itself among them.
pub fn line(here: Here, commitment: Commitment, id: LineId, theme: Vec<LineId>) -> AnyView {
    let element = element_of(&id);
    let of = id.clone();
    let standing = Memo::new(move |_| {
        here.standings.with(|all| {
            let lines = &all.iter().find(|standing| standing.commitment == commitment)?.lines;
            lines.iter().find(|line| line.id == of).cloned()
        })
    });
    let mine = id.clone();
    let is_open = Memo::new(move |_| here.open.with(|open| open.as_ref() == Some(&mine)));
    let own = id.clone();
    let toggle = move |_| here.open.update(|open| *open = (open.as_ref() != Some(&own)).then(|| own.clone()));
    let expanded = move || if is_open.get() { "true" } else { "false" };
    let head = move || standing.get().map(head);
    let body = move || is_open.get().then(|| opened(here, id.clone(), theme.clone(), standing));
    view! {
        <li class="commitments-line" id=element>
            <button type="button" class="commitments-head" aria-expanded=expanded on:click=toggle>{head}</button>
            {body}
        </li>
    }
    .into_any()
}

fn worth_class(worth: Worth) -> &'static str {
    match worth {
        Worth::Full => "badge badge-low",
        Worth::Half => "badge badge-medium",
        Worth::None => "badge badge-critical",
        Worth::NotApplicable => "badge",
    }
}

fn worth_icon(worth: Worth) -> Icon {
    match worth {
        Worth::Full => Icon::Check,
        Worth::Half => Icon::Clock,
        Worth::None => Icon::Alert,
        Worth::NotApplicable => Icon::Archive,
    }
}

fn head(of: LineStanding) -> AnyView {
    let reasons = of.reasons.iter().map(reason_words).collect::<Vec<_>>().join(", ");
    let core = (of.weight == Weight::Core).then(
        || view! { <span class="clause">{choice_label("practice", &FieldPath::of("weight"), "core")}</span> },
    );
    view! {
        <span class=worth_class(of.worth)>{worth_icon(of.worth).view()} {t(&format!("worth.{}", of.worth.code()))}</span>
        <span class="commitments-practice">
            {number(&of.id)} {of.words} " " {core}
            {(!reasons.is_empty()).then(|| view! { <span class="quiet commitments-why">{reasons}</span> })}
        </span>
    }
    .into_any()
}

/// 'a3'; nothing for a practice of the team's own.
fn number(id: &LineId) -> Option<AnyView> {
    match id {
        LineId::Known(id) => Some(view! { <span class="commitments-number">{*id}</span> " " }.into_any()),
        LineId::Own(_) => None,
    }
}

fn opened(here: Here, id: LineId, theme: Vec<LineId>, standing: Memo<Option<LineStanding>>) -> AnyView {
    let notes =
        Memo::new(move |_| standing.with(|of| of.as_ref().map(|of| of.notes.clone()).unwrap_or_default()));
    let subject = Subject::Line(id.clone());
    let terms = match &id {
        LineId::Own(id) => Some(own::terms(here, id)),
        LineId::Known(_) => None,
    };
    let expects = standing.with_untracked(|of| of.as_ref().and_then(expects_words));
    view! {
        <div class="commitments-body">
            {expects.map(|words| view! { <p class="quiet">{words}</p> })}
            {evidence(here, id, theme, standing)}
            <div class="commitments-notes">
                {owner_input(here, subject.clone(), notes)}
                {day_input(here, subject.clone(), notes)}
            </div>
            {leaving_out(here, subject, notes)}
            {terms}
        </div>
    }
    .into_any()
}

fn expects_words(of: &LineStanding) -> Option<String> {
    let days = intl::number(of.max_age as f64);
    Some(t_with(&format!("line.expects.{}", of.expects?.code()), &[("days", &days)]))
}
