//! What runs out, by month: competences and trainings, and beside them certificates, exceptions, contracts and
//! obligations, whose last day must not pass unseen either.

use super::{Here, KINDS};
use crate::components::icon::Icon;
use crate::components::phrases::{place_words, record_words};
use crate::i18n::{t, t_with};
use crate::places;
use crate::platform::intl;
use leptos::prelude::*;
use register::Register;
use register::competence::{Expiry, LISTED_DAYS, by_month, expiring};
use register::day::day_text;

/// The list.
pub fn ending(here: Here) -> AnyView {
    let months = Memo::new(move |_| {
        here.session
            .with_kinds(KINDS, |register| by_month(expiring(register, here.today, LISTED_DAYS), here.today))
    });
    let body = move || {
        if months.with(Vec::is_empty) {
            return view! { <p class="quiet">{t("competence.nothing_ends")}</p> }.into_any();
        }
        here.session.with_kinds(KINDS, |register| {
            let month = |(month, of): (Option<(i32, u32)>, Vec<Expiry>)| {
                let heading = match month {
                    None => view! { <h3 class="is-over">{Icon::Alert.view()} {t("competence.over")}</h3> }
                        .into_any(),
                    Some((year, month)) => view! { <h3>{intl::month(year, month)}</h3> }.into_any(),
                };
                let lines: Vec<AnyView> = of.iter().map(|one| line(here, register, one)).collect();
                view! { <li>{heading}<ul class="record-list">{lines}</ul></li> }.into_any()
            };
            let months: Vec<AnyView> = months.get().into_iter().map(month).collect();
            view! { <ol class="ending">{months}</ol> }.into_any()
        })
    };
    view! {
        <section class="panel" aria-labelledby="ending-title">
            <h2 id="ending-title">{t("competence.ending")}</h2>
            {body}
        </section>
    }
    .into_any()
}

fn line(here: Here, register: &Register, expiry: &Expiry) -> AnyView {
    let href = places::href(&places::record(here.session, &expiry.record));
    let place = place_words(register, &expiry.record, &expiry.path);
    let date = intl::date(&day_text(expiry.on));
    let key = if expiry.on < here.today { "competence.ended_on" } else { "competence.ends_on" };
    view! {
        <li>
            <a href=href>{record_words(register, &expiry.record)}</a>
            <span class="quiet">{place} " · " {t_with(key, &[("date", &date)])}</span>
        </li>
    }
    .into_any()
}
