//! What must be known of a record before it is read: that it is put away, or that another bears its number.

use crate::components::phrases::record_words;
use crate::i18n::{t, t_with};
use crate::places;
use crate::platform::clock;
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::reference::{self, REFERENCE};
use register::{Command, FieldPath, Kind, Record, RecordId, act};

/// The notices of a record, none if nothing is to be said.
pub fn record_notices(id: RecordId) -> AnyView {
    let session = use_session();
    let (put_away, numbered) = (id.clone(), id);
    view! {
        {move || is_put_away(session, &put_away)}
        {move || shares_number(session, &numbered)}
    }
    .into_any()
}

fn is_put_away(session: Session, id: &RecordId) -> AnyView {
    let is_archived = session.with_record(id, |record| record.is_some_and(Record::is_archived));
    if !is_archived {
        return ().into_any();
    }
    let id = id.clone();
    let restore = move |_| session.write(act::restore(&id));
    view! {
        <div class="notice">
            <span>{t("record.is_archived")}</span>
            <button type="button" class="button-small" on:click=restore>{t("do.restore")}</button>
        </div>
    }
    .into_any()
}

/// The younger of two records with one number is offered another; links name neither, so none breaks.
fn shares_number(session: Session, id: &RecordId) -> AnyView {
    let Some(kind) = Kind::by_name(&id.kind) else { return ().into_any() };
    let found = session.with_kinds(&[kind.name], |register| {
        let (other, free) = reference::offer(register, register.records.get(id)?, clock::year())?;
        Some((record_words(register, &other), other, free))
    });
    let Some((words, other, free)) = found else { return ().into_any() };
    let command = Command::set(id, FieldPath::of(REFERENCE), free.as_str().into());
    let take = move |_| session.write(command.clone());
    view! {
        <div class="notice" role="status">
            <span>
                {t("number.shared")} " "
                <a href=places::href(&places::record(session, &other))>{words}</a>
            </span>
            <button type="button" class="button-small" on:click=take>{t_with("number.take", &[("number", &free)])}</button>
        </div>
    }
    .into_any()
}
