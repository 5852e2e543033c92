//! What stands around every page of an open register: navigation in the words of the work, where my
//! work is, and the keys that work everywhere.

use crate::components::icon::Icon;
use crate::components::key_list::KeyList;
use crate::components::navigation::Navigation;
use crate::components::palette::Palette;
use crate::components::status_line::StatusLine;
use crate::components::toasts::Toasts;
use crate::i18n::{register_label, t};
use crate::places;
use crate::platform::keys::{Key, on_key};
use crate::platform::{dom, prefs, update};
use crate::session::use_session;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use register::Record;

const FOLDED: &str = "navigation_folded";

/// The frame.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let session = use_session();
    let path = use_location().pathname;
    let folded = RwSignal::new(prefs::get(FOLDED).is_some());
    let fold = move |_| {
        folded.update(|folded| *folded = !*folded);
        if folded.get_untracked() { prefs::set(FOLDED, "yes") } else { prefs::remove(FOLDED) }
    };
    let palette = RwSignal::new(false);
    let keys = RwSignal::new(false);
    on_key(move |key| match key {
        Key::Palette => {
            palette.update(|open| *open = !*open);
            true
        }
        Key::Sign('?') => {
            keys.set(true);
            true
        }
        _ => false,
    });
    follow_focus(path);
    let organization = move || {
        session.with_kinds(&["organization"], |register| {
            let organization = register.of_kind("organization").next().map(Record::title);
            register_label(organization.unwrap_or_default(), Some(untrack(|| session.purpose())))
        })
    };
    view! {
        <a class="skip" href="#main" rel="external">{t("nav.skip")}</a>
        <div class="frame" class:is-folded=move || folded.get()>
            <header class="top">
                <a class="brand" href=places::href(&places::start()) title=t("nav.registers")>
                    <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true">
                        <path d="M5 4v5.500c0 4 7 4 7 8V20M19 4v5.500c0 4-7 4-7 8" />
                    </svg>
                    <span class="brand-name">{organization}</span>
                </a>
                <button
                    type="button"
                    class="find-all"
                    aria-label=t("palette.open")
                    aria-keyshortcuts="Control+K Meta+K"
                    on:click=move |_| palette.set(true)
                >
                    {Icon::Search.view()} <span>{t("palette.open")}</span> <kbd aria-hidden="true">{t("palette.key")}</kbd>
                </button>
                <StatusLine />
            </header>
            <Navigation>
                <button
                    type="button"
                    class="nav-fold button-quiet"
                    aria-expanded=move || if folded.get() { "false" } else { "true" }
                    on:click=fold
                >
                    {Icon::Back.view()} <span>{move || t(if folded.get() { "nav.unfold" } else { "nav.fold" })}</span>
                </button>
            </Navigation>
            <main id="main" class="main" tabindex="-1">
                <NewVersion />
                {children()}
            </main>
        </div>
        {move || palette.get().then(|| view! { <Palette open=palette /> })}
        {move || keys.get().then(|| view! { <KeyList open=keys /> })}
        <Toasts />
    }
}

/// A newer version is offered, never forced; it takes over once everything typed is on this device.
#[component]
fn NewVersion() -> impl IntoView {
    let session = use_session();
    let waits = RwSignal::new(update::is_waiting());
    let is_taken = RwSignal::new(false);
    let handle = window_event_listener_untyped(update::EVENT, move |_| waits.set(true));
    on_cleanup(move || handle.remove());
    Effect::new(move |_| {
        if is_taken.get() && !session.is_saving() {
            update::activate();
        }
    });
    // What the click takes the focus from is handed over before the next frame, and counts as being saved.
    let take = move |_| request_animation_frame(move || is_taken.set(true));
    view! {
        {move || {
            waits
                .get()
                .then(|| {
                    view! {
                        <div class="notice" role="status">
                            <span>{t("update.ready")}</span>
                            <button type="button" class="button-small" disabled=move || is_taken.get() on:click=take>
                                {t("update.take")}
                            </button>
                        </div>
                    }
                })
        }}
    }
}

/// After a change of place the focus is at the new heading, so that whoever hears the page is there too.
fn follow_focus(path: Memo<String>) {
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(|| focus_heading(MOST_FRAMES));
        }
        now
    });
}

/// A page that has to be fetched first may take so many frames.
const MOST_FRAMES: u32 = 300;

fn focus_heading(frames: u32) {
    request_animation_frame(move || {
        // A form that began with its title keeps the focus there.
        let has_focus = dom::is_focus_in("main :is(input, textarea, select, [contenteditable])")
            || dom::focus(".beside-record [data-heading]")
            || dom::focus("main h1");
        if !has_focus && frames > 0 {
            focus_heading(frames - 1);
        }
    });
}
