//! By whose hand an act is known, as a mark.

use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{t, t_with};
use crate::session::Session;
use leptos::prelude::*;
use register::hand::Hand;

/// The mark, with who wrote it down.
pub fn hand_badge(session: Session, hand: &Hand) -> AnyView {
    let (class, icon, recorder) = match hand {
        Hand::Own => ("badge badge-low", Icon::Check, None),
        Hand::Confirmed(recorder) => ("badge badge-low", Icon::People, recorder.as_ref()),
        Hand::Reported(recorder) => ("badge badge-medium", Icon::Communication, recorder.as_ref()),
    };
    let who = recorder
        .map(|who| session.peek(|register| record_words(register, who)))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| t("word.somebody"));
    let words = t_with(&format!("hand.{}", hand.code()), &[("who", &who)]);
    view! { <span class=class>{icon.view()} " " {words}</span> }.into_any()
}
