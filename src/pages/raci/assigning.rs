//! The cell at hand: which role, who holds it, what it has to do with what, and a button for each part. Where two
//! answered differently, both answers.

use super::{Here, Place, cell_words, holder_words, part_words, role_words, subject_words};
use crate::components::disagreement::Disagreement;
use crate::i18n::t;
use leptos::prelude::*;
use register::raci::Part;

/// The bar.
pub fn assigning(here: Here) -> AnyView {
    let at = Memo::new(move |_| here.at_hand());
    let body = move || match at.get() {
        Some(place) => bar(here, &place),
        None => view! { <p class="quiet">{t("raci.hint")}</p> }.into_any(),
    };
    view! { <div class="raci-bar" role="group" aria-label=t("raci.assign")>{body}</div> }.into_any()
}

fn bar(here: Here, place: &Place) -> AnyView {
    let session = here.session;
    let own = place.clone();
    let content = Memo::new(move |_| here.cell(&own));
    let (subject, role) = place.clone();
    let who = {
        let role = role.clone();
        move || format!("{} ({})", role_words(session, &role), holder_words(session, &role))
    };
    let what = move || subject_words(session, &subject);
    let choices = Part::ALL.into_iter().map(Some).chain([None]);
    let choices = choices.map(|part| choice(here, place.clone(), content, part)).collect::<Vec<AnyView>>();
    let disputed =
        Memo::new(move |_| content.with(|cell| cell.disputed.as_ref().map(|(path, _)| path.clone())));
    let both = move || {
        let (id, path) = (role.clone(), disputed.get()?);
        let answers = Memo::new(move |_| {
            content
                .with(|cell| cell.disputed.as_ref().map(|(_, answers)| answers.clone()).unwrap_or_default())
        });
        Some(view! { <Disagreement id path answers /> })
    };
    view! {
        <p role="status">
            <strong>{who}</strong> " · " {what} ": " <strong>{move || content.with(cell_words)}</strong>
        </p>
        <div class="raci-choices">{choices}</div>
        {both}
        <p class="quiet raci-keys">{t("raci.keys")}</p>
    }
    .into_any()
}

fn choice(here: Here, place: Place, content: Memo<register::raci::Cell>, part: Option<Part>) -> AnyView {
    let is_chosen = Memo::new(move |_| {
        content.with(|cell| match part {
            Some(part) => cell.parts == [part],
            None => cell.parts.is_empty(),
        })
    });
    let pressed = move || if is_chosen.get() { "true" } else { "false" };
    let letter = part.map(|part| {
        let class = format!("raci-letter is-{}", part.code());
        view! { <span class=class aria-hidden="true">{t(&format!("raci.letter.{}", part.code()))}</span> }
    });
    let words = part.map_or_else(|| t("raci.none"), part_words);
    view! {
        <button
            type="button"
            class="button-small"
            aria-pressed=pressed
            // The focus stays in the cell, so that arrows go on from there.
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| here.assign(&place, part)
        >
            {letter} " " {words}
        </button>
    }
    .into_any()
}
