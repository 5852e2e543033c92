//! What a pasted block would change, before it does.

use super::Sheet;
use crate::components::icon::Icon;
use crate::components::phrases::{problem_words, title_words, value_words};
use crate::i18n::{field_label, t, t_count};
use crate::platform::dom;
use leptos::prelude::*;
use register::FieldPath;
use register::spreadsheet::{Cell, Plan};

/// So many lines are shown; the sums count all.
const MOST_LINES: usize = 60;

/// The panel.
pub fn preview(sheet: Sheet, plan: Plan) -> AnyView {
    let sums = [t_count("sheet.changes", plan.changes()), t_count("sheet.new_records", plan.new_records())];
    let problems = plan.problems();
    let problems = (problems > 0).then(
        || view! { <p class="field-problem">{Icon::Alert.view()} {t_count("sheet.problems", problems)}</p> },
    );
    let beyond =
        (plan.beyond > 0).then(|| view! { <p class="quiet">{t_count("sheet.beyond", plan.beyond)}</p> });
    let told = plan.rows.iter().flat_map(|row| {
        let is_told = |cell: &&Cell| cell.change().is_some() || cell.after.is_err();
        let record = row.record.clone();
        row.cells.iter().filter(is_told).map(move |cell| (record.clone(), cell.clone()))
    });
    let lines: Vec<AnyView> = told
        .take(MOST_LINES)
        .map(|(record, cell)| {
            let name = record.map_or_else(|| t("sheet.new"), |record| title_words(sheet.session, &record));
            let path = FieldPath::of(cell.field.key);
            let words = |value| {
                sheet.session.peek(|register| value_words(register, sheet.kind.name, &path, value))
            };
            let before = words(&cell.before);
            let before = (!before.is_empty()).then(|| view! { <del>{before}</del> " " });
            let after = match &cell.after {
                Ok(value) if value.is_empty() => t("word.nothing"),
                Ok(value) => words(value),
                Err(_) => cell.text.clone(),
            };
            let wrong = cell.after.err().map(|problem| {
                view! { <span class="field-problem">{Icon::Alert.view()} {problem_words(problem)}</span> }
            });
            let label = field_label(sheet.kind.name, &path);
            view! { <tr><th scope="row">{name}</th><td>{label}</td><td>{before} <ins>{after}</ins> {wrong}</td></tr> }
                .into_any()
        })
        .collect();
    let is_nothing = plan.changes() + plan.new_records() == 0;
    let take = StoredValue::new(plan);
    let end = move || {
        sheet.plan.set(None);
        dom::focus("#sheet");
    };
    view! {
        <section class="panel sheet-preview" aria-labelledby="sheet-preview" role="region">
            <h2 id="sheet-preview">{t("sheet.preview")}</h2>
            <p>{sums.join(" · ")}</p>
            {problems} {beyond}
            <div class="sheet-lines"><table class="rows"><tbody>{lines}</tbody></table></div>
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    disabled=is_nothing
                    on:click=move |_| {
                        take.with_value(|plan| sheet.carry_out(plan));
                        end();
                    }
                >
                    {t("sheet.take")}
                </button>
                <button type="button" class="button-quiet" on:click=move |_| end()>{t("do.cancel")}</button>
            </div>
        </section>
    }
    .into_any()
}
