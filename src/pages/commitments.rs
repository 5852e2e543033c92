//! The eight commitments of 5.1: how each stands, why, and what proves it.

mod detail;
mod evidence;
mod line;
mod notes;
mod own;
mod picture;
mod standing;

use crate::i18n::{field_label, t, t_count, t_with};
use crate::platform::intl;
use crate::session::{Session, use_session};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use register::FieldPath;
use register::day::day_text;
use register::line::LineId;
use register::practice::Commitment;
use register::readiness::Reason;
use standing::{Standing, standings};

/// What all of the page's parts share.
#[derive(Clone, Copy)]
struct Here {
    session: Session,
    standings: Memo<Vec<Standing>>,
    /// The commitment that the address names.
    chosen: Memo<Option<Commitment>>,
    /// The practice that is open.
    open: RwSignal<Option<LineId>>,
}

impl Here {
    /// How a commitment stands. Tracked.
    fn standing(self, commitment: Commitment) -> Option<Standing> {
        self.standings.with(|all| all.iter().find(|of| of.commitment == commitment).cloned())
    }
}

/// The page.
#[component]
pub fn Commitments() -> impl IntoView {
    let session = use_session();
    session.set_title(t("nav.commitments"));
    let params = use_params_map();
    let today = session.today_date();
    let here = Here {
        session,
        standings: Memo::new(move |_| session.with_register(|register| standings(register, today))),
        chosen: Memo::new(move |_| params.with(|params| Commitment::by_code(&params.get("id")?))),
        open: RwSignal::new(None),
    };
    let detail = move || here.chosen.get().map(|commitment| detail::detail(here, commitment));
    view! {
        <div class="beside" class:has-record=move || here.chosen.get().is_some()>
            <section class="beside-list commitments" aria-labelledby="list-title">
                <header class="page-head">
                    <div>
                        <h1 id="list-title" tabindex="-1">{t("nav.commitments")}</h1>
                        <p class="page-intro">
                            {t("commitments.intro")} " "
                            <span class="clause">{t_with("word.clause", &[("clause", "5.1")])}</span>
                        </p>
                    </div>
                </header>
                {picture::picture(here)}
            </section>
            {detail}
        </div>
    }
}

/// Why something does not count more, in words.
fn reason_words(reason: &Reason) -> String {
    let key = format!("reason.{}", reason.code());
    match reason {
        Reason::Old(days) => t_count(&key, usize::try_from(*days).unwrap_or_default()),
        Reason::ReviewPassed(on) => t_with(&key, &[("day", &intl::date(&day_text(*on)))]),
        Reason::Disputed(field) => {
            t_with(&key, &[("field", &field_label("practice", &FieldPath::of(field)))])
        }
        _ => t(&key),
    }
}

/// The id of a practice's element.
fn element_of(id: &LineId) -> String {
    match id {
        LineId::Known(id) => format!("practice-{id}"),
        LineId::Own(id) => format!("practice-{}", id.uuid),
    }
}
