//! What is due for documents and KPIs: reviews that have passed or come soon, what the reader has not read yet, and
//! KPIs without a value in their period. Nothing where nothing is.

use crate::components::health::day_words;
use crate::components::phrases::record_words;
use crate::i18n::{t, t_count, t_with};
use crate::places;
use crate::session::use_session;
use leptos::prelude::*;
use register::RecordId;
use register::document::{Acknowledged, acknowledgements, in_force, recipients, reviews_due};
use register::due::Due;
use register::kpi::{late, late_kpis};

/// So many are shown.
const MOST: usize = 8;

/// The list.
#[component]
pub fn DirectDue() -> impl IntoView {
    let session = use_session();
    let today = session.today_date();
    let due = Memo::new(move |_| {
        let me = session.me();
        session.with_kinds(&["document", "kpi"], |register| {
            let mut due: Vec<(RecordId, String)> = Vec::new();
            for (document, standing) in reviews_due(register, today) {
                let key = format!("due.{}", standing.code());
                let words = match standing {
                    Due::Overdue(days) | Due::Soon(days) if days > 0 => {
                        t_count(&key, usize::try_from(days).unwrap_or_default())
                    }
                    _ => t(&key),
                };
                due.push((document.id.clone(), t_with("direct.review", &[("due", &words)])));
            }
            if let Some(me) = me {
                // Who is on the list, and has not read exactly what is in force.
                let mine = register.of_kind("document").filter(|document| {
                    in_force(document).is_some()
                        && recipients(document).contains(&me)
                        && acknowledgements(document)
                            .iter()
                            .any(|(person, how)| *person == me && !matches!(how, Acknowledged::Current(_)))
                });
                due.extend(mine.map(|document| (document.id.clone(), t("direct.unread"))));
            }
            for kpi in late_kpis(register, today) {
                if let Some((from, to)) = late(kpi, today) {
                    let (from, to) = (day_words(from), day_words(to));
                    due.push((kpi.id.clone(), t_with("direct.measure", &[("from", &from), ("to", &to)])));
                }
            }
            due.truncate(MOST);
            due
        })
    });
    let one = move |(id, words): (RecordId, String)| {
        let name = session.peek(|register| record_words(register, &id));
        view! {
            <li>
                <a href=places::href(&places::record(session, &id))>{name}</a>
                <span class="quiet">{words}</span>
            </li>
        }
    };
    move || {
        let due = due.get();
        (!due.is_empty()).then(|| {
            view! {
                <section class="panel" aria-labelledby="direct-due">
                    <h2 id="direct-due">{t("direct.title")}</h2>
                    <ul class="record-list">{due.into_iter().map(one).collect_view()}</ul>
                </section>
            }
        })
    }
}
