//! What stands below every record: what leads to it, its history, and the way to put it away.

use crate::components::history::History;
use crate::components::icon::Icon;
use crate::components::linked_from::LinkedFrom;
use crate::components::phrases::title_words;
use crate::i18n::{t, t_count, t_with};
use crate::session::use_session;
use leptos::prelude::*;
use register::RecordId;
use register::links::count_leading_to;

/// The foot of a record.
#[component]
pub fn RecordFoot(
    /// The record.
    id: RecordId,
) -> impl IntoView {
    let session = use_session();
    let place = StoredValue::new(id.clone());
    let leading = RwSignal::new(0_usize);
    let put_away = move || {
        let id = place.get_value();
        let said = t_with("record.archived", &[("title", &title_words(session, &id))]);
        session.archive(&id, said);
        leading.set(0);
    };
    // What others lead to is put away knowingly.
    let ask = move |_| {
        let leads = place.with_value(|id| session.peek(|register| count_leading_to(register, id)));
        if leads == 0 { put_away() } else { leading.set(leads) }
    };
    let warning = move || {
        let leads = leading.get();
        (leads > 0).then(|| {
            view! {
                <div class="notice" role="alert">
                    <span>{t_count("record.archive_leads", leads)}</span>
                    <button type="button" class="button-small" on:click=move |_| put_away()>{t("record.archive_anyway")}</button>
                    <button type="button" class="button-quiet" on:click=move |_| leading.set(0)>{t("do.cancel")}</button>
                </div>
            }
        })
    };
    view! {
        <LinkedFrom id=id.clone() />
        <section class="record-history" aria-labelledby="history-title">
            <h3 id="history-title">{Icon::History.view()} {t("history.title")}</h3>
            <History id />
        </section>
        {warning}
        <footer class="record-foot">
            <button type="button" class="button-quiet" on:click=ask>{Icon::Archive.view()} {t("do.archive")}</button>
            <span class="field-help">{t("record.archive_why")}</span>
        </footer>
    }
}
