//! Where the document stands, what changed since it was signed, and where it goes next, as buttons in words.

use super::{Here, Shown};
use crate::components::icon::Icon;
use crate::components::lack_phrases::document_lack_words;
use crate::i18n::{choice_label, t, t_count, t_with};
use crate::session::content::content_at;
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::document::{Version, approvals, approvals_of, in_force, lacks, ways};
use register::document_act::{approve, go, publish};
use register::kind::DOCUMENT;
use register::{FieldPath, Record};

/// What stands against what was signed.
#[derive(Clone, Copy, PartialEq)]
enum Signed {
    /// Nothing was signed, or it is the same.
    Same,
    /// Approved, then changed.
    SinceApproval,
    /// Published, then changed; an older content is in force.
    SincePublication,
}

fn against(document: &Record, print: &str) -> Signed {
    if print.is_empty() {
        return Signed::Same;
    }
    match document.text("status") {
        "approved" if !approvals(document).is_empty() && approvals_of(document, print).is_empty() => {
            Signed::SinceApproval
        }
        "published" if in_force(document).is_some_and(|version| version.content != print) => {
            Signed::SincePublication
        }
        _ => Signed::Same,
    }
}

/// The panel.
pub fn state(here: Here) -> impl IntoView {
    let status = Memo::new(move |_| here.text("status"));
    let print = Memo::new(move |_| here.now.content().map(|content| content.print).unwrap_or_default());
    let signed = Memo::new(move |_| print.with(|print| here.with(|document| against(document, print))));
    let is_outline = Memo::new(move |_| {
        let outline = here.text("outline_print");
        !outline.is_empty() && here.now.content().is_some_and(|content| content.text_print == outline)
    });
    let status_words = move || {
        let status = status.get();
        let words = choice_label(DOCUMENT.name, &FieldPath::of("status"), &status);
        let class = match status.as_str() {
            "published" => "badge badge-low",
            "approved" => "badge badge-low",
            "changes_requested" => "badge badge-high",
            "superseded" | "withdrawn" => "badge",
            _ => "badge badge-medium",
        };
        view! { <span class=class>{words}</span> }
    };
    let changed = move || match signed.get() {
        Some(Signed::SinceApproval) => notice("document.changed_since_approval").into_any(),
        Some(Signed::SincePublication) => {
            let read = here.with(in_force).flatten().map(|version| read_button(here, version));
            view! { {notice("document.changed_since_publication")} {read} }.into_any()
        }
        _ => ().into_any(),
    };
    let outline = move || is_outline.get().then(|| notice("document.still_outline"));
    // A button stands while it is being pressed, whatever is stored meanwhile: else the click would be lost.
    let is_ready = Signal::derive(move || here.now.is_current());
    let steps = move || {
        let status = status.get();
        let all = ways(&status).iter().map(|to| step(here, &status, to, signed.get(), print, is_ready));
        // Where somebody approved already, others may approve it too, and what was changed is approved again.
        let again =
            (status == "approved").then(|| approve_button(here, "document.do.approve_too", print, is_ready));
        view! { {again} {all.collect_view()} }
    };
    let lacking = Memo::new(move |_| here.with(|document| lacks(document, here.today)).unwrap_or_default());
    let lacking = move || {
        let lacking = lacking.get();
        (!lacking.is_empty()).then(|| {
            let lines =
                lacking.iter().map(|lack| view! { <li>{document_lack_words(lack)}</li> }).collect_view();
            view! {
                <details class="document-lacks">
                    <summary>{Icon::Alert.view()} " " {t_count("document.lacks", lacking.len())}</summary>
                    <ul>{lines}</ul>
                </details>
            }
        })
    };
    view! {
        <section class="document-state" aria-labelledby="document-state">
            <h3 id="document-state">{t("document.state")} " " {status_words}</h3>
            <div role="status">{changed} {outline}</div>
            <div class="document-steps">{steps}</div>
            {lacking}
        </section>
    }
}

fn notice(key: &str) -> AnyView {
    view! { <p class="document-changed">{Icon::Alert.view()} <span>{t(key)}</span></p> }.into_any()
}

fn approve_button(
    here: Here,
    key: &'static str,
    print: Memo<String>,
    is_ready: Signal<bool>,
) -> Option<AnyView> {
    let me = here.session.me()?;
    let print = print.get();
    let has = here.with(|document| {
        approvals_of(document, &print).iter().any(|approval| approval.person.as_ref() == Some(&me))
    });
    if has == Some(true) {
        return None;
    }
    let act = move |_| {
        if here.now.sign(approve) {
            here.shown.set(Shown::Reading);
        }
    };
    Some(
        view! { <button type="button" class="button" disabled=move || !is_ready.get() on:click=act>{Icon::Check.view()} {t(key)}</button> }
            .into_any(),
    )
}

/// A way from here, as a button; why not, where it is not open yet.
fn step(
    here: Here,
    from: &str,
    to: &'static str,
    signed: Option<Signed>,
    print: Memo<String>,
    is_ready: Signal<bool>,
) -> Option<AnyView> {
    let key = format!("document.do.{to}");
    match to {
        "approved" => approve_button(here, "document.do.approved", print, is_ready),
        "published" if signed != Some(Signed::Same) => {
            Some(view! { <p class="quiet">{t("document.approve_again")}</p> }.into_any())
        }
        "published" => {
            let act = move |_| {
                if here.now.sign(publish) {
                    here.shown.set(Shown::Reading);
                }
            };
            Some(
                view! { <button type="button" class="button" disabled=move || !is_ready.get() on:click=act>{Icon::Share.view()} {t(&key)}</button> }
                    .into_any(),
            )
        }
        _ => {
            let key = match (from, to) {
                ("published", "draft") => "document.do.next_version".to_owned(),
                (_, "draft") => "document.do.back_to_draft".to_owned(),
                _ => key,
            };
            let is_first = ways(from).first() == Some(&to);
            let act = move |_| {
                here.now.sign(|document, _, _| go(document, to));
                here.shown.set(if to == "draft" || to == "changes_requested" {
                    Shown::Writing
                } else {
                    Shown::Reading
                });
            };
            let class = if is_first { "button" } else { "button-quiet" };
            Some(view! { <button type="button" class=class on:click=act>{t(&key)}</button> }.into_any())
        }
    }
}

/// A button that shows a published version exactly as it was.
pub fn read_button(here: Here, version: Version) -> AnyView {
    let words = t_with("document.read_version", &[("version", &version.version)]);
    let read = move |_| {
        let version = version.clone();
        here.shown.set(Shown::Version(Box::new(version.clone()), None));
        spawn_local(async move {
            let id = here.id.get_value();
            let content = content_at(here.session, &id, &version.heads).await.ok().flatten();
            // Another version may have been asked for meanwhile.
            let is_wanted = here.shown.try_with_untracked(
                |shown| matches!(shown, Shown::Version(wanted, _) if wanted.row == version.row),
            );
            if is_wanted == Some(true) {
                here.shown.try_set(Shown::Version(Box::new(version), content));
            }
        });
    };
    view! { <button type="button" class="button-small" on:click=read>{words}</button> }.into_any()
}
