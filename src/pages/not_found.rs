//! An address that leads nowhere, inside of a register and outside.

use crate::i18n::t;
use crate::places;
use leptos::prelude::*;

/// The page.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="alone">
            <h1 tabindex="-1">{t("not_found.title")}</h1>
            <p>{t("not_found.words")}</p>
            <p><a href=places::href(&places::start())>{t("nav.registers")}</a></p>
        </div>
    }
}
