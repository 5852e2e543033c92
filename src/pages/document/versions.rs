//! What was published, to be read exactly as it was, and when the document is looked at again.

use super::Here;
use super::state::read_button;
use crate::components::health::day_words;
use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{choice_label, rows_label, t, t_count, t_with};
use crate::platform::intl;
use leptos::prelude::*;
use register::day::day;
use register::document::{approvals_of, review_due, versions as all_versions};
use register::document_act::review;
use register::due::Due;
use register::kind::DOCUMENT;
use register::{FieldPath, RecordId};
use uuid::Uuid;

fn name(here: Here, person: Option<&RecordId>) -> String {
    let words =
        person.map(|person| here.session.with_kinds(&["person"], |register| record_words(register, person)));
    words.unwrap_or_else(|| t("word.somebody"))
}

/// The versions, the newest first.
pub fn versions(here: Here) -> impl IntoView {
    let list = move || {
        let all = here.with(|document| {
            let versions = all_versions(document).into_iter();
            versions
                .map(|version| {
                    let by = approvals_of(document, &version.content);
                    let by: Vec<RecordId> = by.into_iter().filter_map(|approval| approval.person).collect();
                    (version, by)
                })
                .collect::<Vec<_>>()
        });
        let all = all.unwrap_or_default();
        if all.is_empty() {
            return view! { <p class="quiet">{t("document.no_versions")}</p> }.into_any();
        }
        let lines = all.into_iter().map(|(version, approved_by)| {
            let on = version.on.map(day_words).unwrap_or_default();
            let names: Vec<String> = approved_by.iter().map(|person| name(here, Some(person))).collect();
            let by = if names.is_empty() { t("document.approved_by_nobody") } else { t_with("document.approved_by", &[("names", &names.join(", "))]) };
            let words = t_with("document.version_on", &[("version", &version.version), ("day", &on)]);
            view! { <li><span>{words} <br /> <span class="quiet">{by}</span></span> {read_button(here, version)}</li> }
        });
        view! { <ul class="document-people">{lines.collect_view()}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="document-versions">
            <h3 id="document-versions">{rows_label(&DOCUMENT, "versions")}</h3>
            {list}
        </section>
    }
}

/// When it is looked at next, what the last look said, and a look that changed nothing with one tap.
pub fn reviews(here: Here) -> impl IntoView {
    let due = move || {
        let (due, on) = here
            .with(|document| (review_due(document, here.today), intl::date(document.text("next_review"))))?;
        let (class, words) = match due {
            Due::Undated => ("quiet", t("document.no_next_review")),
            Due::Overdue(days) => {
                let days = usize::try_from(days).unwrap_or_default();
                ("document-changed", format!("{on} · {}", t_count("due.overdue", days)))
            }
            _ => ("quiet", t_with("document.next_review", &[("day", &on)])),
        };
        Some(view! { <p class=class>{words}</p> })
    };
    let last = move || {
        let (on, row_words) = here.with(|document| {
            let said = |row: Uuid, key: &str| {
                document.row_value("reviews", row, key).as_text().unwrap_or_default().to_owned()
            };
            let last = document
                .rows("reviews")
                .into_iter()
                .filter_map(|row| Some((day(&said(row, "on"))?, row)))
                .max();
            let (on, row) = last?;
            let outcome = choice_label(
                DOCUMENT.name,
                &FieldPath::in_row("reviews", row, "outcome"),
                &said(row, "outcome"),
            );
            let who = name(here, said(row, "by").parse().ok().as_ref());
            Some((on, format!("{outcome} · {who}")))
        })??;
        Some(view! { <p>{Icon::Check.view()} " " {day_words(on)} " · " {row_words}</p> })
    };
    let look = move |is_unchanged: bool| {
        here.now.sign(|document, by, _| Some(review(document, by, is_unchanged)));
    };
    view! {
        <section aria-labelledby="document-reviews">
            <h3 id="document-reviews">{rows_label(&DOCUMENT, "reviews")}</h3>
            {due} {last}
            <div class="document-steps">
                <button type="button" class="button-small" on:click=move |_| look(true)>{t("document.looked_unchanged")}</button>
                <button type="button" class="button-small" on:click=move |_| look(false)>{t("document.looked_change")}</button>
            </div>
        </section>
    }
}
