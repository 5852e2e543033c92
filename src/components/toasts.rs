//! The short messages at the edge of the screen, announced to screen readers as they come.

use crate::components::icon::Icon;
use crate::i18n::t;
use crate::session::{Toast, ToastKind, use_session};
use leptos::prelude::*;

/// The messages.
#[component]
pub fn Toasts() -> impl IntoView {
    let session = use_session();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || session.toasts() key=|toast| toast.id let:toast>
                <OneToast toast />
            </For>
        </div>
    }
}

#[component]
fn OneToast(toast: Toast) -> impl IntoView {
    let session = use_session();
    let (class, icon) = match toast.kind {
        ToastKind::Done => ("toast", Icon::Check),
        ToastKind::Warning => ("toast toast-warning", Icon::Alert),
        ToastKind::Failure => ("toast toast-failure", Icon::Alert),
    };
    let id = toast.id;
    let undo = toast.undo.map(|undo| {
        let take_back = move |_| {
            undo.run(());
            session.unsay(id);
        };
        view! { <button class="button-quiet" on:click=take_back>{t("do.undo")}</button> }
    });
    view! {
        <div class=class>
            {icon.view()}
            <span>{toast.words}</span>
            {undo}
            <button class="button-icon" aria-label=t("do.dismiss") on:click=move |_| session.unsay(id)>
                {Icon::Close.view()}
            </button>
        </div>
    }
}
