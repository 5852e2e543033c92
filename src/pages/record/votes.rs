//! A decision by circular: who of top management voted what, whose vote is awaited, and the vote of whoever reads.

use crate::components::health::day_words;
use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{choice_label, t, t_with};
use crate::platform::intl;
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::kind::DECISION;
use register::top_management::is_top_manager;
use register::vote::{Ballot, Choice, VOTES, Vote, ballot, votes};
use register::{FieldPath, RecordId};
use uuid::Uuid;

#[derive(Clone, PartialEq)]
struct Shown {
    votes: Vec<Vote>,
    ballot: Ballot,
    am_top: bool,
}

/// The votes; nothing of decisions that were taken otherwise.
pub fn votes_of(id: RecordId) -> AnyView {
    let session = use_session();
    let of = StoredValue::new(id);
    let now = Memo::new(move |_| {
        let today = session.today_date();
        session.with_kinds(&["decision", "person"], |register| {
            let decision = of.with_value(|id| register.records.get(id))?;
            let votes = votes(decision, register);
            let me = session.me().and_then(|me| register.records.get(&me));
            let am_top = me.is_some_and(|me| is_top_manager(me, today));
            let is_circular = decision.text("taken_in") == "circular" || !votes.is_empty();
            is_circular.then(|| Shown { ballot: ballot(decision, register, today), votes, am_top })
        })
    });
    let vote = move |person: RecordId, choice: Choice| {
        of.with_value(|decision| session.vote(decision, &person, choice));
    };
    view! { {move || now.get().map(|shown| body(session, &shown, vote))} }.into_any()
}

fn choice_words(choice: Choice) -> String {
    choice_label(DECISION.name, &FieldPath::in_row(VOTES, Uuid::nil(), "choice"), choice.code())
}

fn body(
    session: Session,
    shown: &Shown,
    vote: impl Fn(RecordId, Choice) + Copy + Send + Sync + 'static,
) -> AnyView {
    let name = |id: &RecordId| session.peek(|register| record_words(register, id));
    let ballot = &shown.ballot;
    let number = |n: usize| intl::number(n as f64);
    let counted = t_with(
        "vote.count",
        &[
            ("yes", &number(ballot.yes)),
            ("no", &number(ballot.no)),
            ("abstain", &number(ballot.abstain)),
            ("missing", &number(ballot.missing.len())),
        ],
    );
    let (class, key) = match ballot.is_carried {
        Some(true) => ("badge badge-low", "vote.carried"),
        Some(false) => ("badge badge-critical", "vote.rejected"),
        None => ("badge badge-medium", "vote.open"),
    };
    let line = |vote: &Vote| {
        let mut words = vec![name(&vote.person), choice_words(vote.choice)];
        words.extend(vote.on.map(day_words));
        words.extend(
            vote.recorded_by.as_ref().map(|by| t_with("acceptance.recorded_by", &[("who", &name(by))])),
        );
        if !vote.is_of_these_words {
            words.push(t("vote.other_words"));
        }
        view! { <li class:is-past=!vote.is_of_these_words>{words.join(" · ")}</li> }.into_any()
    };
    let lines: Vec<AnyView> = shown.votes.iter().map(line).collect();
    let buttons = |person: RecordId| -> Vec<AnyView> {
        let one = |choice: Choice| {
            let person = person.clone();
            view! { <button type="button" class="button-small" on:click=move |_| vote(person.clone(), choice)>{choice_words(choice)}</button> }.into_any()
        };
        Choice::ALL.into_iter().map(one).collect()
    };
    let me = session.me();
    let mine = me.clone().filter(|_| shown.am_top).map(|me| {
        view! { <p class="actions"><span>{t("vote.mine")}</span> {buttons(me)}</p> }
    });
    let others = ballot.missing.iter().filter(|person| Some(*person) != me.as_ref());
    let others: Vec<AnyView> = others
        .map(|person| {
            view! { <p class="actions"><span>{t_with("vote.of", &[("who", &name(person))])}</span> {buttons(person.clone())}</p> }
                .into_any()
        })
        .collect();
    let others = (!others.is_empty()).then(|| {
        view! { <details><summary>{t("vote.record")}</summary>{others}</details> }
    });
    view! {
        <section class="form-section votes" aria-labelledby="votes-title">
            <h3 id="votes-title">{Icon::Decision.view()} " " {t("vote.title")}</h3>
            <p role="status"><span class=class>{t(key)}</span> " " {counted}</p>
            <ol class="acceptance-acts">{lines}</ol>
            {mine} {others}
        </section>
    }
    .into_any()
}
