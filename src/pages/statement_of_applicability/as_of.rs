//! The statement as it stood at the end of a day: asked of the engine, shown to be read and printed, never edited.

use super::shown::{Shown, shown};
use super::{Here, theme_words};
use crate::components::failure;
use crate::components::icon::Icon;
use crate::i18n::{choice_label, field_label, t, t_with};
use crate::platform::{dom, intl};
use crate::session::{Session, ToastKind};
use bridge::{Request, Response};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::day::{NaiveDate, day, day_text, last_moment};
use register::kind::{CONTROL, CONTROL_REASONS};
use register::statement::as_of;
use register::{FieldPath, Record, Register};

/// A day, and the statement of that day; none while it is being asked for.
pub type Then = Option<(NaiveDate, Option<Register>)>;

/// Where the day is chosen.
pub fn choice(here: Here, then: RwSignal<Then>) -> AnyView {
    let today = here.session.today_date();
    let choose = move |event| {
        let chosen = day(&event_target_value(&event)).filter(|chosen| *chosen < today);
        then.set(chosen.map(|chosen| (chosen, None)));
        if let Some(chosen) = chosen {
            ask(here.session, chosen, then);
        }
    };
    let value = move || then.with(|then| then.as_ref().map(|(on, _)| day_text(*on)).unwrap_or_default());
    let back = move |_| then.set(None);
    let tools = move || {
        then.with(Option::is_some).then(|| {
            view! {
                <button type="button" class="button-quiet" on:click=back>{Icon::Back.view()} {t("statement.back_to_now")}</button>
                <button type="button" class="button-quiet" on:click=move |_| dom::print()>{t("statement.print")}</button>
            }
        })
    };
    view! {
        <div class="statement-as-of">
            <div class="field field-date">
                <label class="field-label" for="statement-as-of">{t("statement.as_of")}</label>
                <input id="statement-as-of" type="date" max=day_text(today) prop:value=value on:change=choose />
            </div>
            {tools}
        </div>
    }
    .into_any()
}

fn ask(session: Session, on: NaiveDate, then: RwSignal<Then>) {
    spawn_local(async move {
        let mut stood: Vec<Vec<Record>> = Vec::new();
        for kind in ["control", "risk"] {
            let request = Request::StoodAt { kind: kind.to_owned(), at: last_moment(on) };
            match session.call(request).await {
                Ok(Response::Stood(records)) => stood.push(records),
                Ok(_) => {}
                Err(failure) => {
                    session.say(ToastKind::Failure, failure::sentence(&failure));
                    then.try_set(None);
                    return;
                }
            }
        }
        let risks = stood.pop().unwrap_or_default();
        let controls = stood.pop().unwrap_or_default();
        let register = session.peek(|register| as_of(register, controls, risks));
        then.try_update(|then| {
            if let Some((of, known)) = then.as_mut().filter(|(of, _)| *of == on) {
                (*of, *known) = (on, Some(register));
            }
        });
    });
}

/// The statement of that day.
pub fn statement(here: Here, then: RwSignal<Then>) -> AnyView {
    here.session.control_titles();
    let found = then.with(|then| {
        let (on, register) = then.as_ref()?;
        let all = register.as_ref().map(|register| {
            shown(register, *on).into_iter().map(|row| line(&row, register)).collect::<Vec<AnyView>>()
        });
        Some((*on, all))
    });
    let Some((on, lines)) = found else { return ().into_any() };
    let Some(lines) = lines else {
        return view! { <p class="panel-empty" role="status">{t("risk_map.asking")}</p> }.into_any();
    };
    let head = t_with("statement.stood", &[("day", &intl::date(&day_text(on)))]);
    let label = |key: &str| field_label(CONTROL.name, &FieldPath::of(key));
    view! {
        <h2>{head}</h2>
        <div class="table-scroll">
            <table class="rows statement-then">
                <thead>
                    <tr>
                        <th scope="col">{t("statement.number")}</th>
                        <th scope="col">{label("title")}</th>
                        <th scope="col">{label("applicable")}</th>
                        <th scope="col">{t("statement.why")}</th>
                        <th scope="col">{label("status")}</th>
                        <th scope="col">{label("owner")}</th>
                        <th scope="col">{t("statement.risks")}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(shown: &Shown, register: &Register) -> AnyView {
    let label = |key: &str| field_label(CONTROL.name, &FieldPath::of(key));
    let said = register.records.get(&shown.id);
    let is_set = |key: &&&str| said.is_some_and(|record| record.value(key).is_set_flag());
    let mut why: Vec<String> = CONTROL_REASONS.iter().filter(is_set).map(|key| label(key)).collect();
    let text = |key: &str| said.map(|record| record.text(key).to_owned()).filter(|text| !text.is_empty());
    why.extend(text(if shown.applies == Some(false) { "exclusion" } else { "justification" }));
    let applies = match shown.applies {
        Some(true) => choice_label(CONTROL.name, &FieldPath::of("applicable"), "yes"),
        Some(false) => choice_label(CONTROL.name, &FieldPath::of("applicable"), "no"),
        None => String::new(),
    };
    let status = t(&format!("statement.{}", shown.coverage.code()));
    view! {
        <tr>
            <th scope="row">{shown.number.clone()}</th>
            <td data-label=label("title")>{shown.title.clone()} <span class="visually-hidden">{theme_words(shown.theme)}</span></td>
            <td data-label=label("applicable")>{applies}</td>
            <td data-label=t("statement.why")>{why.join(" · ")}</td>
            <td data-label=label("status")>{status}</td>
            <td data-label=label("owner")>{shown.owner_name.clone()}</td>
            <td data-label=t("statement.risks")>{intl::number(shown.risks as f64)}</td>
        </tr>
    }
    .into_any()
}
