//! People and the competences that their roles require: gaps, and the training that closes each; what runs out, by
//! month.

mod ending;
mod table;

use crate::components::icon::Icon;
use crate::components::phrases::records_by_name;
use crate::i18n::{field_label, kind_label, kinds_label, t, t_count, t_with};
use crate::places;
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::competence::{Asked, Matrix, matrix_of};
use register::day::NaiveDate;
use register::{FieldPath, RecordId};

/// What a record of these kinds says matters here.
const KINDS: &[&str] =
    &["role", "competence", "training", "person", "certificate", "exception", "supplier", "obligation"];

/// What all of the page's parts share.
#[derive(Clone, Copy)]
struct Here {
    session: Session,
    today: NaiveDate,
    asked: RwSignal<Asked>,
    matrix: Memo<Matrix>,
}

/// The page.
#[component]
pub fn CompetenceMatrix() -> impl IntoView {
    let session = use_session();
    let today = session.today_date();
    session.set_title(t("nav.competence_matrix"));
    let asked = RwSignal::new(Asked::default());
    let matrix = Memo::new(move |_| {
        asked.with(|asked| session.with_kinds(KINDS, |register| matrix_of(register, today, asked)))
    });
    let here = Here { session, today, asked, matrix };
    let list = |kind: &str| places::href(&places::list(session, kind));
    view! {
        <div class="reference people-page">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{t("nav.competence_matrix")}</h1>
                    <p class="page-intro">
                        {t("competence.intro")} " " <span class="clause">{t_with("word.clause", &[("clause", "7.2")])}</span>
                    </p>
                    <p>
                        <a href=list("role")>{kinds_label("role")}</a> " · "
                        <a href=list("competence")>{kinds_label("competence")}</a> " · "
                        <a href=list("training")>{kinds_label("training")}</a>
                    </p>
                </div>
            </header>
            {tools(here)}
            {table::table(here)}
            {ending::ending(here)}
        </div>
    }
}

/// How many gaps there are, and what is asked.
fn tools(here: Here) -> AnyView {
    let words = move || {
        match here.matrix.with(|matrix| (matrix.gaps, matrix.people.is_empty())) {
        (_, true) => ().into_any(),
        (0, false) => {
            view! { <span class="badge badge-low">{Icon::Check.view()} {t("competence.no_gaps")}</span> }.into_any()
        }
        (gaps, false) => {
            view! { <span class="badge badge-high">{Icon::Alert.view()} {t_count("competence.gaps", gaps)}</span> }.into_any()
        }
    }
    };
    view! {
        <div class="people-tools">
            <p role="status" class="people-count">{words}</p>
            <div class="chips" role="group" aria-label=t("filter.title")>
                {chosen(here, "role", kind_label("role"), |asked, id| asked.role = id)}
                {chosen(here, "area", field_label("role", &FieldPath::of("area")), |asked, id| asked.area = id)}
                <label class="flag">
                    <input
                        type="checkbox"
                        prop:checked=move || here.asked.with(|asked| asked.gaps)
                        on:change=move |event| here.asked.update(|asked| asked.gaps = event_target_checked(&event))
                    />
                    <span>{t("competence.only_gaps")}</span>
                </label>
            </div>
        </div>
    }
    .into_any()
}

/// A choice among the records of a kind.
fn chosen(here: Here, kind: &'static str, label: String, set: fn(&mut Asked, Option<RecordId>)) -> AnyView {
    let options = move || {
        let all = records_by_name(here.session, &[kind]);
        let option = |(id, words): (String, String)| view! { <option value=id>{words}</option> }.into_any();
        all.into_iter().map(option).collect::<Vec<AnyView>>()
    };
    let any = t_with("filter.any", &[("field", &label)]);
    view! {
        <select
            class="chip"
            aria-label=label
            on:change=move |event| {
                let id = event_target_value(&event).parse().ok();
                here.asked.update(|asked| set(asked, id));
            }
        >
            <option value="">{any}</option>
            {options}
        </select>
    }
    .into_any()
}
