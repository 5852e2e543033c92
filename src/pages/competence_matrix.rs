//! People and the competences that their roles require, and what runs out soon.

use crate::components::icon::Icon;
use crate::components::phrases::{place_words, record_words};
use crate::i18n::{kinds_label, t, t_count, t_with};
use crate::places;
use crate::platform::intl;
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::competence::{AHEAD_DAYS, Expiry, Required, Standing, expiring, matrix};
use register::day::day_text;
use register::{RecordId, Register};

/// What a record of these kinds says matters here.
const KINDS: &[&str] =
    &["role", "competence", "training", "person", "certificate", "exception", "supplier", "obligation"];

/// The page.
#[component]
pub fn CompetenceMatrix() -> impl IntoView {
    let session = use_session();
    let today = session.today_date();
    session.set_title(t("nav.competence_matrix"));
    let required = Memo::new(move |_| session.with_kinds(KINDS, |register| matrix(register, today)));
    let ending =
        Memo::new(move |_| session.with_kinds(KINDS, |register| expiring(register, today, AHEAD_DAYS)));
    let rows = move || {
        let required = required.get();
        session.with_kinds(KINDS, |register| {
            required.iter().map(|required| line(session, register, required)).collect::<Vec<AnyView>>()
        })
    };
    let endings = move || {
        let ending = ending.get();
        session.with_kinds(KINDS, |register| {
            ending.iter().map(|expiry| expiry_line(session, register, expiry)).collect::<Vec<AnyView>>()
        })
    };
    let list = |kind: &str| places::href(&places::list(session, kind));
    view! {
        <div class="settings reference">
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
            {move || required.with(Vec::is_empty).then(|| view! { <p>{t("competence.none")}</p> })}
            <div class="matrix-scroll" tabindex="0" role="region" aria-label=t("nav.competence_matrix")>
                <table class="reference-table matrix">
                    <caption class="visually-hidden">{t("nav.competence_matrix")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t("field.person")}</th>
                            <th scope="col">{t("kind.role.one")}</th>
                            <th scope="col">{t("kind.competence.one")}</th>
                            <th scope="col">{t("competence.standing")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <section class="card" aria-labelledby="ending-title">
                <h2 id="ending-title">{t("competence.ending")}</h2>
                {move || ending.with(Vec::is_empty).then(|| view! { <p>{t("competence.nothing_ends")}</p> })}
                <ul class="ending">{endings}</ul>
            </section>
        </div>
    }
}

fn linked(session: Session, register: &Register, id: &RecordId) -> AnyView {
    let href = places::href(&places::record(session, id));
    view! { <a href=href>{record_words(register, id)}</a> }.into_any()
}

fn line(session: Session, register: &Register, required: &Required) -> AnyView {
    let words = match required.standing {
        Standing::RunOut(days) | Standing::RunsOut(days) => t_count(
            &format!("competence.{}", required.standing.code()),
            usize::try_from(days).unwrap_or_default(),
        ),
        standing => t(&format!("competence.{}", standing.code())),
    };
    let (class, icon) = match required.standing {
        Standing::Held => ("badge badge-low", Icon::Check),
        Standing::RunsOut(_) => ("badge badge-medium", Icon::Clock),
        _ => ("badge badge-high", Icon::Alert),
    };
    let by = required.shown_by.as_ref().map(|id| linked(session, register, id));
    view! {
        <tr>
            <th scope="row">{linked(session, register, &required.person)}</th>
            <td>{linked(session, register, &required.role)}</td>
            <td>{required.competence.clone()}</td>
            <td><span class=class>{icon.view()} {words}</span> " " {by}</td>
        </tr>
    }
    .into_any()
}

fn expiry_line(session: Session, register: &Register, expiry: &Expiry) -> AnyView {
    let place = place_words(register, &expiry.record, &expiry.path);
    let day = intl::date(&day_text(expiry.on));
    view! { <li>{linked(session, register, &expiry.record)} " " <span class="linked-by">{place} " · " {day}</span></li> }
        .into_any()
}
