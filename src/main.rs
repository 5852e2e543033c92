//! The page: what a person sees and does. It keeps the open register as plain data fed by the engine's
//! patches. No Automerge, no cryptography (`boot.js` opens the picture) and no business rule live here.

mod app;
mod components;
mod i18n;
mod pages;
mod parts;
mod places;
mod platform;
mod session;
mod theme;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// A register of five years needs about as much. What is not used stays the system's.
const MEMORY: usize = 16 << 20;

fn main() {
    // Asked for once, instead of a hundred times while the first screen is made.
    drop(std::hint::black_box(Vec::<u8>::with_capacity(MEMORY)));
    // Without it a defect of ours would stop the page without a word.
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    // An invitation's secret leaves the address bar before anything else happens.
    let invitation = session::Invitation::take_from_address();
    theme::restore();
    spawn_local(async move {
        let language = i18n::first_language();
        if !i18n::speak(language).await && language != "en" {
            i18n::speak("en").await;
        }
        platform::dom::clear_boot_message();
        mount_to_body(move || view! { <app::App language invitation=invitation.clone() /> });
    });
}
