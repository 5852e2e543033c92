//! The keys that save a hand's way to the mouse.

use crate::components::icon::Icon;
use crate::i18n::t;
use leptos::html::Dialog;
use leptos::prelude::*;

/// What is written on the key, or the text that says it where languages write it differently; and what it does.
const KEYS: [(&str, &str); 8] = [
    ("palette.key", "keys.palette"),
    ("n", "keys.new"),
    ("/", "keys.search"),
    ("j", "keys.next"),
    ("k", "keys.previous"),
    ("keys.enter", "keys.open"),
    ("Esc", "keys.close"),
    ("?", "keys.help"),
];

/// The list of keys; it is made when it opens.
#[component]
pub fn KeyList(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            let _ = dialog.show_modal();
        }
    });
    let written = |key: &str| if key.contains('.') { t(key) } else { key.to_owned() };
    let rows =
        KEYS.map(|(key, words)| view! { <div><dt><kbd>{written(key)}</kbd></dt><dd>{t(words)}</dd></div> });
    view! {
        <dialog node_ref=dialog class="keys" aria-labelledby="keys-title" on:close=move |_| open.set(false)>
            <form method="dialog">
                <h2 id="keys-title">{t("keys.title")}</h2>
                <button class="button-icon" aria-label=t("do.close")>{Icon::Close.view()}</button>
            </form>
            <dl>{Vec::from(rows)}</dl>
        </dialog>
    }
}
