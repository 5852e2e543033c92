//! A KPI as work (9.1): how it stands and why, a measurement in seconds, its line, and all that was entered.

mod entry;
mod picture;
mod values;

use crate::components::health::{
    aim_words, amount_words, day_words, health_badge, kpi_why_words, trend_words,
};
use crate::i18n::{t, t_with};
use crate::session::{Session, use_session};
use entry::Entry;
use leptos::prelude::*;
use register::day::NaiveDate;
use register::kpi::{self, Measurement};
use register::{Record, RecordId};
use uuid::Uuid;

/// What the parts share.
#[derive(Clone, Copy)]
struct Here {
    session: Session,
    id: StoredValue<RecordId>,
    today: NaiveDate,
    /// All that was entered, by day.
    all: Memo<Vec<Measurement>>,
    /// The measurement that is being corrected.
    correcting: RwSignal<Option<Uuid>>,
}

impl Here {
    /// Reads the KPI. Tracked.
    fn with<T>(self, read: impl FnOnce(&Record) -> T) -> Option<T> {
        self.id.with_value(|id| self.session.with_record(id, |record| record.map(read)))
    }
}

/// The work on a KPI, above its form.
#[component]
pub fn KpiWork(
    /// The record.
    id: RecordId,
) -> impl IntoView {
    let session = use_session();
    let id = StoredValue::new(id);
    let all = Memo::new(move |_| {
        id.with_value(|id| {
            session.with_record(id, |record| record.map(kpi::measurements).unwrap_or_default())
        })
    });
    let here = Here { session, id, today: session.today_date(), all, correcting: RwSignal::new(None) };
    view! {
        <section class="kpi" aria-label=t("kpi.work")>
            {move || here.with(|record| standing(record, here.today))}
            <Entry here />
            {picture::picture(here)}
            {values::values(here)}
        </section>
    }
}

/// The value that stands, how, and why.
fn standing(kpi: &Record, today: NaiveDate) -> AnyView {
    let (health, reasons) = kpi::status(kpi, today);
    let current = kpi::current(kpi, today);
    let value = current.as_ref().map(|now| {
        view! {
            <p class="kpi-value">
                <strong>{amount_words(kpi, now.value)}</strong>
                <span class="quiet">{day_words(now.held_on)}</span>
            </p>
        }
    });
    let aim = aim_words(kpi).map(|aim| t_with("kpi.wanted", &[("aim", &aim)]));
    let trend = kpi::trend(kpi, today).map(|trend| trend_words(kpi, trend));
    let due = kpi::due(kpi, today).map(|due| t_with("kpi.next_by", &[("day", &day_words(due))]));
    let lines: Vec<String> = reasons.iter().map(|why| kpi_why_words(kpi, why)).collect();
    let more: Vec<String> = [aim, trend, due].into_iter().flatten().collect();
    view! {
        <div class="kpi-standing">
            {value}
            <div>
                <p class="kpi-health">{health_badge(health)} " " <span>{lines.join(" ")}</span></p>
                <p class="quiet">{more.join(" · ")}</p>
            </div>
        </div>
    }
    .into_any()
}
