//! What comes out of a review (9.3.3): the decisions and actions of an agenda item, added in one line,
//! and the actions of earlier reviews that are still open.

use crate::components::badge::due_badge;
use crate::components::failure;
use crate::components::field::FieldView;
use crate::components::icon::Icon;
use crate::components::phrases::{record_words, title_words};
use crate::i18n::{t, t_count};
use crate::places;
use crate::platform::clock;
use crate::session::{Session, ToastKind, use_session};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::kind::{ACTION, DECISION};
use register::{FieldPath, Kind, Record, RecordId, Value, review};
use uuid::Uuid;

/// Records of a kind that belong to an item of a review, in the order of their making.
fn of_item(
    session: Session,
    kind: &'static Kind,
    is_of_item: impl Fn(&Record) -> bool + Send + Sync + 'static,
) -> Memo<Vec<RecordId>> {
    Memo::new(move |_| {
        session.with_kinds(&[kind.name], |register| {
            register
                .of_kind(kind.name)
                .filter(|record| is_of_item(record))
                .map(|record| record.id.clone())
                .collect()
        })
    })
}

/// The records, each with what is worth seeing to at once.
fn list(
    session: Session,
    kind: &'static Kind,
    ids: Memo<Vec<RecordId>>,
    keys: &'static [&'static str],
) -> AnyView {
    let one = move |id: RecordId| {
        let fields = keys.iter().filter_map(|key| {
            let field = kind.fields.iter().find(|field| field.key == *key)?;
            Some(view! { <FieldView id=id.clone() path=FieldPath::of(key) field bare=true /> })
        });
        let fields: Vec<_> = fields.collect();
        let words = {
            let id = id.clone();
            move || {
                title_words(session, &id);
                session.peek(|register| record_words(register, &id))
            }
        };
        view! {
            <li class="outcome">
                <a href=places::href(&places::record(session, &id))>{words}</a>
                <div class="outcome-fields">{fields}</div>
            </li>
        }
    };
    view! {
        <ul class="outcomes">
            <For each=move || ids.get() key=Clone::clone children=one />
        </ul>
    }
    .into_any()
}

/// One line that makes a record.
fn add_line(
    session: Session,
    kind: &'static Kind,
    row: Uuid,
    values: impl Fn() -> Vec<(&'static str, Value)> + Copy + Send + Sync + 'static,
) -> AnyView {
    let title = RwSignal::new(String::new());
    let element = format!("add-{}-{row}", kind.name);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = title.get_untracked().trim().to_owned();
        if words.is_empty() {
            return;
        }
        let mut values = values();
        values.push((kind.title, Value::Text(words.clone())));
        title.set(String::new());
        spawn_local(async move {
            if let Err(failure) = session.create(kind, values).await {
                session.say(ToastKind::Failure, failure::sentence(&failure));
                // What was typed is kept where it was typed.
                title.try_update(|title| {
                    if title.is_empty() {
                        *title = words;
                    }
                });
            }
        });
    };
    view! {
        <form class="outcome-add" on:submit=add>
            <label class="visually-hidden" for=element.clone()>{t(&format!("new.{}", kind.name))}</label>
            <input
                id=element
                type="text"
                autocomplete="off"
                maxlength="200"
                placeholder=t(&format!("new.{}", kind.name))
                prop:value=move || title.get()
                on:input=move |event| title.set(event_target_value(&event))
            />
            <button type="submit" class="button-small" aria-label=t(&format!("review.add_{}", kind.name))>
                {Icon::Add.view()} {t("do.add")}
            </button>
        </form>
    }
    .into_any()
}

/// The decisions taken at an item.
#[component]
pub fn ItemDecisions(id: RecordId, row: Uuid) -> impl IntoView {
    let session = use_session();
    let (review, item) = (id.to_string(), row.to_string());
    let ids = of_item(session, &DECISION, move |decision| {
        decision.text("review") == review && decision.text("agenda_item") == item
    });
    let place = StoredValue::new(id);
    let values = move || {
        let (id, chair, held) = of_review(session, place);
        let on = if held.is_empty() { clock::today() } else { held };
        vec![
            ("review", Value::Text(id)),
            ("agenda_item", Value::Text(row.to_string())),
            ("decided_by", Value::Text(chair)),
            ("decided_on", Value::Text(on)),
            ("status", Value::from("decided")),
        ]
    };
    view! {
        <div class="outcome-part">
            <h3>{t("review.decisions")}</h3>
            {list(session, &DECISION, ids, &["decided_by", "status"])} {add_line(session, &DECISION, row, values)}
        </div>
    }
}

/// The actions that came out of an item.
#[component]
pub fn ItemActions(id: RecordId, row: Uuid) -> impl IntoView {
    let session = use_session();
    let (review, item) = (id.to_string(), row.to_string());
    let ids = of_item(session, &ACTION, move |action| {
        action.text("source") == review && action.text("agenda_item") == item
    });
    let place = StoredValue::new(id);
    let values = move || {
        let (id, _, _) = of_review(session, place);
        vec![("source", Value::Text(id)), ("agenda_item", Value::Text(row.to_string()))]
    };
    view! {
        <div class="outcome-part">
            <h3>{t("review.actions")}</h3>
            {list(session, &ACTION, ids, &["owner", "due", "status"])} {add_line(session, &ACTION, row, values)}
        </div>
    }
}

/// The review's own id, its chair and the day it was held, as texts.
fn of_review(session: Session, place: StoredValue<RecordId>) -> (String, String, String) {
    place.with_value(|id| {
        session.peek(|register| {
            let text = |key: &str| {
                register.records.get(id).map(|record| record.text(key).to_owned()).unwrap_or_default()
            };
            (id.to_string(), text("chair"), text("held_on"))
        })
    })
}

/// The open actions that the review looks back at.
#[component]
pub fn EarlierActions(id: RecordId) -> impl IntoView {
    let session = use_session();
    let earlier = Memo::new(move |_| {
        session.with_kinds(&["action", "decision"], |register| {
            let Some(record) = register.records.get(&id) else { return Vec::new() };
            let earlier = review::earlier_actions(record, register).into_iter();
            earlier.map(|action| action.id.clone()).collect::<Vec<_>>()
        })
    });
    let one = move |id: RecordId| {
        let (words, badge) =
            session.peek(|register| (record_words(register, &id), register.records.get(&id).map(due_badge)));
        view! {
            <li>
                <a href=places::href(&places::record(session, &id))>{words}</a>
                {badge}
            </li>
        }
    };
    move || {
        let earlier = earlier.get();
        (!earlier.is_empty()).then(|| {
            let words = t_count("review.earlier_actions", earlier.len());
            view! {
                <details class="review-earlier">
                    <summary>{words}</summary>
                    <ul class="record-list">{earlier.into_iter().map(one).collect_view()}</ul>
                </details>
            }
        })
    }
}
