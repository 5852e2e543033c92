//! One control beside the list: whether it applies and why, how far it is, the risks that it treats, what shows
//! it, and what else leads to it.

use super::table::coverage_badge;
use super::{Here, gap_words};
use crate::components::field::FieldView;
use crate::components::form::provide_findings;
use crate::components::history::History;
use crate::components::icon::Icon;
use crate::components::linked_from::LinkedFrom;
use crate::components::phrases::{record_words, records_by_name, title_words};
use crate::components::record_foot::RecordFoot;
use crate::components::record_notices::record_notices;
use crate::components::rows::RowsTable;
use crate::components::shortcuts::on_escape;
use crate::i18n::{rows_label, t, t_with};
use crate::places;
use leptos::prelude::*;
use register::control::{Attribute, Control};
use register::kind::{CONTROL, CONTROL_REASONS};
use register::statement::{Gap, row, treat, treat_no_more};
use register::{FieldPath, RecordId};

/// The control.
pub fn detail(here: Here, id: RecordId) -> AnyView {
    let session = here.session;
    let back = places::page(session, "controls");
    let (go, there) = (places::use_go(), back.clone());
    on_escape(move || go(&there));
    provide_findings(&id);
    if session.take_fresh(&id) {
        session.focus_soon(format!("#f-{}-title", id.uuid));
    }
    let titled = id.clone();
    Effect::new(move |_| session.set_title(title_words(session, &titled)));
    let of = id.clone();
    let shown = Memo::new(move |_| here.row(&of));
    let known = Control::by_record(&id);
    let titled = id.clone();
    let number = move || shown.with(|shown| shown.as_ref().map(|row| row.number.clone()));
    let marks = move || shown.with(|shown| shown.as_ref().map(|row| coverage_badge(row.coverage)));
    let gaps = Memo::new(move |_| {
        shown.with(|shown| shown.as_ref().map(|row| row.gaps.clone()).unwrap_or_default())
    });
    let gap_list = move || gaps.with(|gaps| gap_lines(gaps));
    let applies = Memo::new(move |_| shown.with(|shown| shown.as_ref().and_then(|row| row.applies)));
    let of = StoredValue::new(id.clone());
    let why = move || match applies.get() {
        Some(false) => fields(&of.get_value(), &["exclusion"]),
        _ => {
            let keys: Vec<&str> = CONTROL_REASONS.iter().copied().chain(["justification"]).collect();
            fields(&of.get_value(), &keys)
        }
    };
    let own = known.is_none().then(|| fields(&id, &["reference", "title", "theme"]));
    view! {
        <section class="beside-record statement-detail" aria-labelledby="record-title">
            <a class="back" href=places::href(&back) data-noscroll="" title=t("record.close")>
                <span class="back-wide">{Icon::Close.view()} <span class="visually-hidden">{t("record.close")}</span></span>
                <span class="back-narrow">{Icon::Back.view()} {t("record.back")}</span>
            </a>
            <header class="record-head">
                <p class="record-kind">
                    {t("kind.control.one")} " " <span class="record-reference">{number}</span> " "
                    <span class="clause">{t_with("word.clause", &[("clause", "6.1.3 d")])}</span>
                </p>
                <h2 id="record-title" data-heading="" tabindex="-1">{move || title_words(session, &titled)}</h2>
                <p class="record-marks">{marks}</p>
                {known.map(attributes)}
            </header>
            {record_notices(id.clone())}
            {gap_list}
            <div class="form">
                {own}
                <section class="form-section">
                    <h3>{t("statement.decision")}</h3>
                    {fields(&id, &["applicable"])}
                    {why}
                </section>
                <section class="form-section">
                    <h3>{t("statement.implementation")}</h3>
                    {fields(&id, &["status", "due", "owner", "implementation"])}
                </section>
                {risks(here, id.clone())}
                {evidence(id.clone())}
                <section class="form-section">
                    <h3>{t("statement.check")}</h3>
                    {fields(&id, &["checked_by", "checked_on"])}
                </section>
            </div>
            {foot(id, known.is_some())}
        </section>
    }
    .into_any()
}

/// What leads here and what was done. A control of Annex A cannot be put away: it does not apply, then.
fn foot(id: RecordId, is_known: bool) -> AnyView {
    if !is_known {
        return view! { <RecordFoot id /> }.into_any();
    }
    view! {
        <LinkedFrom id=id.clone() />
        <section class="record-history" aria-labelledby="history-title">
            <h3 id="history-title">{Icon::History.view()} {t("history.title")}</h3>
            <History id />
        </section>
    }
    .into_any()
}

fn fields(id: &RecordId, keys: &[&str]) -> AnyView {
    let declared = keys.iter().filter_map(|key| CONTROL.fields.iter().find(|field| field.key == *key));
    let views = declared
        .map(|field| view! { <FieldView id=id.clone() path=FieldPath::of(field.key) field /> }.into_any());
    view! { <div class="form-grid">{views.collect::<Vec<AnyView>>()}</div> }.into_any()
}

fn gap_lines(gaps: &[Gap]) -> Option<AnyView> {
    let line = |gap: &Gap| {
        let class = matches!(gap, Gap::Contradiction(_)).then_some("is-grave");
        view! { <li class=class>{Icon::Alert.view()} {gap_words(gap)}</li> }.into_any()
    };
    let lines: Vec<AnyView> = gaps.iter().map(line).collect();
    (!lines.is_empty()).then(|| view! { <ul class="statement-gaps">{lines}</ul> }.into_any())
}

/// The five attributes of a control of Annex A.
fn attributes(control: &'static Control) -> AnyView {
    let one = |attribute: Attribute| {
        let value = |code| t(&format!("attribute.{}.{code}", attribute.code()));
        let values = control.values(attribute).map(value).collect::<Vec<_>>().join(", ");
        view! { <div><dt>{t(&format!("attribute.{}", attribute.code()))}</dt> <dd>{values}</dd></div> }
            .into_any()
    };
    view! {
        <details class="statement-attributes">
            <summary>{t("statement.attributes")}</summary>
            <dl>{Attribute::ALL.map(one).into_iter().collect_view()}</dl>
        </details>
    }
    .into_any()
}

/// The risks that it treats; a risk holds the link, this is its other end.
fn risks(here: Here, id: RecordId) -> AnyView {
    let session = here.session;
    let of = StoredValue::new(id);
    let treated = Memo::new(move |_| {
        session.with_kinds(&["risk"], |register| {
            let treats = of.with_value(|id| row(register, id)).treats;
            treats
                .into_iter()
                .map(|risk| (risk.id.clone(), record_words(register, &risk.id)))
                .collect::<Vec<_>>()
        })
    });
    let remove = move |risk: &RecordId| {
        let command = session.peek(|register| {
            let risk = register.records.get(risk)?;
            Some(of.with_value(|id| treat_no_more(risk, id)))
        });
        if let Some(command) = command {
            session.write(command);
        }
    };
    let one = move |(risk, words): (RecordId, String)| {
        let label = t_with("chips.remove", &[("title", &words)]);
        let href = places::href(&places::record(session, &risk));
        view! {
            <li class="link-chip">
                <a href=href>{words}</a>
                <button type="button" class="button-icon" aria-label=label on:click=move |_| remove(&risk)>
                    {Icon::Close.view()}
                </button>
            </li>
        }
        .into_any()
    };
    let list = move || treated.get().into_iter().map(one).collect::<Vec<AnyView>>();
    let add = move |event| {
        let choice = event_target_value(&event);
        let command = session.peek(|register| {
            let risk = register.records.get(&choice.parse().ok()?)?;
            Some(of.with_value(|id| treat(risk, id)))
        });
        if let Some(command) = command.filter(|command| !command.writes.is_empty()) {
            session.write(command);
        }
    };
    let options = move || {
        let known = treated.with(|treated| treated.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>());
        let free = records_by_name(session, &["risk"]).into_iter().filter(|(id, _)| !known.contains(id));
        let option = |(id, words): (String, String)| view! { <option value=id>{words}</option> }.into_any();
        free.map(option).collect::<Vec<AnyView>>()
    };
    // A list of its own each time, so that it shows its first line again once something was added.
    let choice = move || {
        let options = options();
        view! {
            <select aria-label=t("statement.add_risk") on:change=add>
                <option value="">{t("statement.add_risk")}</option>
                {options}
            </select>
        }
        .into_any()
    };
    view! {
        <section class="form-section" aria-labelledby="statement-risks">
            <h3 id="statement-risks">{t("statement.treats")}</h3>
            <div class="link-chips"><ul aria-label=t("statement.treats")>{list}</ul> {choice}</div>
        </section>
    }
    .into_any()
}

fn evidence(id: RecordId) -> Option<AnyView> {
    let rows = CONTROL.rows_of("evidence")?;
    let view = view! {
        <section class="form-section">
            <h3>{rows_label(&CONTROL, rows.key)}</h3>
            <RowsTable id kind=&CONTROL rows />
        </section>
    };
    Some(view.into_any())
}
