//! A new record: it is made at once, with its number, and its form opens with the title in hand.

use crate::components::failure;
use crate::components::icon::Icon;
use crate::i18n::t;
use crate::places;
use crate::session::{ToastKind, use_session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::{Kind, Value};

/// What makes a new record of a kind and goes to it. Must be asked for while a component is being made.
pub fn use_new_record() -> impl Fn(&'static Kind, Vec<(&'static str, Value)>) + Clone + Send + Sync + 'static
{
    let session = use_session();
    let go = places::use_go();
    move |kind, values| {
        let go = go.clone();
        spawn_local(async move {
            match session.create(kind, values).await {
                Ok(id) => {
                    session.set_fresh(&id);
                    go(&places::record(session, &id));
                }
                Err(failure) => session.say(ToastKind::Failure, failure::sentence(&failure)),
            }
        });
    }
}

/// A button that makes one.
#[component]
pub fn NewButton(
    /// The kind.
    kind: &'static Kind,
) -> impl IntoView {
    let new_record = use_new_record();
    view! {
        <button type="button" class="button" on:click=move |_| new_record(kind, Vec::new())>
            {Icon::Add.view()} {t(&format!("new.{}", kind.name))}
        </button>
    }
}
