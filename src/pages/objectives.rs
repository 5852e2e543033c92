//! The thread from purpose to numbers: why the organization exists, what the ISMS is to achieve, the strategic
//! goals, the objectives that serve them, and their KPIs. How each stands is computed, and said.

mod goals;
mod outcomes;
mod standing;

use crate::components::field::FieldView;
use crate::components::icon::Icon;
use crate::components::new_record::NewButton;
use crate::i18n::{kinds_label, t, t_count, t_with};
use crate::places;
use crate::session::use_session;
use goals::goals;
use leptos::prelude::*;
use outcomes::outcomes;
use register::kind::{INTENDED_OUTCOME, KPI, OBJECTIVE, ORGANIZATION, STRATEGIC_GOAL};
use register::kpi::late_kpis;
use register::{FieldPath, RecordId};
pub use standing::standing;

/// What the page reads.
const READS: [&str; 4] = ["strategic_goal", "objective", "kpi", "intended_outcome"];

/// The page.
#[component]
pub fn Objectives() -> impl IntoView {
    let session = use_session();
    session.set_title(t("objectives.title"));
    let today = session.today_date();
    let late = Memo::new(move |_| session.with_kinds(&["kpi"], |register| late_kpis(register, today).len()));
    let late = move || {
        let number = late.get();
        (number > 0).then(|| {
            let place = places::href(&places::list(session, "kpi"));
            view! {
                <p class="objectives-late">
                    {Icon::Alert.view()} <a href=place>{t_count("objectives.late_kpis", number)}</a>
                </p>
            }
        })
    };
    view! {
        <article class="page objectives">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{t("objectives.title")}</h1>
                    <p class="page-intro">
                        {t("objectives.intro")} " " <span class="clause">{t_with("word.clause", &[("clause", "5.1, 6.2, 9.1")])}</span>
                    </p>
                </div>
                <div class="actions">
                    <NewButton kind=&OBJECTIVE />
                    <a class="button-small" href=places::href(&places::list(session, "kpi"))>{kinds_label("kpi")}</a>
                </div>
            </header>
            {late}
            <section class="panel" aria-labelledby="objectives-purpose">
                <h2 id="objectives-purpose">{t("objectives.purpose")} " " <span class="clause">"4.1"</span></h2>
                <Purpose />
            </section>
            <section class="panel" aria-labelledby="objectives-outcomes">
                <h2 id="objectives-outcomes">{kinds_label("intended_outcome")} " " <span class="clause">"5.1 e"</span></h2>
                {outcomes(session, today)}
                <p><NewButton kind=&INTENDED_OUTCOME /></p>
            </section>
            <section class="objectives-goals" aria-labelledby="objectives-goals">
                <h2 id="objectives-goals">{t("objectives.by_goal")}</h2>
                {goals(session, today)}
                <p class="actions"><NewButton kind=&STRATEGIC_GOAL /> <NewButton kind=&KPI /></p>
            </section>
        </article>
    }
}

/// Why the organization exists: a field of its record.
#[component]
fn Purpose() -> impl IntoView {
    let session = use_session();
    let organization = Memo::new(move |_| {
        session.with_kinds(&["organization"], |register| {
            register.of_kind("organization").next().map(|record| record.id.clone())
        })
    });
    let field = ORGANIZATION.fields.iter().find(|field| field.key == "purpose");
    let view = move |id: RecordId| {
        field.map(|field| view! { <FieldView id path=FieldPath::of("purpose") field bare=true /> })
    };
    move || organization.get().map(view)
}
