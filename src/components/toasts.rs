//! The short messages at the edge of the screen, announced to screen readers as they come; and the one that stays:
//! that what is stored was deleted under the open register.

use crate::components::failure::FailureNotice;
use crate::components::icon::Icon;
use crate::i18n::t;
use crate::places;
use crate::session::{Toast, ToastKind, use_session};
use bridge::Failure;
use leptos::prelude::*;

/// The messages.
#[component]
pub fn Toasts() -> impl IntoView {
    let session = use_session();
    let gone = Memo::new(move |_| session.opened().is_some() && session.status().store_gone);
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {move || gone.get().then(|| view! { <StoreGone /> })}
            <For each=move || session.toasts() key=|toast| toast.id let:toast>
                <OneToast toast />
            </For>
        </div>
    }
}

#[component]
fn StoreGone() -> impl IntoView {
    view! {
        <FailureNotice failure=Failure::StoreGone>
            <a class="button-small" href=places::href(&places::start())>{t("start.join_title")}</a>
            <a class="button-quiet" href=places::href(&places::restore())>{t("restore.title")}</a>
        </FailureNotice>
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
            undo();
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
