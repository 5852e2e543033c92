//! A gap in what leadership stands on, with one click to where it is filled.

use crate::components::new_record::use_new_record;
use crate::i18n::{t, t_with};
use crate::places;
use crate::session::use_session;
use leptos::prelude::*;
use register::groundwork::{Gap, Lack, Where};
use register::{Kind, Value};

/// The gap in words, and the way.
#[component]
pub fn GroundGap(
    /// Which.
    gap: Gap,
) -> impl IntoView {
    let session = use_session();
    let new_record = use_new_record();
    let lack = gap.lack;
    let fill = t(&format!("ground.fill.{}", lack.code()));
    let way = match gap.filled {
        Where::In(id) => {
            let href = places::href(&places::record(session, &id));
            view! { <a href=href>{fill}</a> }.into_any()
        }
        Where::AmongSeveral => {
            let href = places::href(&places::list(session, lack.kind()));
            view! { <a href=href>{fill}</a> }.into_any()
        }
        Where::InNew => {
            let make = move |_| {
                if let Some(kind) = Kind::by_name(lack.kind()) {
                    new_record(kind, beginning(lack));
                }
            };
            view! { <button type="button" class="button-link" on:click=make>{fill}</button> }.into_any()
        }
    };
    view! {
        <span>
            {t(&format!("reason.{}", lack.code()))} " "
            <span class="clause">{t_with("word.clause", &[("clause", lack.clause())])}</span>
        </span>
        " " {way}
    }
}

/// What a record that is made to fill it says from the start.
fn beginning(lack: Lack) -> Vec<(&'static str, Value)> {
    let mut values: Vec<(&str, Value)> = Vec::new();
    values.extend(lack.begins_with().map(|(key, value)| (key, Value::from(value))));
    if lack == Lack::Climate {
        values.push(("title", Value::Text(t("ground.climate"))));
    }
    values
}
