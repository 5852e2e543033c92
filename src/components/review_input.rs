//! What the register itself has to say to an input of a management review: how objectives stand, and what the
//! KPIs show. Fulfilment and trends are looked at where they are discussed.

use crate::components::health::{amount_words, health_badge, trend_words};
use crate::components::phrases::record_words;
use crate::i18n::t;
use crate::places;
use crate::session::use_session;
use leptos::prelude::*;
use register::kpi::{self, Health};
use register::objective;
use register::{Record, RecordId};

/// One line: what, how it stands, and more.
type Line = (RecordId, Health, String);

/// The lines for an input; nothing for those that have none of these.
pub fn review_input(input: Memo<String>) -> impl IntoView {
    let session = use_session();
    let today = session.today_date();
    let lines = Memo::new(move |_| {
        let input = input.get();
        session.with_kinds(&["objective", "kpi"], |register| -> Vec<Line> {
            match input.as_str() {
                "objectives" => {
                    let stand = |one: &Record| {
                        let (health, _) = objective::health(one, register, today)?;
                        Some((one.id.clone(), health, String::new()))
                    };
                    register.of_kind("objective").filter_map(stand).collect()
                }
                "monitoring_results" => {
                    let running = register.of_kind("kpi").filter(|one| kpi::is_running(one, today));
                    let line = |one: &Record| {
                        let value = kpi::current(one, today).map(|now| amount_words(one, now.value));
                        let trend = kpi::trend(one, today).map(|trend| trend_words(one, trend));
                        let more: Vec<String> = [value, trend].into_iter().flatten().collect();
                        (one.id.clone(), kpi::status(one, today).0, more.join(" · "))
                    };
                    running.map(line).collect()
                }
                _ => Vec::new(),
            }
        })
    });
    let one = move |(id, health, more): Line| {
        let name = session.peek(|register| record_words(register, &id));
        view! {
            <li>
                <a href=places::href(&places::record(session, &id))>{name}</a>
                {health_badge(health)} <span class="quiet">{more}</span>
            </li>
        }
    };
    move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| {
            view! {
                <div class="review-input">
                    <p class="field-label">{t("review.from_register")}</p>
                    <ul class="kpi-list">{lines.into_iter().map(one).collect_view()}</ul>
                </div>
            }
        })
    }
}
