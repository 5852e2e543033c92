//! Rounds of risk assessment: a round's frozen result beside how the risks stand now, and on a risk, how each round
//! rated it.

use crate::components::health::day_words;
use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::components::risk_acceptance::steps_words;
use crate::i18n::{t, t_count, t_with};
use crate::places;
use crate::platform::intl;
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::assessment::{as_then, freeze, frozen_on, has_these_criteria, is_frozen, rounds_of};
use register::risk_criteria::{Criteria, Rating, open_risks, rating};
use register::{Record, RecordId};

type Steps = Option<(i64, i64)>;

/// A round as it is shown.
#[derive(Clone, PartialEq)]
enum Shown {
    /// Not frozen yet: so many risks would be.
    Open(usize),
    /// Frozen: when, whether by the criteria of today, and how each risk stood and stands.
    Frozen(String, bool, Vec<(RecordId, String, Steps, Steps)>),
}

/// The result of a round, or the button that freezes it.
pub fn result(id: RecordId) -> AnyView {
    let session = use_session();
    let of = StoredValue::new(id);
    let now = Memo::new(move |_| {
        session.with_kinds(&["assessment_round", "risk", "risk_criteria"], |register| {
            let round = of.with_value(|id| register.records.get(id))?;
            if !is_frozen(round) {
                return Some(Shown::Open(open_risks(register).count()));
            }
            let criteria = Criteria::of(register);
            let steps = |risk: &Record| rating(risk, Rating::Current, &criteria);
            let one = |then: Record| {
                let stands = register.records.get(&then.id).and_then(steps);
                (then.id.clone(), record_words(register, &then.id), as_rated(&then), stands)
            };
            let mut risks: Vec<_> = as_then(round).into_iter().map(one).collect();
            risks.sort_by_key(|(_, _, then, _)| std::cmp::Reverse(then.map(|(l, i)| l * i)));
            let on = frozen_on(round).map(day_words).unwrap_or_default();
            Some(Shown::Frozen(on, has_these_criteria(round, &criteria), risks))
        })
    });
    let act = move |_| {
        let command = session.peek(|register| {
            let round = of.with_value(|id| register.records.get(id))?;
            freeze(round, register, session.today_date())
        });
        if let Some(command) = command {
            session.write(command);
        }
    };
    let body = move || match now.get()? {
        Shown::Open(risks) => Some(
            view! {
                <p>{t("assessment.why")}</p>
                <button type="button" class="button" disabled={risks == 0} on:click=act>
                    {Icon::Check.view()} {t_count("assessment.freeze", risks)}
                </button>
            }
            .into_any(),
        ),
        Shown::Frozen(on, same, risks) => Some(frozen(session, &on, same, &risks)),
    };
    view! {
        <section class="form-section assessment" aria-labelledby="assessment-title">
            <h3 id="assessment-title">{t("assessment.result")}</h3>
            {body}
        </section>
    }
    .into_any()
}

/// As it was rated then, by whichever criteria.
fn as_rated(risk: &Record) -> Steps {
    let step = |key| risk.value(key).as_int();
    step("current_likelihood").zip(step("current_impact"))
}

fn frozen(session: Session, on: &str, same: bool, risks: &[(RecordId, String, Steps, Steps)]) -> AnyView {
    let other = (!same).then(|| {
        view! { <p class="document-changed">{Icon::Alert.view()} <span>{t("assessment.other_criteria")}</span></p> }
    });
    let row = |(id, words, then, now): &(RecordId, String, Steps, Steps)| {
        let href = places::href(&places::record(session, id));
        let moved = then != now;
        view! {
            <tr>
                <th scope="row"><a href=href>{words.clone()}</a></th>
                <td data-label=t("assessment.then")>{steps_words(*then)}</td>
                <td data-label=t("assessment.now") class:is-alarm=moved>{steps_words(*now)}</td>
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = risks.iter().map(row).collect();
    view! {
        <p>{t_with("assessment.frozen", &[("day", on), ("n", &intl::number(risks.len() as f64))])}</p>
        {other}
        <table class="rows">
            <thead>
                <tr>
                    <th scope="col">{t("kind.risk.one")}</th>
                    <th scope="col">{t("assessment.then")}</th>
                    <th scope="col">{t("assessment.now")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// How each round rated a risk.
pub fn rounds(risk: RecordId) -> AnyView {
    let session = use_session();
    let of = StoredValue::new(risk);
    let all = Memo::new(move |_| {
        session.with_kinds(&["assessment_round"], |register| {
            let rounds = of.with_value(|risk| rounds_of(register, risk));
            let one = |(round, steps): (&Record, Steps)| {
                (round.id.clone(), record_words(register, &round.id), round.text("held_on").to_owned(), steps)
            };
            rounds.into_iter().map(one).collect::<Vec<_>>()
        })
    });
    let list = move || {
        let one = |(id, words, on, steps): (RecordId, String, String, Steps)| {
            let href = places::href(&places::record(session, &id));
            view! { <li><a href=href>{words}</a> <span class="quiet">{intl::date(&on)} " · " {steps_words(steps)}</span></li> }
                .into_any()
        };
        let lines: Vec<AnyView> = all.get().into_iter().map(one).collect();
        (!lines.is_empty()).then(|| {
            view! {
                <section class="form-section" aria-labelledby="rounds-title">
                    <h3 id="rounds-title">{t("assessment.rounds")}</h3>
                    <ul class="record-list">{lines}</ul>
                </section>
            }
        })
    };
    view! { {list} }.into_any()
}
