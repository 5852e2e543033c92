//! The list of a kind; a record opens beside it, with an address of its own.

mod audit_programme;
mod resource_totals;

use crate::components::empty::EmptyKind;
use crate::components::new_record::{NewButton, use_new_record};
use crate::components::shortcuts::on_new;
use crate::components::table::RecordTable;
use crate::i18n::{kinds_label, t, t_with};
use crate::places;
use crate::session::use_session;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use register::{Kind, RecordId};

/// The list.
#[component]
pub fn Listing(
    /// The kind.
    kind: &'static Kind,
    /// The record that is open.
    children: Children,
) -> impl IntoView {
    let session = use_session();
    let params = use_params_map();
    let open = Memo::new(move |_| {
        let uuid = params.with(|params| params.get("id"))?;
        format!("{}/{uuid}", kind.name).parse::<RecordId>().ok()
    });
    let new_record = use_new_record();
    on_new(move || new_record(kind, Vec::new()));
    session.set_title(kinds_label(kind.name));
    let sheet = places::href(&format!("{}?kind={}", places::page(session, "spreadsheet"), kind.name));
    view! {
        <div class="beside" class:has-record=move || open.get().is_some() class:is-wide=kind.has_paper()>
            <section class="beside-list" aria-labelledby="list-title">
                <header class="page-head">
                    <div>
                        <h1 id="list-title" tabindex="-1">{kinds_label(kind.name)}</h1>
                        <p class="page-intro">
                            {t(&format!("intro.{}", kind.name))}
                            " " <span class="clause">{t_with("word.clause", &[("clause", kind.clause)])}</span>
                        </p>
                    </div>
                    <div class="actions">
                        <a class="button-quiet" href=sheet>{t("sheet.open")}</a>
                        <NewButton kind />
                    </div>
                </header>
                {above(kind)}
                <RecordTable kind open empty=move || view! { <EmptyKind kind=kind.name><NewButton kind /></EmptyKind> } />
            </section>
            {children()}
        </div>
    }
}

/// What a list of some kinds adds up to.
fn above(kind: &'static Kind) -> AnyView {
    match kind.name {
        "resource" => resource_totals::resource_totals(),
        "audit" => audit_programme::audit_programme(),
        _ => ().into_any(),
    }
}
