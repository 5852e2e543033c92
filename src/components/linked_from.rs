//! What leads to a record: every link of other records and their rows, by kind, with the field's name.

use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{field_label, kinds_label, t};
use crate::places;
use crate::session::use_session;
use leptos::prelude::*;
use register::RecordId;
use register::links::{Lead, leading_to};

/// So many are shown at first of each kind.
const AT_FIRST: usize = 12;

#[derive(Clone, PartialEq)]
struct From {
    lead: Lead,
    words: String,
}

/// The list; nothing where nothing leads here.
#[component]
pub fn LinkedFrom(
    /// The record.
    id: RecordId,
) -> impl IntoView {
    let session = use_session();
    let found = Memo::new(move |_| {
        session.with_register(|register| {
            let leads = leading_to(register, &id).into_iter();
            leads.map(|lead| From { words: record_words(register, &lead.from), lead }).collect::<Vec<_>>()
        })
    });
    let item = move |from: &From| {
        let Lead { from: id, path } = &from.lead;
        let label = match &path.row {
            None => field_label(&id.kind, path),
            Some((rows, _)) => {
                let label = field_label(&id.kind, path);
                let kind = register::Kind::by_name(&id.kind);
                let of = kind.map(|kind| crate::i18n::rows_label(kind, rows));
                // A list of links alone says enough by its own name.
                let is_alone =
                    kind.and_then(|kind| kind.rows_of(rows)).is_some_and(|rows| rows.fields.len() == 1);
                of.map_or(label.clone(), |of| if is_alone { of } else { format!("{of} · {label}") })
            }
        };
        let href = places::href(&places::record(session, id));
        view! { <li><a href=href>{from.words.clone()}</a> " " <span class="linked-by">{label}</span></li> }
            .into_any()
    };
    let groups = move || {
        found.with(|found| {
            let of_kinds = found.chunk_by(|a, b| a.lead.from.kind == b.lead.from.kind);
            let groups = of_kinds.map(|group| {
                let kind = group.first().map(|from| from.lead.from.kind.clone()).unwrap_or_default();
                let (shown, rest) = group.split_at(group.len().min(AT_FIRST));
                let shown: Vec<AnyView> = shown.iter().map(item).collect();
                // Made when it is asked for: some people stand in hundreds of records.
                let rest = rest.to_vec();
                let more = (!rest.is_empty()).then(|| {
                    let words = crate::i18n::t_count("overview.more", rest.len());
                    let is_open = RwSignal::new(false);
                    let rest = move || is_open.get().then(|| rest.iter().map(item).collect::<Vec<AnyView>>());
                    view! { <details on:toggle=move |_| is_open.set(true)><summary>{words}</summary><ul>{rest}</ul></details> }
                });
                view! {
                    <div class="linked-group">
                        <h4>{Icon::of_kind(&kind).view()} {kinds_label(&kind)}</h4>
                        <ul>{shown}</ul>
                        {more}
                    </div>
                }
                .into_any()
            });
            groups.collect::<Vec<AnyView>>()
        })
    };
    move || {
        (!found.with(Vec::is_empty)).then(|| {
            view! {
                <section class="linked-from" aria-labelledby="linked-title">
                    <h3 id="linked-title">{Icon::Share.view()} {t("linked.title")}</h3>
                    {groups()}
                </section>
            }
        })
    }
}
