//! A record's history: who, when, what, from what to what; newest first, one entry for each act.

use crate::components::badge::signature;
use crate::components::failure;
use crate::components::phrases::{author_words, place_words, value_words};
use crate::i18n::{act_label, t, t_count, t_with};
use crate::platform::intl;
use crate::platform::timer::Later;
use crate::session::use_session;
use bridge::{HistoryEntry, Request, Response};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::RecordId;
use register::field::POSITION;

/// So many acts are shown at first.
const AT_FIRST: usize = 20;
/// An act that set more fields than this shows so many at first.
const MOST_LINES: usize = 6;
/// A record that changes in bursts is asked about once they pause.
const PAUSE_MS: u64 = 250;

/// The history of a record, kept up to date.
#[component]
pub fn History(
    /// The record.
    id: RecordId,
) -> impl IntoView {
    let session = use_session();
    let entries = RwSignal::new(None::<Result<Vec<HistoryEntry>, String>>);
    let shown = RwSignal::new(AT_FIRST);
    let later = StoredValue::new_local(Later::default());
    on_cleanup(move || {
        later.try_update_value(Later::cancel);
    });
    let record = StoredValue::new(id);
    let ask = move || {
        let Some(id) = record.try_get_value() else { return };
        spawn_local(async move {
            let answer = match session.call(Request::History(id)).await {
                Ok(Response::History(entries)) => Ok(entries),
                Ok(_) => Ok(Vec::new()),
                Err(failure) => Err(failure::sentence(&failure)),
            };
            entries.try_set(Some(answer));
        });
    };
    Effect::new(move |asked: Option<()>| {
        record.with_value(|id| session.with_record(id, |_| ()));
        match asked {
            None => ask(),
            Some(()) => {
                later.update_value(|later| later.set(PAUSE_MS, ask));
            }
        }
    });
    let list = move || match entries.get() {
        None => ().into_any(),
        Some(Err(words)) => view! { <p class="field-problem">{words}</p> }.into_any(),
        Some(Ok(entries)) => {
            let acts = acts(entries);
            let more = acts.len() > shown.get();
            let acts: Vec<_> = acts
                .into_iter()
                .take(shown.get())
                .map(|act| view! { <Act id=record.get_value() act /> })
                .collect();
            view! {
                <ol class="history-acts">{acts}</ol>
                {more.then(|| view! {
                    <button type="button" class="button-quiet" on:click=move |_| shown.update(|shown| *shown += AT_FIRST * 5)>
                        {t("history.more")}
                    </button>
                })}
            }
            .into_any()
        }
    };
    view! { <div class="history">{list}</div> }
}

/// What was set in one go.
fn acts(entries: Vec<HistoryEntry>) -> Vec<Vec<HistoryEntry>> {
    let mut acts: Vec<Vec<HistoryEntry>> = Vec::new();
    for entry in entries.into_iter().filter(|entry| entry.path.key != POSITION) {
        let is_same = |act: &Vec<HistoryEntry>| {
            act.last()
                .is_some_and(|last| last.by == entry.by && last.at == entry.at && last.code == entry.code)
        };
        match acts.last_mut() {
            Some(act) if is_same(act) => act.push(entry),
            _ => acts.push(vec![entry]),
        }
    }
    acts
}

#[component]
fn Act(id: RecordId, act: Vec<HistoryEntry>) -> impl IntoView {
    let session = use_session();
    let first = act.first().cloned();
    let head = first.map(|first| {
        let who = move || signature(&author_words(session, &first.by), first.at);
        view! {
            <p class="history-head">
                <span class="history-act">{act_label(&first.code, first.number.as_deref())}</span>
                <span class="history-who">{who}</span>
            </p>
        }
    });
    let lines: Vec<_> = act
        .into_iter()
        .map(|entry| {
            let place = session.peek(|register| place_words(register, &id, &entry.path));
            let what = match entry.typed {
                Some(typed) => {
                    let words = typed_words(typed, &entry.shapes);
                    view! { <span class="history-to">{words}</span> }.into_any()
                }
                None => {
                    let words = |value| session.peek(|register| value_words(register, &id.kind, &entry.path, value));
                    let (from, to) = (words(&entry.from), words(&entry.to));
                    let from = (!from.is_empty()).then(|| {
                        view! { <del>{from}</del> <span class="history-arrow" aria-label=t("history.to")>" → "</span> }
                    });
                    let to = if to.is_empty() { t("word.nothing") } else { to };
                    view! { {from} <ins>{to}</ins> }.into_any()
                }
            };
            view! { <li><span class="history-place">{place}</span> " " <span class="history-change">{what}</span></li> }
                .into_any()
        })
        .collect();
    let mut lines: Vec<AnyView> = lines;
    let rest = lines.split_off(lines.len().min(MOST_LINES));
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details>
                <summary>{t_count("history.and_more", rest.len())}</summary>
                <ul>{rest}</ul>
            </details>
        }
    });
    view! { <li class="history-entry">{head}<ul>{lines}</ul>{rest}</li> }
}

/// What was done to a long text.
fn typed_words((written, deleted): (u32, u32), shapes: &[String]) -> String {
    let mut words = Vec::new();
    if (written, deleted) != (0, 0) {
        let (written, deleted) = (intl::number(written.into()), intl::number(deleted.into()));
        words.push(t_with("history.typed", &[("written", &written), ("deleted", &deleted)]));
    }
    words.extend(shapes.iter().filter_map(|shape| shape_words(shape)));
    if words.is_empty() { t("history.formatted") } else { words.join("; ") }
}

fn shape_words(shape: &str) -> Option<String> {
    Some(match shape {
        "paragraph" => t("history.shape.paragraph"),
        "heading" => t("history.shape.heading"),
        "unordered-list-item" => t("history.shape.list"),
        "ordered-list-item" => t("history.shape.numbers"),
        "blockquote" => t("history.shape.quote"),
        "code-block" => t("history.shape.code"),
        "isomerge-table" => t("history.shape.table"),
        _ => return None,
    })
}
