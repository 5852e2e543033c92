//! Two answers for one question: all that stand, with who and when, and a way to choose one.

use crate::components::badge::signature;
use crate::components::icon::Icon;
use crate::components::phrases::{author_words, value_words};
use crate::i18n::{field_label, t, t_count, t_with};
use crate::session::use_session;
use leptos::prelude::*;
use register::{Answers, FieldPath, RecordId};

/// The answers of one field, where there is more than one.
#[component]
pub fn Disagreement(
    /// The record.
    id: RecordId,
    /// The field.
    path: FieldPath,
    /// All standing answers.
    answers: Memo<Answers>,
) -> impl IntoView {
    let session = use_session();
    let place = StoredValue::new((id, path));
    let one = move |answer: register::Answer| {
        let (words, label) = place.with_value(|(id, path)| {
            let words = session.peek(|register| value_words(register, &id.kind, path, &answer.value));
            (if words.is_empty() { t("word.nothing") } else { words }, field_label(&id.kind, path))
        });
        let spoken = t_with("disagreement.keep_spoken", &[("value", &words), ("field", &label)]);
        let by = answer.by;
        let who = move || signature(&author_words(session, &by), answer.at);
        let value = answer.value;
        let keep = move |_| {
            let (id, path) = place.get_value();
            session.choose(&id, path, value.clone());
            session.say(crate::session::ToastKind::Done, t("disagreement.chosen"));
        };
        view! {
            <li class="answer">
                <span class="answer-value">{words}</span>
                <span class="answer-who">{who}</span>
                <button type="button" class="button-small" aria-label=spoken on:click=keep>{t("disagreement.keep")}</button>
            </li>
        }
    };
    move || {
        let all = answers.get();
        (all.len() > 1).then(|| {
            view! {
                <div class="disagreement" role="group" aria-label=t("disagreement.title")>
                    <p class="disagreement-title">{Icon::Fork.view()} {t_count("disagreement.answers", all.len())}</p>
                    <ul class="answers">{all.into_iter().map(one).collect::<Vec<_>>()}</ul>
                </div>
            }
        })
    }
}
