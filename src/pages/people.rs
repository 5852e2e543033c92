//! The people of the register: who they are, and who of them is top management.

use super::listing::ListOf;
use leptos::prelude::*;
use register::kind::PERSON;

/// The page.
#[component]
pub fn People() -> impl IntoView {
    view! { <ListOf kind=&PERSON /> }
}
