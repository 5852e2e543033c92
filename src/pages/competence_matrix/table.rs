//! The matrix: a row for each person, a column for each competence that a role requires. A cell leads to what shows
//! it, or to the training that closes its gap; where none is planned, a click plans it.

use super::{Here, KINDS};
use crate::components::failure;
use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{field_label, t, t_count, t_with};
use crate::places;
use crate::platform::intl;
use crate::session::{Session, ToastKind};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::competence::{Asked, Cell, Matrix, Required, Standing, leads_to};
use register::day::day_text;
use register::{FieldPath, RecordId, Register, act};

/// The matrix.
pub fn table(here: Here) -> AnyView {
    let go = StoredValue::new(places::use_go());
    let start = move |required: Required| {
        let session = here.session;
        let (training, command) = session.plan_training(&required);
        let is_new = session.peek(|register| !register.records.contains_key(&training));
        spawn_local(async move {
            match session.apply(command).await {
                Ok(()) => {
                    if is_new {
                        let undone = training.clone();
                        session.say_with_undo(t("competence.planned"), move || {
                            session.write(act::archive(&undone));
                        });
                    }
                    go.with_value(|go| go(&places::record(session, &training)));
                }
                Err(failure) => {
                    session.say(ToastKind::Failure, failure::sentence(&failure));
                }
            }
        });
    };
    let body = move || {
        here.matrix.with(|matrix| {
            if matrix.people.is_empty() {
                let is_asked = here.asked.with_untracked(|asked| *asked != Asked::default());
                let words = t(if is_asked { "competence.none_asked" } else { "competence.none" });
                return view! { <p class="nothing-found">{words}</p> }.into_any();
            }
            here.session.with_kinds(KINDS, |register| whole(here.session, register, matrix, start))
        })
    };
    view! { {body} }.into_any()
}

fn whole(
    session: Session,
    register: &Register,
    matrix: &Matrix,
    start: impl Fn(Required) + Copy + Send + Sync + 'static,
) -> AnyView {
    let heads =
        matrix.competences.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }.into_any());
    let heads: Vec<AnyView> = heads.collect();
    let rows = matrix.people.iter().enumerate().map(|(row, person)| {
        let cells = matrix.competences.iter().enumerate().map(|(column, name)| {
            let content = matrix.cells.get(&(row, column)).map(|cell| match cell {
                Cell::Required(required) => required_cell(session, register, required, start),
                Cell::Beyond(shown_by) => {
                    let href = places::href(&places::record(session, shown_by));
                    view! { <a class="badge" href=href>{t("competence.beyond")}</a> }.into_any()
                }
            });
            let is_empty = content.is_none();
            let content = content.unwrap_or_else(|| {
                let words = t("competence.not_required");
                view! { <span class="quiet" aria-hidden="true">"–"</span> <span class="visually-hidden">{words}</span> }
                    .into_any()
            });
            view! {
                <td class:is-empty=is_empty>
                    <span class="competence-name" aria-hidden="true">{name.clone()}</span>
                    {content}
                </td>
            }
            .into_any()
        });
        let cells: Vec<AnyView> = cells.collect();
        view! {
            <tr>
                <th scope="row">{linked(session, register, person)} {roles_of(session, register, person)}</th>
                {cells}
            </tr>
        }
        .into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    view! {
        <div class="matrix-scroll" tabindex="0" role="region" aria-label=t("nav.competence_matrix")>
            <table class="reference-table matrix competence">
                <caption class="visually-hidden">{t("nav.competence_matrix")}</caption>
                <thead><tr><th scope="col">{field_label("competence", &FieldPath::of("person"))}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The roles that somebody holds, or stands in for.
fn roles_of(session: Session, register: &Register, person: &RecordId) -> AnyView {
    let wanted = person.to_string();
    let roles = register
        .of_kind("role")
        .filter(|role| ["holder", "deputy"].iter().any(|key| role.text(key) == wanted));
    let roles: Vec<AnyView> = roles
        .map(|role| {
            let href = places::href(&places::record(session, &role.id));
            view! { <li><a href=href>{role.title().to_owned()}</a></li> }.into_any()
        })
        .collect();
    view! { <ul class="competence-roles">{roles}</ul> }.into_any()
}

fn linked(session: Session, register: &Register, id: &RecordId) -> AnyView {
    let href = places::href(&places::record(session, id));
    view! { <a href=href>{record_words(register, id)}</a> }.into_any()
}

fn required_cell(
    session: Session,
    register: &Register,
    required: &Required,
    start: impl Fn(Required) + Copy + Send + Sync + 'static,
) -> AnyView {
    let key = format!("competence.{}", required.standing.code());
    let words = match required.standing.days() {
        Some(days) => t_count(&key, usize::try_from(days).unwrap_or_default()),
        None => t(&key),
    };
    let (class, icon) = match required.standing {
        Standing::Held => ("badge badge-low", Icon::Check),
        Standing::RunsOut(_) => ("badge badge-medium", Icon::Clock),
        _ => ("badge badge-high", Icon::Alert),
    };
    let person = record_words(register, &required.person);
    let spoken = |what: &str| {
        let what = t_with(what, &[("competence", &required.competence), ("person", &person)]);
        format!("{words} · {what}")
    };
    let leads = leads_to(register, required);
    let is_planned = required.standing.is_gap() && leads.is_some();
    let way = match leads {
        Some(id) => {
            let spoken =
                spoken(if is_planned { "competence.open_training" } else { "competence.open_proof" });
            let href = places::href(&places::record(session, &id));
            view! { <a class=class href=href aria-label=spoken>{icon.view()} {words.clone()}</a> }.into_any()
        }
        None => {
            let spoken = spoken("competence.start_training");
            let own = required.clone();
            view! {
                <button type="button" class=class title=spoken.clone() aria-label=spoken on:click=move |_| start(own.clone())>
                    {icon.view()} {words.clone()}
                </button>
            }
            .into_any()
        }
    };
    // A gap leads to its training; what showed it until now stands beside.
    let proof = required.shown_by.as_ref().filter(|_| required.standing.is_gap());
    let proof = proof.map(|id| linked(session, register, id));
    let planned = is_planned.then(|| view! { <span class="quiet">{t("competence.is_planned")}</span> });
    view! { {way} <span class="competence-more">{until(required)} {proof} {planned}</span> }.into_any()
}

/// The day on which it ends, in words.
fn until(required: &Required) -> Option<AnyView> {
    let date = intl::date(&day_text(required.until?));
    let key = match required.standing {
        Standing::RunOut(_) => "competence.ended_on",
        _ => "competence.ends_on",
    };
    Some(view! { <span class="quiet">{t_with(key, &[("date", &date)])}</span> }.into_any())
}
