//! A long text of a record, by its path alone: its paper is opened with it.

use crate::components::rich_text::RichText;
use crate::i18n::{field_label, t};
use crate::session::paper::use_paper;
use crate::session::use_session;
use leptos::prelude::*;
use register::{FieldPath, RecordId};

/// The text, with what it is called above it.
#[component]
pub fn PaperField(
    /// The record.
    id: RecordId,
    /// The text's place in it.
    path: FieldPath,
) -> impl IntoView {
    let paper = use_paper(use_session(), &id);
    let label = field_label(&id.kind, &path);
    let element = format!("f-{}-{}", id.uuid, path.to_string().replace('/', "-"));
    let said = label.clone();
    view! {
        <div class="field paper-field">
            <span class="field-label" aria-hidden="true">{label}</span>
            <RichText paper path id=element label=Signal::derive(move || said.clone()) placeholder=t("paper.placeholder") />
        </div>
    }
}
