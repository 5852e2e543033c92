//! What the register can hold: every record type and field in plain words, made from the descriptions.

use crate::components::icon::Icon;
use crate::i18n::{find, kind_label, rows_label, t, t_with};
use crate::platform::dom;
use crate::session::use_session;
use leptos::prelude::*;
use register::kind::{KINDS, every_kind};
use register::reference_page::{FieldWords, fields};
use register::{Kind, Rows};

/// The page.
#[component]
pub fn Reference() -> impl IntoView {
    let session = use_session();
    session.set_title(t("reference.title"));
    let contents = KINDS.iter().map(|kind| {
        let target = format!("reference-{}", kind.name);
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            let _ = dom::focus(&format!("#{target}"));
        };
        view! {
            <li>
                <a href=format!("#reference-{}", kind.name) rel="external" on:click=go>{kind_label(kind.name)}</a>
            </li>
        }
        .into_any()
    });
    let contents: Vec<AnyView> = contents.collect();
    let every = KINDS.first().map(|kind| {
        let rows = every_kind::ROWS.iter().map(|rows| rows_part(kind, rows)).collect::<Vec<AnyView>>();
        view! {
            <section class="card">
                <h2>{t("reference.every")}</h2>
                <p>{t("reference.every_why")}</p>
                {table(kind_label(kind.name), fields(kind, None, every_kind::FIELDS, &find))}
                {rows}
            </section>
        }
    });
    let kinds: Vec<AnyView> = KINDS.iter().map(|kind| part(kind)).collect();
    view! {
        <div class="settings reference">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{t("reference.title")}</h1>
                    <p class="page-intro">{t("reference.intro")}</p>
                </div>
            </header>
            <nav aria-label=t("reference.contents")><ul class="reference-contents">{contents}</ul></nav>
            {every}
            {kinds}
        </div>
    }
}

fn part(kind: &'static Kind) -> AnyView {
    let is_shared = |rows: &&Rows| every_kind::ROWS.iter().any(|shared| shared.key == rows.key);
    let rows = kind.rows.iter().filter(|rows| !is_shared(rows));
    let rows: Vec<AnyView> = rows.map(|rows| rows_part(kind, rows)).collect();
    let name = kind_label(kind.name);
    view! {
        <section class="card" aria-labelledby=format!("reference-{}", kind.name)>
            <h2 id=format!("reference-{}", kind.name) tabindex="-1">{Icon::of_kind(kind.name).view()} " " {name.clone()}</h2>
            <p class="clause">{t_with("word.clause", &[("clause", kind.clause)])}</p>
            {find(&format!("intro.{}", kind.name)).map(|intro| view! { <p>{intro}</p> })}
            {table(name, fields(kind, None, kind.fields, &find))}
            {rows}
        </section>
    }
    .into_any()
}

fn rows_part(kind: &'static Kind, rows: &'static Rows) -> AnyView {
    let name = rows_label(kind, rows.key);
    view! {
        <h3>{name.clone()}</h3>
        {table(name, fields(kind, Some(rows.key), rows.fields, &find))}
    }
    .into_any()
}

fn table(caption: String, fields: Vec<FieldWords>) -> AnyView {
    let rows = fields.into_iter().map(|field| {
        let needed = field.is_required.then(|| view! { " " <span class="field-gap">{t("word.needed")}</span> });
        view! { <tr><th scope="row">{field.name}{needed}</th><td>{field.holds}</td><td>{field.help}</td></tr> }
            .into_any()
    });
    let heads = ["reference.field", "reference.holds", "reference.about"];
    let heads = heads.map(|key| view! { <th scope="col">{t(key)}</th> });
    view! {
        <table class="reference-table">
            <caption class="visually-hidden">{caption}</caption>
            <thead><tr>{Vec::from(heads)}</tr></thead>
            <tbody>{rows.collect::<Vec<AnyView>>()}</tbody>
        </table>
    }
    .into_any()
}
