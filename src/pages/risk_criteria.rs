//! The risk criteria: scales with what each step means, levels, the appetite and who accepts; beside them the
//! matrix that follows, at once.

use crate::components::field::FieldView;
use crate::components::form::provide_findings;
use crate::components::heat_map::HeatMap;
use crate::components::history::History;
use crate::components::icon::Icon;
use crate::components::phrases::step_word;
use crate::i18n::{field_label, kinds_label, t, t_count, t_with};
use crate::places;
use crate::platform::intl;
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::kind::RISK_CRITERIA;
use register::risk_criteria::{self, Axis, Criteria, FEWEST_STEPS, MOST_STEPS, Rating, open_risks};
use register::{FieldPath, Value};

/// The page.
#[component]
pub fn RiskCriteria() -> impl IntoView {
    let session = use_session();
    session.set_title(kinds_label(RISK_CRITERIA.name));
    let id = risk_criteria::record_id();
    provide_findings(&id);
    let criteria = Memo::new(move |_| session.with_kinds(&[RISK_CRITERIA.name], Criteria::of));
    let map = Memo::new(move |_| {
        session.with_kinds(&["risk", RISK_CRITERIA.name], |register| {
            risk_criteria::HeatMap::of(open_risks(register), Rating::Current, &Criteria::of(register))
        })
    });
    let usual = move || {
        let criteria = criteria.get();
        let number = |n: i64| intl::number(n as f64);
        t_with(
            "criteria.in_force",
            &[
                ("medium", &number(criteria.medium_from)),
                ("high", &number(criteria.high_from)),
                ("critical", &number(criteria.critical_from)),
                ("appetite", &number(criteria.appetite)),
                ("days", &number(criteria.acceptance_days)),
            ],
        )
    };
    let map_place = places::href(&places::page(session, "risk_map"));
    view! {
        <article class="page criteria">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{kinds_label(RISK_CRITERIA.name)}</h1>
                    <p class="page-intro">
                        {t("intro.risk_criteria")} " "
                        <span class="clause">{t_with("word.clause", &[("clause", RISK_CRITERIA.clause)])}</span>
                    </p>
                </div>
                <a class="button-quiet" href=map_place>{Icon::Risk.view()} {t("nav.risk_map")}</a>
            </header>
            <div class="criteria-columns">
                <div class="form">
                    <section class="panel" aria-labelledby="criteria-scales">
                        <h2 id="criteria-scales">{t("criteria.scales")}</h2>
                        {Axis::ALL.map(|axis| scale(session, axis, criteria)).into_iter().collect_view()}
                    </section>
                    <section class="panel" aria-labelledby="criteria-levels">
                        <h2 id="criteria-levels">{t("criteria.levels")}</h2>
                        <p class="quiet">{usual}</p>
                        {fields(&["medium_from", "high_from", "critical_from", "appetite"])}
                    </section>
                    <section class="panel" aria-labelledby="criteria-acceptance">
                        <h2 id="criteria-acceptance">{t("criteria.acceptance")}</h2>
                        {fields(&["acceptance", "acceptance_days", "note"])}
                    </section>
                    <section class="panel" aria-labelledby="criteria-approval">
                        <h2 id="criteria-approval">{t("criteria.approval")}</h2>
                        {fields(&["title", "approved_by", "approved_on"])}
                    </section>
                </div>
                <aside class="panel criteria-preview" aria-labelledby="criteria-preview">
                    <h2 id="criteria-preview">{t("criteria.preview")}</h2>
                    <HeatMap map href=risks_of />
                </aside>
            </div>
            <section class="panel record-history" aria-labelledby="history-title">
                <h2 id="history-title">{Icon::History.view()} {t("history.title")}</h2>
                <History id />
            </section>
        </article>
    }
}

fn risks_of(session: Session, likelihood: i64, impact: i64) -> String {
    let list = places::list(session, "risk");
    places::href(&format!("{list}?current_likelihood={likelihood}&current_impact={impact}"))
}

fn fields(keys: &[&str]) -> AnyView {
    let id = risk_criteria::record_id();
    let declared = keys.iter().filter_map(|key| RISK_CRITERIA.fields.iter().find(|field| field.key == *key));
    let views = declared
        .map(|field| view! { <FieldView id=id.clone() path=FieldPath::of(field.key) field /> }.into_any());
    view! { <div class="form-grid">{views.collect::<Vec<AnyView>>()}</div> }.into_any()
}

/// One scale: how many steps, what a cut leaves beyond it, and what each step means.
fn scale(session: Session, axis: Axis, criteria: Memo<Criteria>) -> AnyView {
    let steps = Memo::new(move |_| criteria.with(|criteria| criteria.steps(axis)));
    let id = format!("criteria-{}", axis.steps_key());
    let label = field_label(RISK_CRITERIA.name, &FieldPath::of(axis.steps_key()));
    let choose = move |event| {
        if let Ok(chosen) = event_target_value(&event).parse::<i64>() {
            session.set(&risk_criteria::record_id(), FieldPath::of(axis.steps_key()), Value::Int(chosen));
        }
    };
    let option = move |step: i64| {
        view! { <option value=step prop:selected=move || steps.get() == step>{intl::number(step as f64)}</option> }
            .into_any()
    };
    let options: Vec<AnyView> = (FEWEST_STEPS..=MOST_STEPS).map(option).collect();
    let described = format!("{id}-beyond");
    let beyond = Memo::new(move |_| {
        session.with_kinds(&["risk", RISK_CRITERIA.name], |register| {
            let criteria = Criteria::of(register);
            let is_beyond = |risk: &&register::Record| {
                risk_criteria::beyond(risk, &criteria).into_iter().any(|key| Axis::of(key) == Some(axis))
            };
            register.of_kind("risk").filter(is_beyond).count()
        })
    });
    let warning = {
        let described = described.clone();
        move || {
            let n = beyond.get();
            let list = places::href(&places::list(session, "risk"));
            (n > 0).then(|| {
                view! {
                    <p class="field-problem" role="alert" id=described.clone()>
                        {Icon::Alert.view()} {t_count("criteria.beyond", n)} " " <a href=list>{t("criteria.to_risks")}</a>
                    </p>
                }
            })
        }
    };
    let rows = move || {
        let row = |step: i64| step_row(session, axis, step);
        (1..=steps.get()).rev().map(row).collect::<Vec<AnyView>>()
    };
    let word = field_label(RISK_CRITERIA.name, &FieldPath::in_row(axis.key(), axis.row(1), "word"));
    let means = field_label(RISK_CRITERIA.name, &FieldPath::in_row(axis.key(), axis.row(1), "means"));
    view! {
        <div class="criteria-scale">
            <div class="field field-choice">
                <label class="field-label" for=id.clone()>{label}</label>
                <select id=id.clone() aria-describedby=described on:change=choose>{options}</select>
                {warning}
            </div>
            <table class="rows criteria-steps">
                <thead><tr><th scope="col">{t("criteria.step")}</th><th scope="col">{word}</th><th scope="col">{means}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn step_row(session: Session, axis: Axis, step: i64) -> AnyView {
    let id = risk_criteria::record_id();
    let rows = RISK_CRITERIA.rows_of(axis.key());
    let cell = |key: &str| {
        let path = FieldPath::in_row(axis.key(), axis.row(step), key);
        let label = field_label(RISK_CRITERIA.name, &path);
        let field = rows.and_then(|rows| rows.field(key))?;
        Some(view! { <td data-label=label><FieldView id=id.clone() path field bare=true /></td> }.into_any())
    };
    // The word that stands while the register has none of its own.
    let usual = move || {
        session.with_kinds(&[RISK_CRITERIA.name], |register| {
            let is_own = risk_criteria::step_word(register, axis, step).is_some();
            let word = step_word(register, &FieldPath::of(axis.key()), step);
            word.filter(|_| !is_own)
        })
    };
    view! {
        <tr>
            <th scope="row">{intl::number(step as f64)} " " <span class="quiet">{usual}</span></th>
            {cell("word")}
            {cell("means")}
        </tr>
    }
    .into_any()
}
