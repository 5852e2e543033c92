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
    let (put_away, numbered) = (id.clone(), id.clone());
    let is_put_away =
        Memo::new(move |_| session.with_record(&put_away, |record| record.is_some_and(Record::is_archived)));
    let shared = Memo::new(move |_| shared_number(session, &numbered));
    view! {
        {
            let id = id.clone();
            move || is_put_away.get().then(|| put_away_notice(session, id.clone()))
        }
        {move || shared.get().map(|shared| number_notice(session, &id, shared))}
    }
    .into_any()
}

fn put_away_notice(session: Session, id: RecordId) -> AnyView {
    let restore = move |_| session.write(act::restore(&id));
    view! {
        <div class="notice">
            <span>{t("record.is_archived")}</span>
            <button type="button" class="button-small" on:click=restore>{t("do.restore")}</button>
        </div>
    }
    .into_any()
}

/// An older record with the same number.
#[derive(Clone, PartialEq)]
struct Shared {
    other: RecordId,
    words: String,
    free: String,
}

fn shared_number(session: Session, id: &RecordId) -> Option<Shared> {
    let kind = Kind::by_name(&id.kind)?;
    session.with_kinds(&[kind.name], |register| {
        let (other, free) = reference::offer(register, register.records.get(id)?, clock::year())?;
        Some(Shared { words: record_words(register, &other), other, free })
    })
}

/// The younger of two records with one number is offered another; links name neither, so none breaks.
fn number_notice(session: Session, id: &RecordId, Shared { other, words, free }: Shared) -> AnyView {
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
