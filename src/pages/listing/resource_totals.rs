//! What was asked for, granted, spent and refused, by year and sort, above the list of resources.

use crate::i18n::{choice_label, t};
use crate::platform::intl;
use crate::session::use_session;
use leptos::prelude::*;
use register::FieldPath;
use register::kind::RESOURCE;
use register::resource_totals::{Total, totals};

/// The sums; nothing without resources.
pub fn resource_totals() -> AnyView {
    let session = use_session();
    let all = Memo::new(move |_| session.with_kinds(&["resource"], totals));
    let table = move || {
        let all = all.get();
        (!all.is_empty()).then(|| {
            let rows: Vec<AnyView> = all.iter().map(row).collect();
            view! {
                <details class="list-sums" open>
                    <summary>{t("resource_totals.title")}</summary>
                    <table class="rows resource-totals">
                        <thead>
                            <tr>
                                <th scope="col">{t("resource_totals.year")}</th>
                                <th scope="col">{t("resource_totals.sort")}</th>
                                <th scope="col" class="is-number">{t("resource_totals.requested")}</th>
                                <th scope="col" class="is-number">{t("resource_totals.granted")}</th>
                                <th scope="col" class="is-number">{t("resource_totals.spent")}</th>
                                <th scope="col" class="is-number">{t("resource_totals.refused")}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                    <p class="quiet">{t("resource_totals.how")}</p>
                </details>
            }
        })
    };
    view! { {table} }.into_any()
}

fn row(total: &Total) -> AnyView {
    let amount = |hundredths: i64| {
        if hundredths == 0 {
            return "–".to_owned();
        }
        let number = intl::number(hundredths as f64 / 100.0);
        if total.unit.is_empty() { number } else { format!("{number} {}", total.unit) }
    };
    let year = total.year.map_or_else(|| t("resource_totals.no_year"), |year| year.to_string());
    let sort = choice_label(RESOURCE.name, &FieldPath::of("resource_type"), &total.sort);
    let cell = |key: &str, hundredths: i64| {
        view! { <td class="is-number" data-label=t(&format!("resource_totals.{key}"))>{amount(hundredths)}</td> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{year}</th>
            <td data-label=t("resource_totals.sort")>{sort}</td>
            {cell("requested", total.requested)}
            {cell("granted", total.granted)}
            {cell("spent", total.spent)}
            {cell("refused", total.refused)}
        </tr>
    }
    .into_any()
}
