//! The audit programme, year by year, above the list of audits.

use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{choice_label, t};
use crate::places;
use crate::platform::intl;
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::FieldPath;
use register::audit_programme::{Standing, Year, programme};
use register::kind::AUDIT;

/// The programme; nothing without audits.
pub fn audit_programme() -> AnyView {
    let session = use_session();
    let today = session.today_date();
    let years = Memo::new(move |_| session.with_kinds(&["audit"], |register| programme(register, today)));
    let list = move || {
        let years = years.get();
        (!years.is_empty()).then(|| {
            let years: Vec<AnyView> = years.iter().map(|year| one(session, year)).collect();
            view! {
                <details class="list-sums" open>
                    <summary>{t("programme.title")}</summary>
                    <dl class="programme">{years}</dl>
                </details>
            }
        })
    };
    view! { {list} }.into_any()
}

fn one(session: Session, year: &Year) -> AnyView {
    let audit = |(id, standing): &(register::RecordId, Standing)| {
        let (words, kind, on) = session.peek(|register| {
            let audit = register.records.get(id);
            let text = |key: &str| audit.map(|audit| audit.text(key).to_owned()).unwrap_or_default();
            (record_words(register, id), text("audit_type"), text("planned_for"))
        });
        let class = match standing {
            Standing::Done => "badge badge-low",
            Standing::Running => "badge badge-medium",
            Standing::Missed => "badge badge-critical",
            Standing::Planned => "badge",
        };
        let kind = choice_label(AUDIT.name, &FieldPath::of("audit_type"), &kind);
        let href = places::href(&places::record(session, id));
        view! {
            <li>
                <a href=href>{words}</a>
                <span class="quiet">
                    <span class=class>{t(&format!("programme.{}", standing.code()))}</span> " " {kind} " " {intl::date(&on)}
                </span>
            </li>
        }
        .into_any()
    };
    let audits: Vec<AnyView> = year.audits.iter().map(audit).collect();
    let gap = year.lacks_internal.then(|| {
        view! { <p class="is-missing">{Icon::Alert.view()} " " {t("programme.no_internal")}</p> }
    });
    let title = year.year.map_or_else(|| t("programme.no_day"), |year| year.to_string());
    view! { <dt>{title}</dt> <dd>{gap} <ul class="record-list">{audits}</ul></dd> }.into_any()
}
