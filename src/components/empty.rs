//! What stands where nothing stands yet: what belongs here, why an auditor asks, and the first step.

use crate::components::icon::Icon;
use crate::i18n::t;
use leptos::prelude::*;

/// The empty list of a kind.
#[component]
pub fn EmptyKind(
    /// The kind's name.
    kind: &'static str,
    /// The first step.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-picture">{Icon::of_kind(kind).view()}</span>
            <h2>{t(&format!("empty.{kind}.title"))}</h2>
            <p>{t(&format!("empty.{kind}.what"))}</p>
            <p class="empty-why">{t(&format!("empty.{kind}.why"))}</p>
            <div class="actions">{children()}</div>
        </div>
    }
}
