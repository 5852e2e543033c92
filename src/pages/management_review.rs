//! A management review (9.3) as the work of one meeting: who, the agenda with its minutes, decisions and
//! actions, and what is still missing before it can be closed.

mod agenda;
mod outcome;
mod readiness;
mod sign_off;

use crate::components::field::FieldView;
use crate::components::form::provide_findings;
use crate::components::icon::Icon;
use crate::components::phrases::title_words;
use crate::components::record_foot::RecordFoot;
use crate::components::record_notices::record_notices;
use crate::components::rows::RowsTable;
use crate::i18n::{rows_label, t, t_with};
use crate::platform::{clock, intl};
use crate::session::paper::use_paper;
use crate::session::use_session;
use agenda::Agenda;
use leptos::prelude::*;
use outcome::EarlierActions;
use readiness::Readiness;
use register::kind::MANAGEMENT_REVIEW;
use register::review::VERDICT;
use register::top_management::top_managers;
use register::{FieldPath, RecordId, act};

/// A review. It must be made anew for each record.
#[component]
pub fn ManagementReview(
    /// The record.
    id: RecordId,
) -> impl IntoView {
    let session = use_session();
    provide_findings(&id);
    let paper = use_paper(session, &id);
    let field = {
        let id = id.clone();
        move |key: &'static str| {
            let field = MANAGEMENT_REVIEW.fields.iter().find(|field| field.key == key);
            field.map(|field| view! { <FieldView id=id.clone() path=FieldPath::of(key) field /> })
        }
    };
    let needs_reason = {
        let id = id.clone();
        Memo::new(move |_| {
            session.with_record(&id, |record| {
                record.is_some_and(|record| {
                    matches!(record.text("status"), "postponed" | "cancelled")
                        || !record.value("reason").is_empty()
                })
            })
        })
    };
    let reason = field.clone();
    let text = {
        let id = id.clone();
        move |key: &str| {
            session
                .with_record(&id, |record| record.map(|record| record.text(key).to_owned()))
                .unwrap_or_default()
        }
    };
    let titled = id.clone();
    Effect::new(move |_| session.set_title(title_words(session, &titled)));
    let titled = id.clone();
    let heading = move || title_words(session, &titled);
    let reference = {
        let text = text.clone();
        move || text("reference")
    };
    // What the printed page says in one line.
    let when = move || {
        let (held, planned, place) = (text("held_on"), text("planned_for"), text("place"));
        let day = if held.is_empty() { planned } else { held };
        let parts = [intl::date(&day), place];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    view! {
        <article class="review">
            <header class="review-head">
                <p class="record-kind">
                    {t("kind.management_review.one")} " " <span class="record-reference">{reference}</span>
                    " " <span class="clause">{t_with("word.clause", &[("clause", "9.3")])}</span>
                </p>
                <h2 id="record-title" data-heading="" tabindex="-1">{heading}</h2>
                <p class="review-when">{when}</p>
                {record_notices(id.clone())}
                <div class="review-facts">
                    {field("title")} {field("reference")} {field("status")} {field("planned_for")} {field("held_on")} {field("place")}
                    {field("chair")} {field("minute_taker")} {move || needs_reason.get().then(|| reason("reason"))}
                </div>
            </header>
            <Readiness id=id.clone() />
            <section class="review-part" aria-labelledby="review-attendance">
                <h2 id="review-attendance" tabindex="-1">{rows_label(&MANAGEMENT_REVIEW, "attendance")}</h2>
                <Attendance id=id.clone() />
            </section>
            <section class="review-part" aria-labelledby="review-agenda">
                <h2 id="review-agenda" tabindex="-1">
                    {rows_label(&MANAGEMENT_REVIEW, "agenda")} <span class="clause">"9.3.2"</span>
                </h2>
                <Agenda id=id.clone() paper />
            </section>
            <section class="review-part" aria-labelledby="review-result">
                <h2 id="review-result">{t("review.result")} <span class="clause">"9.3.3"</span></h2>
                <div class="review-summary">{field("summary")}</div>
                {verdict(id.clone())}
                <EarlierActions id=id.clone() />
            </section>
            {sign_off::sign_off(id.clone())}
            <RecordFoot id />
        </article>
    }
}

/// The verdict in three answers, each with its reason.
fn verdict(id: RecordId) -> AnyView {
    let fields = VERDICT.into_iter().flat_map(|(answer, reason)| [answer, reason]).filter_map(|key| {
        let field = MANAGEMENT_REVIEW.fields.iter().find(|field| field.key == key)?;
        Some(view! { <FieldView id=id.clone() path=FieldPath::of(key) field /> }.into_any())
    });
    view! {
        <h3>{t("review.verdict")} " " <span class="clause">"9.3.1"</span></h3>
        <div class="form-grid review-verdict">{fields.collect::<Vec<AnyView>>()}</div>
    }
    .into_any()
}

#[component]
fn Attendance(id: RecordId) -> impl IntoView {
    let session = use_session();
    let rows = MANAGEMENT_REVIEW.rows_of("attendance");
    let place = StoredValue::new(id.clone());
    // Those of top management who are not on the list yet.
    let invitation = move || {
        let today = register::day::day(&clock::today())?;
        place.with_value(|id| {
            session.with_kinds(&["person", "management_review"], |register| {
                let people = top_managers(register, today).map(|person| &person.id);
                let command = act::invite(register.records.get(id)?, people);
                (!command.writes.is_empty()).then_some(command)
            })
        })
    };
    let can_invite = Memo::new(move |_| invitation().is_some());
    let invite = move |_| {
        if let Some(command) = untrack(invitation) {
            session.write(command);
        }
    };
    view! {
        {rows.map(|rows| view! { <RowsTable id kind=&MANAGEMENT_REVIEW rows /> })}
        <Show when=move || can_invite.get()>
            <button type="button" class="button-quiet" on:click=invite>
                {Icon::People.view()} {t("review.invite_top_management")}
            </button>
        </Show>
    }
}
