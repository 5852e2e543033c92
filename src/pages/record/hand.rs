//! By whose hand an act of leadership is known, and the one tap by which its leader confirms it.

use crate::components::hand::hand_badge;
use crate::components::icon::Icon;
use crate::i18n::t;
use crate::session::use_session;
use leptos::prelude::*;
use register::RecordId;
use register::hand::{confirm, hand};

/// The mark, and the button for the leader.
pub fn hand_of(id: RecordId) -> AnyView {
    let session = use_session();
    let of = StoredValue::new(id);
    let now = Memo::new(move |_| {
        session.with_kinds(&["leadership_act", "person"], |register| {
            let act = of.with_value(|id| register.records.get(id))?;
            let command = session.me().and_then(|me| confirm(act, register, &me));
            Some((hand(act, register)?, command))
        })
    });
    let shown = move || {
        let (hand, command) = now.get()?;
        let button = command.map(|command| {
            let act = move |_| session.write(command.clone());
            view! { <button type="button" class="button-small" on:click=act>{Icon::Check.view()} {t("hand.confirm")}</button> }
        });
        Some(view! { <p class="hand" role="status">{hand_badge(session, &hand)} " " {button}</p> })
    };
    view! { {shown} }.into_any()
}
