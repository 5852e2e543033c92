//! A measurement in seconds: day, value, note, Enter. A correction is a measurement too: what it takes the place
//! of stays where it is.

use super::Here;
use crate::components::health::{amount_words, day_words};
use crate::components::icon::Icon;
use crate::components::phrases::problem_words;
use crate::i18n::{field_label, t, t_with};
use crate::platform::{clock, dom};
use crate::session::ToastKind;
use leptos::prelude::*;
use register::day::{day, day_text};
use register::kind::KPI;
use register::kpi::{MEASUREMENTS, check_number};
use register::validation::{Problem, parse};
use register::{FieldPath, Value};
use uuid::Uuid;

fn read(key: &str, text: &str) -> Result<Value, Problem> {
    let field = KPI.rows_of(MEASUREMENTS).and_then(|rows| rows.field(key)).ok_or(Problem::NotText)?;
    parse(field, text)
}

/// The form.
#[component]
pub fn Entry(here: Here) -> impl IntoView {
    let on = RwSignal::new(clock::today());
    let value = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<(&'static str, String)>);
    let element = here.id.with_value(|id| format!("measure-{}", id.uuid));
    let field_of = |key: &'static str| format!("{element}-{key}");
    let selector = format!("#{}", field_of("value"));
    let clear = move || {
        on.set(clock::today());
        value.set(String::new());
        note.set(String::new());
        wrong.set(None);
        here.correcting.set(None);
    };
    let old = Memo::new(move |_| {
        let row = here.correcting.get()?;
        here.all.with(|all| all.iter().find(|one| one.row == row).map(|one| (one.held_on, one.value)))
    });
    // What is corrected is the draft of its correction.
    let focus = selector.clone();
    Effect::new(move |_| {
        if let Some((held_on, number)) = old.get() {
            on.set(day_text(held_on));
            value.set(number.to_string());
            wrong.set(None);
            dom::reveal(&focus);
            dom::focus(&focus);
        }
    });
    let take = move || -> Result<(), (&'static str, String)> {
        let said = |key: &'static str| move |problem: Problem| (key, problem_words(problem));
        let held_on = read("held_on", &on.get_untracked()).map_err(said("held_on"))?;
        let Some(held) = held_on.as_text().and_then(day) else {
            return Err(("held_on", t("kpi.day_needed")));
        };
        if Some(held) > here.today.succ_opt() {
            return Err(said("held_on")(Problem::InTheFuture));
        }
        let number = read("value", &value.get_untracked()).map_err(said("value"))?;
        if number.is_empty() {
            return Err(("value", t("kpi.value_needed")));
        }
        let checked = here.with(|kpi| check_number(kpi, &number)).unwrap_or(Ok(()));
        checked.map_err(said("value"))?;
        let note = read("note", &note.get_untracked()).map_err(said("note"))?;
        let words = number.as_number().and_then(|number| here.with(|kpi| amount_words(kpi, number)));
        let mut values = vec![("held_on", held_on), ("value", number)];
        if !note.is_empty() {
            values.push(("note", note));
        }
        let corrects: Option<Uuid> = here.correcting.get_untracked();
        values.extend(corrects.map(|row| ("corrects", Value::Text(row.to_string()))));
        here.session.add_row(&here.id.get_value(), MEASUREMENTS, values);
        let key = if corrects.is_some() { "kpi.corrected" } else { "kpi.entered" };
        let words = t_with(key, &[("value", &words.unwrap_or_default()), ("day", &day_words(held))]);
        here.session.say(ToastKind::Done, words);
        Ok(())
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match untrack(take) {
            Ok(()) => clear(),
            Err(problem) => wrong.set(Some(problem)),
        }
        dom::focus(&selector);
    };
    let problem = field_of("problem");
    let problem_id = problem.clone();
    let described = Signal::derive(move || wrong.with(|wrong| wrong.as_ref().map(|_| problem_id.clone())));
    let is_wrong = move |key: &'static str| {
        wrong.with(|wrong| wrong.as_ref().is_some_and(|(at, _)| *at == key)).then_some("true")
    };
    let label = |key: &'static str| field_label(KPI.name, &FieldPath::in_row(MEASUREMENTS, Uuid::nil(), key));
    let input =
        |key: &'static str, kind: &'static str, mode: Option<&'static str>, text: RwSignal<String>| {
            view! {
                <div class="field">
                    <label class="field-label" for=field_of(key)>{label(key)}</label>
                    <input
                        id=field_of(key)
                        type=kind
                        inputmode=mode
                        autocomplete="off"
                        aria-invalid=move || is_wrong(key)
                        aria-describedby=described
                        prop:value=text
                        on:input=move |event| text.set(event_target_value(&event))
                    />
                </div>
            }
            .into_any()
        };
    let heading = move || match old.get() {
        None => t("kpi.enter"),
        Some((held_on, number)) => {
            let value = here.with(|kpi| amount_words(kpi, number)).unwrap_or_default();
            t_with("kpi.correct_this", &[("day", &day_words(held_on)), ("value", &value)])
        }
    };
    let is_correcting = move || old.with(Option::is_some);
    view! {
        <form class="kpi-entry" class:is-correcting=is_correcting autocomplete="off" novalidate on:submit=submit>
            <h3>{heading}</h3>
            <div class="kpi-entry-fields">
                {input("held_on", "date", None, on)} {input("value", "text", Some("decimal"), value)} {input("note", "text", None, note)}
                <div class="kpi-entry-do">
                    <button type="submit" class="button">
                        {Icon::Check.view()} {move || t(if is_correcting() { "kpi.do_correct" } else { "kpi.do_enter" })}
                    </button>
                    {move || is_correcting().then(|| view! {
                        <button type="button" class="button-quiet" on:click=move |_| clear()>{t("do.cancel")}</button>
                    })}
                </div>
            </div>
            <p class="field-problem" id=problem role="alert">{move || wrong.get().map(|(_, words)| words)}</p>
        </form>
    }
}
