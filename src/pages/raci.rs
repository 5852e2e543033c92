//! Who does what: roles over business activities and themes of controls, and what is missing.

use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{kinds_label, t, t_with};
use crate::places;
use crate::session::use_session;
use leptos::prelude::*;
use register::RecordId;
use register::raci::{Line, Subject, lines, roles};

/// The page.
#[component]
pub fn Raci() -> impl IntoView {
    let session = use_session();
    session.set_title(t("nav.raci"));
    let seen = Memo::new(move |_| {
        session.with_kinds(&["role", "business_activity"], |register| {
            let roles = roles(register).into_iter();
            let roles: Vec<(RecordId, String)> =
                roles.map(|role| (role.id.clone(), record_words(register, &role.id))).collect();
            let lines = lines(register).into_iter().map(|line| {
                let words = match &line.subject {
                    Subject::Activity(id) => record_words(register, id),
                    Subject::Theme(theme) => t(&format!("raci.theme.{theme}")),
                };
                (line, words)
            });
            (roles, lines.collect::<Vec<(Line, String)>>())
        })
    });
    let body = move || {
        seen.with(|(roles, lines)| {
            let heads = roles.iter().map(|(id, words)| {
                let href = places::href(&places::record(session, id));
                view! { <th scope="col"><a href=href>{words.clone()}</a></th> }
            });
            let heads: Vec<_> = heads.collect();
            let lines = lines.iter().map(|(line, words)| {
                let cells = roles.iter().map(|(role, _)| {
                    let parts = line.parts_of(role).map(|part| {
                        let letter = t(&format!("raci.letter.{part}"));
                        view! { <abbr title=t(&format!("choice.{part}"))>{letter}</abbr> " " }.into_any()
                    });
                    view! { <td>{parts.collect::<Vec<AnyView>>()}</td> }.into_any()
                });
                let gaps = line.gaps().into_iter().map(|gap| {
                    let words = t(&format!("raci.{}", gap.code()));
                    view! { <span class="badge badge-high">{Icon::Alert.view()} {words}</span> " " }.into_any()
                });
                let name = match &line.subject {
                    Subject::Activity(id) => {
                        let href = places::href(&places::record(session, id));
                        view! { <a href=href>{words.clone()}</a> }.into_any()
                    }
                    Subject::Theme(_) => words.clone().into_any(),
                };
                view! {
                    <tr>
                        <th scope="row">{name}</th>
                        {cells.collect::<Vec<AnyView>>()}
                        <td>{gaps.collect::<Vec<AnyView>>()}</td>
                    </tr>
                }
                .into_any()
            });
            view! {
                <table class="reference-table matrix">
                    <caption class="visually-hidden">{t("nav.raci")}</caption>
                    <thead><tr><th scope="col">{t("raci.subject")}</th>{heads}<th scope="col">{t("raci.gaps")}</th></tr></thead>
                    <tbody>{lines.collect::<Vec<AnyView>>()}</tbody>
                </table>
            }
            .into_any()
        })
    };
    let list = |kind: &str| places::href(&places::list(session, kind));
    view! {
        <div class="settings reference">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{t("nav.raci")}</h1>
                    <p class="page-intro">
                        {t("raci.intro")} " " <span class="clause">{t_with("word.clause", &[("clause", "5.3")])}</span>
                    </p>
                    <p>
                        <a href=list("role")>{kinds_label("role")}</a> " · "
                        <a href=list("business_activity")>{kinds_label("business_activity")}</a>
                    </p>
                </div>
            </header>
            <div class="matrix-scroll" tabindex="0" role="region" aria-label=t("nav.raci")>{body}</div>
        </div>
    }
}
