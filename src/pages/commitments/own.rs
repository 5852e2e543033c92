//! Practices of the team's own: what is done, which commitment it shows, how much it weighs, how old its evidence
//! may be and what it has to show.

use super::{Here, element_of};
use crate::components::failure;
use crate::components::field::FieldView;
use crate::components::form::provide_findings;
use crate::components::icon::Icon;
use crate::i18n::{t, t_with};
use crate::session::ToastKind;
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::kind::PRACTICE;
use register::line::LineId;
use register::practice::Commitment;
use register::{FieldPath, RecordId, Value};

/// What the list says of every other practice, the team says of its own.
const TERMS: [&str; 6] = ["title", "commitment", "theme", "weight", "max_age", "expects"];

/// Where one is added to a commitment.
pub fn adding(here: Here, commitment: Commitment) -> AnyView {
    let id = format!("own-practice-{}", commitment.code());
    let typed = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let title = typed.get_untracked().trim().to_owned();
        if title.is_empty() {
            return;
        }
        spawn_local(async move {
            let values = vec![("title", Value::Text(title)), ("commitment", Value::from(commitment.code()))];
            match here.session.create(&PRACTICE, values).await {
                Ok(made) => {
                    typed.try_set(String::new());
                    let line = LineId::Own(made);
                    here.session.focus_soon(format!("#{} button", element_of(&line)));
                    here.open.try_set(Some(line));
                }
                Err(failure) => here.session.say(ToastKind::Failure, failure::sentence(&failure)),
            }
        });
    };
    view! {
        <form class="field commitments-own" on:submit=add>
            <label class="field-label" for=id.clone()>{t("own_practice.add")}</label>
            <div class="with-button">
                <input
                    id=id
                    type="text"
                    maxlength="300"
                    autocomplete="off"
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <button type="submit" class="button-small">{Icon::Add.view()} {t("do.add")}</button>
            </div>
            <p class="field-help">{t("own_practice.help")}</p>
        </form>
    }
    .into_any()
}

/// What the team says of one of its own.
pub fn terms(here: Here, id: &RecordId) -> AnyView {
    provide_findings(id);
    let fields = PRACTICE.fields.iter().filter(|field| TERMS.contains(&field.key));
    let fields: Vec<_> = fields
        .map(|field| view! { <FieldView id=id.clone() path=FieldPath::of(field.key) field /> })
        .collect();
    let own = id.clone();
    let put_away = move |_| {
        let title = here.session.title_of(&own);
        here.session.archive(&own, t_with("own_practice.put_away", &[("title", &title)]));
    };
    view! {
        <h4>{t("own_practice.terms")}</h4>
        <div class="form-grid">{fields}</div>
        <div class="actions">
            <button type="button" class="button-quiet" on:click=put_away>{Icon::Archive.view()} {t("own_practice.remove")}</button>
        </div>
    }
    .into_any()
}
