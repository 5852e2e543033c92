//! The clocks of an incident's duties to notify: until when, and whether somebody was told in time.

use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{t, t_count, t_with};
use crate::platform::{clock, intl};
use crate::session::use_session;
use leptos::prelude::*;
use register::RecordId;
use register::day::day_text;
use register::day::time_of_day;
use register::notification::{Duty, Standing, duties};

/// The duties; nothing without any.
pub fn notifications(id: RecordId) -> AnyView {
    let session = use_session();
    let of = StoredValue::new(id);
    let all = Memo::new(move |_| {
        let now = session.today_date().and_time(time_of_day(&clock::time_of_day()).unwrap_or_default());
        session.with_kinds(&["incident", "interested_party"], |register| {
            let Some(incident) = of.with_value(|id| register.records.get(id)) else { return Vec::new() };
            let named = |duty: Duty| {
                let text =
                    |key| incident.row_value("notifications", duty.row, key).as_text().unwrap_or_default();
                let party = text("party").parse::<RecordId>().map(|party| record_words(register, &party));
                let name = party.unwrap_or_else(|_| text("to").to_owned());
                (name, duty)
            };
            duties(incident, now).into_iter().map(named).collect::<Vec<_>>()
        })
    });
    let list = move || {
        let lines: Vec<AnyView> = all.get().iter().map(|(name, duty)| line(name, duty)).collect();
        (!lines.is_empty()).then(|| {
            view! {
                <section class="form-section notifications" aria-labelledby="notifications-title">
                    <h3 id="notifications-title">{t("notification.title")}</h3>
                    <ul class="record-list">{lines}</ul>
                    <p class="quiet">{t("notification.how")}</p>
                </section>
            }
        })
    };
    view! { {list} }.into_any()
}

fn line(name: &str, duty: &Duty) -> AnyView {
    let hours = |hours: i64| t_count("notification.hours", usize::try_from(hours).unwrap_or_default());
    let key = format!("notification.{}", duty.standing.code());
    let (class, words) = match duty.standing {
        Standing::NoClock => ("badge", t(&key)),
        Standing::Open(left) => ("badge badge-medium", t_with(&key, &[("hours", &hours(left))])),
        Standing::Overdue(late) | Standing::Late(late) => {
            ("badge badge-critical", t_with(&key, &[("hours", &hours(late))]))
        }
        Standing::InTime => ("badge badge-low", t(&key)),
    };
    let due = duty.due.map(|due| {
        let moment = format!("{} {}", intl::date(&day_text(due.date())), due.format("%H:%M"));
        t_with("notification.due", &[("moment", &moment)])
    });
    let name = if name.trim().is_empty() { t("notification.nobody") } else { name.to_owned() };
    view! { <li><span>{Icon::Clock.view()} " " {name}</span> <span class="quiet"><span class=class>{words}</span> " " {due}</span></li> }
        .into_any()
}
