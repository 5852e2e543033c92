//! The document's words: to be read, to be written, to begin from an outline, or as a version had them.

use super::{Here, Shown, body_of};
use crate::components::health::day_words;
use crate::components::icon::Icon;
use crate::components::reading::reading;
use crate::components::rich_text::RichText;
use crate::i18n::{field_label, t, t_with};
use crate::session::content::begin_with_outline;
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::kind::{DOCUMENT, DOCUMENT_TYPES};
use register::reading::is_blank;

/// All of it.
pub fn words(here: Here) -> impl IntoView {
    // Made anew when what is shown changes, never while somebody writes.
    let mode = Memo::new(move |_| match here.shown.get() {
        Shown::Reading => 0_u8,
        Shown::Writing => 1,
        Shown::Version(..) => 2,
    });
    let edition = RwSignal::new(0_u32);
    let is_written =
        Memo::new(move |_| here.now.content().is_some_and(|content| !is_blank(body_of(&content))));
    let tools = move || {
        let (icon, key, to) = match mode.get() {
            0 => (Icon::Action, "document.write", Shown::Writing),
            1 => (Icon::Check, "document.read", Shown::Reading),
            _ => (Icon::Back, "document.back_to_now", Shown::Reading),
        };
        view! {
            <button type="button" class="button-quiet" on:click=move |_| here.shown.set(to.clone())>{icon.view()} {t(key)}</button>
        }
    };
    let body = move || match mode.get() {
        0 => view! { {move || now_reading(here)} }.into_any(),
        1 => {
            edition.get();
            writing(here)
        }
        _ => view! { {move || version_reading(here)} }.into_any(),
    };
    view! {
        <div class="document-tools">{tools}</div>
        {move || (mode.get() == 1 && !is_written.get()).then(|| outline_offer(here, edition))}
        {body}
    }
}

fn now_reading(here: Here) -> AnyView {
    match here.now.content() {
        None => view! { <p class="panel-empty">{t("paper.opening")}</p> }.into_any(),
        Some(content) if is_blank(body_of(&content)) => {
            view! { <p class="panel-empty">{t("document.no_words")}</p> }.into_any()
        }
        Some(content) => reading(body_of(&content)),
    }
}

fn version_reading(here: Here) -> Option<AnyView> {
    let Shown::Version(version, content) = here.shown.get() else { return None };
    let on = version.on.map(day_words).unwrap_or_default();
    let head = t_with("document.reading_version", &[("version", &version.version), ("day", &on)]);
    let body = match content {
        // What is read must be what was signed: the fingerprint of the text says so.
        Some(content) if version.words.is_empty() || content.text_print == version.words => {
            reading(body_of(&content))
        }
        Some(_) => view! { <p class="field-problem">{t("document.version_differs")}</p> }.into_any(),
        None => view! { <p class="panel-empty">{t("document.version_not_here")}</p> }.into_any(),
    };
    Some(
        view! {
            <p class="notice">{Icon::History.view()} <span>{head} " " <strong>{version.title}</strong></span></p>
            {body}
        }
        .into_any(),
    )
}

fn writing(here: Here) -> AnyView {
    let label = field_label(DOCUMENT.name, &Here::body());
    let element = here.id.with_value(|id| format!("f-{}-body", id.uuid));
    view! {
        <div class="document-writing">
            <RichText
                paper=here.paper.get_value()
                path=Here::body()
                id=element
                label=Signal::derive(move || label.clone())
                placeholder=t("document.placeholder")
            />
        </div>
    }
    .into_any()
}

/// What an empty document can begin with.
fn outline_offer(here: Here, edition: RwSignal<u32>) -> Option<AnyView> {
    let kind = here.text("type");
    if kind == "other" || !DOCUMENT_TYPES.contains(&kind.as_str()) {
        return Some(view! { <p class="quiet">{t("document.say_type")}</p> }.into_any());
    }
    let begin = move |_| {
        let kind = kind.clone();
        let (id, paper) = (here.id.get_value(), here.paper.get_value());
        spawn_local(async move {
            if begin_with_outline(here.session, &id, &paper, &Here::body(), &kind).await {
                edition.try_update(|edition| *edition += 1);
            }
        });
    };
    Some(
        view! {
            <div class="document-outline">
                <p>{t("document.outline_why")}</p>
                <button type="button" class="button" on:click=begin>{Icon::Overview.view()} {t("document.begin_outline")}</button>
            </div>
        }
        .into_any(),
    )
}
