//! Signing the minutes: who has said what to them, whose word is awaited, what was amended since, and the acts that can
//! be done now. Earlier minutes can be read exactly as they were signed.

use crate::components::health::day_words;
use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::components::reading::reading;
use crate::i18n::{choice_label, rows_label, t, t_with};
use crate::session::content::{Now, content_at, use_content};
use crate::session::{Session, use_session};
use bridge::Content;
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::kind::MANAGEMENT_REVIEW;
use register::sign_off::{SIGN_OFFS, Says, SignOff, awaited, complete, may_say, sign, sign_offs};
use register::{FieldPath, Record, RecordId, Register};
use uuid::Uuid;

/// What the parts share.
#[derive(Clone, Copy)]
struct Here {
    session: Session,
    id: StoredValue<RecordId>,
    now: Now,
    /// Minutes as they were signed, once somebody wants to read them.
    earlier: RwSignal<Option<(String, Option<Content>)>>,
}

const DEPENDS: [&str; 3] = ["management_review", "decision", "person"];

impl Here {
    fn with<T>(self, read: impl FnOnce(&Record, &Register) -> T) -> Option<T> {
        self.id.with_value(|id| {
            self.session.with_kinds(&DEPENDS, |register| Some(read(register.records.get(id)?, register)))
        })
    }

    fn name(self, person: &RecordId) -> String {
        self.session.with_kinds(&["person"], |register| record_words(register, person))
    }
}

/// The part of the page; nothing before a review is closed.
pub fn sign_off(id: RecordId) -> AnyView {
    let session = use_session();
    let of = StoredValue::new(id);
    let is_due = Memo::new(move |_| {
        of.with_value(|id| {
            session.with_record(id, |record| {
                record.is_some_and(|review| {
                    matches!(review.text("status"), "closed" | "signed") || !review.rows(SIGN_OFFS).is_empty()
                })
            })
        })
    });
    view! { {move || is_due.get().then(|| part(session, of))} }.into_any()
}

fn part(session: Session, id: StoredValue<RecordId>) -> AnyView {
    let now = id.with_value(|id| use_content(session, id));
    let here = Here { session, id, now, earlier: RwSignal::new(None) };
    view! {
        <section class="review-part review-sign-off" aria-labelledby="review-sign-off">
            <h2 id="review-sign-off" tabindex="-1">{rows_label(&MANAGEMENT_REVIEW, SIGN_OFFS)}</h2>
            {move || standing(here)}
            {move || signatures(here)}
            {move || earlier(here)}
            {acts(here)}
        </section>
    }
    .into_any()
}

/// Whose word is awaited, and whether what stands here is what was signed.
fn standing(here: Here) -> Option<AnyView> {
    let print = here.now.content()?.print;
    let (waits, is_amended) = here.with(|review, register| {
        let all = sign_offs(review, register);
        (awaited(review, register), all.iter().any(|one| one.content != print))
    })?;
    let names: Vec<String> = waits.iter().map(|person| here.name(person)).collect();
    let waits = if names.is_empty() {
        view! { <p>{Icon::Check.view()} " " {t("sign_off.all")}</p> }.into_any()
    } else {
        view! { <p>{Icon::Clock.view()} " " {t_with("sign_off.awaited", &[("names", &names.join(", "))])}</p> }
            .into_any()
    };
    let amended = is_amended.then(|| {
        view! { <p class="document-changed">{Icon::Alert.view()} <span>{t("sign_off.amended")}</span></p> }
    });
    Some(view! { <div role="status">{waits} {amended}</div> }.into_any())
}

fn says_words(says: Says) -> String {
    choice_label(MANAGEMENT_REVIEW.name, &FieldPath::in_row(SIGN_OFFS, Uuid::nil(), "says"), says.code())
}

fn signatures(here: Here) -> Option<AnyView> {
    let now = here.now.content();
    let all = here.with(sign_offs).unwrap_or_default();
    let line = |one: SignOff| {
        let on = one.on.map(day_words).unwrap_or_default();
        let of = now.as_ref().map(|now| {
            let key = if now.print == one.content {
                "sign_off.of_this"
            } else if now.text_print == one.words {
                "sign_off.facts_amended"
            } else {
                "sign_off.words_amended"
            };
            t(key)
        });
        let is_past = now.as_ref().is_some_and(|now| now.print != one.content);
        let icon = if is_past { Icon::History } else { Icon::Check };
        let reported = one
            .recorded_by
            .as_ref()
            .map(|by| format!(" · {}", t_with("acceptance.recorded_by", &[("who", &here.name(by))])));
        let note = (!one.note.is_empty()).then(|| view! { <br /> <q>{one.note.clone()}</q> });
        let read = is_past.then(|| read_button(here, &one));
        view! {
            <li class:is-past=is_past>
                {icon.view()}
                <span>
                    {here.name(&one.person)} " · " {on} " · " <strong>{says_words(one.says)}</strong> {reported}
                    {note} <br /> <span class="quiet">{of}</span>
                </span>
                {read}
            </li>
        }
        .into_any()
    };
    let lines: Vec<AnyView> = all.into_iter().map(line).collect();
    (!lines.is_empty()).then(|| view! { <ul class="document-people">{lines}</ul> }.into_any())
}

fn read_button(here: Here, of: &SignOff) -> AnyView {
    let heads = of.heads.clone();
    let read = move |_| {
        let heads = heads.clone();
        here.earlier.set(Some((heads.clone(), None)));
        spawn_local(async move {
            let id = here.id.get_value();
            let content = content_at(here.session, &id, &heads).await.ok().flatten();
            let is_wanted = here
                .earlier
                .try_with_untracked(|earlier| matches!(earlier, Some((wanted, _)) if *wanted == heads));
            if is_wanted == Some(true) {
                here.earlier.try_set(Some((heads, content)));
            }
        });
    };
    view! { <button type="button" class="button-small" on:click=read>{t("sign_off.read_signed")}</button> }
        .into_any()
}

/// The minutes as somebody signed them, topic by topic, those that were amended marked.
fn earlier(here: Here) -> Option<AnyView> {
    let (_, content) = here.earlier.get()?;
    let Some(content) = content else {
        return Some(view! { <p class="panel-empty" role="status">{t("paper.opening")}</p> }.into_any());
    };
    let now = here.now.content();
    let topic = |path: &str| {
        let row = path.parse::<FieldPath>().ok().and_then(|path| path.row).map(|(_, row)| row);
        let of = row.and_then(|row| {
            here.with(|review, _| review.row_value("agenda", row, "topic").as_text().map(str::to_owned))?
        });
        of.unwrap_or_default()
    };
    let one = |(path, text): &(String, Vec<register::reading::Block>)| {
        let same =
            now.as_ref().is_some_and(|now| now.texts.iter().any(|(of, now)| of == path && now == text));
        let mark = (!same)
            .then(|| view! { " " <span class="badge badge-medium">{t("sign_off.amended_word")}</span> });
        view! { <h4>{topic(path)} {mark}</h4> {reading(text)} }.into_any()
    };
    let texts: Vec<AnyView> = content.texts.iter().map(one).collect();
    let close = move |_| here.earlier.set(None);
    Some(
        view! {
            <div class="notice review-as-signed" role="region" aria-label=t("sign_off.as_signed")>
                <h3>{t("sign_off.as_signed")}</h3>
                {texts}
                <button type="button" class="button-quiet" on:click=close>{Icon::Close.view()} {t("do.close")}</button>
            </div>
        }
        .into_any(),
    )
}

/// What the reader may say now.
fn acts(here: Here) -> AnyView {
    let note = RwSignal::new(String::new());
    let choices = Memo::new(move |_| {
        let me = here.session.me()?;
        let print = here.now.content().map(|content| content.print).unwrap_or_default();
        here.with(|review, register| {
            let mut mine = sign_offs(review, register);
            mine.retain(|one| one.person == me);
            let has = mine.last().is_some_and(|last| last.content == print && last.recorded_by.is_none());
            (may_say(review, &me).iter().map(|says| says.code()).collect::<Vec<_>>(), has)
        })
    });
    let say = move |says: Says| {
        let done = here.now.sign(|review, by, seen| {
            here.session.peek(|register| sign(review, register, by, seen, says, &note.get_untracked()))
        });
        if done {
            note.set(String::new());
        }
    };
    let is_ready = Signal::derive(move || here.now.is_current());
    let buttons = move || {
        let (choices, has) = choices.get()?;
        let all = Says::ALL.into_iter().filter(|says| choices.contains(&says.code()));
        let all: Vec<AnyView> = all
            .map(|says| {
                let class = if says == Says::Agree && !has { "button" } else { "button-quiet" };
                let lacks_note = move || says.needs_note() && note.with(|note| note.trim().is_empty());
                view! {
                    <button
                        type="button"
                        class=class
                        disabled=move || !is_ready.get() || lacks_note()
                        on:click=move |_| say(says)
                    >
                        {t(&format!("sign_off.do.{}", says.code()))}
                    </button>
                }
                .into_any()
            })
            .collect();
        (!all.is_empty()).then(|| {
            view! {
                <div class="field">
                    <label class="field-label" for="sign-off-note">{t("sign_off.note")}</label>
                    <input
                        id="sign-off-note"
                        type="text"
                        maxlength="1000"
                        prop:value=move || note.get()
                        on:input=move |event| note.set(event_target_value(&event))
                    />
                    <p class="field-help">{t("sign_off.note_why")}</p>
                </div>
                <p class="actions">{all}</p>
            }
            .into_any()
        })
    };
    let all_signed = move || {
        let command = here.with(complete).flatten()?;
        let act = move |_| here.session.write(command.clone());
        Some(
            view! { <p class="actions"><button type="button" class="button" on:click=act>{t("sign_off.complete")}</button></p> },
        )
    };
    view! { {buttons} {all_signed} }.into_any()
}
