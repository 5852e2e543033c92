//! What a review still lacks before it can be closed, each with a way to where it is seen to.

use super::agenda::element_of;
use crate::components::icon::Icon;
use crate::components::phrases::{lack_words, title_words};
use crate::i18n::{t, t_count, t_with};
use crate::platform::{dom, intl};
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::review::{Lack, lacks, quorum};
use register::{FieldPath, RecordId, Value};
use uuid::Uuid;

/// The gaps, whether enough of top management was there, and the button that closes the review.
#[component]
pub fn Readiness(
    /// The review.
    id: RecordId,
) -> impl IntoView {
    let session = use_session();
    let today = session.today_date();
    let place = StoredValue::new(id);
    const DEPENDS: [&str; 4] = ["management_review", "decision", "action", "person"];
    let missing = Memo::new(move |_| {
        session.with_kinds(&DEPENDS, |register| {
            let review = place.with_value(|id| register.records.get(id));
            review.map(|review| lacks(review, register, today)).unwrap_or_default()
        })
    });
    let presence = Memo::new(move |_| {
        session.with_kinds(&DEPENDS, |register| {
            let review = place.with_value(|id| register.records.get(id))?;
            let quorum = quorum(review, register, today);
            Some((quorum.present, quorum.named, quorum.is_met()))
        })
    });
    let status = Memo::new(move |_| {
        let status = place.with_value(|id| {
            session.with_record(id, |record| record.map(|record| record.text("status").to_owned()))
        });
        status.unwrap_or_default()
    });
    let quorum_words = move || {
        let (present, named, is_met) = presence.get()?;
        (named > 0).then(|| {
            let (present, named) = (intl::number(present as f64), intl::number(named as f64));
            let words = t_with("review.quorum", &[("present", &present), ("named", &named)]);
            let icon = if is_met { Icon::Check } else { Icon::Alert };
            view! { <p class="review-quorum" class:is-met=is_met>{icon.view()} {words}</p> }
        })
    };
    let set_status = move |to: &'static str| {
        session.set(&place.get_value(), FieldPath::of("status"), Value::from(to));
    };
    let body = move || {
        if matches!(status.get().as_str(), "closed" | "signed" | "cancelled") {
            return ().into_any();
        }
        let missing = condensed(missing.get());
        if missing.is_empty() {
            return view! {
                <div class="readiness is-ready">
                    <p>{Icon::Check.view()} {t("review.ready")}</p>
                    <button type="button" class="button" on:click=move |_| set_status("closed")>
                        {t("review.close")}
                    </button>
                </div>
            }
            .into_any();
        }
        let words = t_count("review.missing", missing.len());
        let lines = missing.into_iter().map(|gap| line(session, place, gap)).collect_view();
        view! {
            <details class="readiness">
                <summary>{Icon::Alert.view()} {words}</summary>
                <ul class="lacks">{lines}</ul>
            </details>
        }
        .into_any()
    };
    view! { <div class="review-readiness">{body} {quorum_words}</div> }
}

/// A gap, or many of one sort in one line.
#[derive(Clone)]
enum Gap {
    One(Lack),
    Inputs(usize),
    Discussed(usize, Uuid),
}

/// So many of one sort are named one by one.
const FEW: usize = 3;

fn condensed(lacks: Vec<Lack>) -> Vec<Gap> {
    let inputs = lacks.iter().filter(|lack| matches!(lack, Lack::Input(_))).count();
    let discussed = lacks.iter().filter(|lack| matches!(lack, Lack::Discussed(_))).count();
    let mut gaps: Vec<Gap> = Vec::new();
    for lack in lacks {
        match lack {
            Lack::Input(_) if inputs > FEW => {
                if !gaps.iter().any(|gap| matches!(gap, Gap::Inputs(_))) {
                    gaps.push(Gap::Inputs(inputs));
                }
            }
            Lack::Discussed(row) if discussed > FEW => {
                if !gaps.iter().any(|gap| matches!(gap, Gap::Discussed(..))) {
                    gaps.push(Gap::Discussed(discussed, row));
                }
            }
            lack => gaps.push(Gap::One(lack)),
        }
    }
    gaps
}

fn line(session: Session, place: StoredValue<RecordId>, gap: Gap) -> AnyView {
    let own = |key: &str| place.with_value(|id| format!("#f-{}-{key}", id.uuid));
    let item = |row: Uuid| place.with_value(|id| element_of(id, row, "discussed"));
    let (words, selector) = match gap {
        Gap::Inputs(number) => (t_count("lack.inputs", number), "#review-agenda".to_owned()),
        Gap::Discussed(number, row) => (t_count("lack.discussed_many", number), item(row)),
        Gap::One(lack) => {
            let title = |id: &RecordId| untrack(|| title_words(session, id));
            let topic = |row: Uuid| {
                let topic = place.with_value(|id| {
                    session.peek(|register| {
                        let record = register.records.get(id)?;
                        Some(record.row_value("agenda", row, "topic").as_text()?.to_owned())
                    })
                });
                topic.unwrap_or_default()
            };
            let selector = match &lack {
                Lack::HeldOn | Lack::Chair => own(lack.code()),
                Lack::Attendees | Lack::TopManager => "#review-attendance".to_owned(),
                Lack::Outcome => own("summary"),
                Lack::Verdict(key) | Lack::VerdictReason(key) => own(key),
                Lack::Input(_) => "#review-agenda".to_owned(),
                Lack::Discussed(row) => item(*row),
                Lack::Decider(id) => format!("#f-{}-decided_by", id.uuid),
                Lack::Owner(id) => format!("#f-{}-owner", id.uuid),
            };
            (lack_words(&lack, title, topic), selector)
        }
    };
    let see_to_it = move |_| {
        dom::reveal(&selector);
        dom::focus(&selector);
    };
    view! {
        <li>
            <button type="button" class="button-link" on:click=see_to_it>{words}</button>
        </li>
    }
    .into_any()
}
