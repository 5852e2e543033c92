//! How do we stand, what is mine, what changed: the first screen, answered without a click.

mod confidants;
mod digest;

pub use confidants::OfConfidants;

use crate::components::badge::{due_badge, signature};
use crate::components::copies::BackupReminder;
use crate::components::direct_due::DirectDue;
use crate::components::ground_gap::GroundGap;
use crate::components::heat_map::HeatMap;
use crate::components::icon::Icon;
use crate::components::phrases::{author_words, place_words, record_words, title_words};
use crate::i18n::{kind_label, t, t_count, t_count_with, t_with};
use crate::places;
use crate::platform::{intl, mark};
use crate::session::{Phase, Session, use_session};
use digest::Digest;
use leptos::prelude::*;
use register::day::day_text;
use register::disagreement::Disagreement;
use register::groundwork::{self, Gap};
use register::recent::{Change, recent_changes};
use register::risk_criteria::{self, Criteria, Rating, open_risks};
use register::{RecordId, overview};

const MOST_CHANGES: usize = 12;
const MOST_ACTIONS: usize = 8;
const MOST_DISAGREEMENTS: usize = 5;

/// The overview.
#[component]
pub fn Overview() -> impl IntoView {
    let session = use_session();
    session.set_title(t("overview.title"));
    let organization = move || {
        let named = session.with_kinds(&["organization"], |register| {
            register.of_kind("organization").next().map(|record| record.title().to_owned())
        });
        named.filter(|name| !name.is_empty()).unwrap_or_else(|| t("overview.title"))
    };
    let is_empty = Memo::new(move |_| {
        session.with_kinds(&["risk", "management_review", "action"], overview::is_unbegun)
    });
    mark_paints(session);
    view! {
        <article class="page overview">
            <header class="page-head">
                <div>
                    <p class="page-kind">{t("overview.title")} <span class="clause">"5.1"</span></p>
                    <h1>{organization}</h1>
                </div>
            </header>
            {move || is_empty.get().then(|| view! { <FirstSteps /> })}
            <Show when=move || !is_empty.get()><BackupReminder /></Show>
            <Digest />
            <Groundwork />
            <Figures />
            <Disagreements />
            <div class="overview-columns">
                <section class="panel" aria-labelledby="overview-risks">
                    <h2 id="overview-risks">{t("overview.risks")}</h2>
                    <Risks />
                </section>
                <section class="panel" aria-labelledby="overview-mine">
                    <h2 id="overview-mine">{t("overview.mine")}</h2>
                    <Mine />
                </section>
            </div>
            <DirectDue />
            <section class="panel" aria-labelledby="overview-recent">
                <h2 id="overview-recent">{t("overview.recent")}</h2>
                <Recent />
            </section>
        </article>
    }
}

/// Notes when the overview was painted first, and when it could be worked with.
fn mark_paints(session: Session) {
    Effect::new(|_| mark::mark_paint(mark::FIRST_PAINT));
    Effect::new(move |_| {
        if session.phase() == Phase::Open {
            mark::mark_paint(mark::EDITABLE);
        }
    });
}

/// What to begin with, while there is nothing yet.
#[component]
fn FirstSteps() -> impl IntoView {
    let session = use_session();
    let step = move |key: &'static str, place: String| {
        view! {
            <li>
                <a href=places::href(&place)>{t(&format!("overview.first.{key}"))}</a>
                <p>{t(&format!("overview.first.{key}_why"))}</p>
            </li>
        }
    };
    view! {
        <section class="panel first-steps" aria-labelledby="overview-first">
            <h2 id="overview-first">{t("overview.first.title")}</h2>
            <ol>
                {step("people", places::list(session, "person"))}
                {step("review", places::list(session, "management_review"))}
                {step("risk", places::list(session, "risk"))}
                {step("invite", places::page(session, "settings"))}
            </ol>
        </section>
    }
}

/// One figure, its words, and where it leads.
fn figure(place: String, number: String, words: String, detail: String, is_alarm: bool) -> AnyView {
    view! {
        <li>
            <a class="figure" class:is-alarm=is_alarm href=places::href(&place)>
                <span class="figure-number">{number}</span>
                <span class="figure-words">{words}</span>
                <span class="figure-detail">{is_alarm.then(|| Icon::Alert.view())} {detail}</span>
            </a>
        </li>
    }
    .into_any()
}

fn count(number: usize) -> String {
    intl::number(number as f64)
}

#[component]
fn Figures() -> impl IntoView {
    let session = use_session();
    let today = session.today_date();
    let risks = Memo::new(move |_| session.with_kinds(&["risk", "risk_criteria"], overview::risks));
    let actions =
        Memo::new(move |_| session.with_kinds(&["action"], |register| overview::actions(register, today)));
    let review = Memo::new(move |_| {
        session.with_kinds(&["management_review"], |register| overview::next_review(register, today))
    });
    let risk_figure = move || {
        let overview::Risks { above, open } = risks.get();
        let place = format!("{}?filter=above_appetite", places::list(session, "risk"));
        let detail = t_count("overview.open_risks", open);
        figure(place, count(above), t_count("overview.above_appetite", above), detail, above > 0)
    };
    let action_figure = move || {
        let overview::Actions { overdue, soon, open } = actions.get();
        let detail =
            format!("{} · {}", t_count("overview.due_soon", soon), t_count("overview.open_actions", open));
        figure(
            places::list(session, "action"),
            count(overdue),
            t_count("overview.overdue", overdue),
            detail,
            overdue > 0,
        )
    };
    let review_figure = move || match review.get() {
        Some(overview::NextReview { id, on, has_passed }) => {
            let title = title_words(session, &id);
            let detail =
                if has_passed { format!("{} · {title}", t("overview.review_passed")) } else { title };
            let words = t("overview.next_review");
            let on = intl::date(&day_text(on));
            figure(places::record(session, &id), on, words, detail, has_passed)
        }
        None => {
            let place = places::list(session, "management_review");
            figure(place, t("word.none"), t("overview.next_review"), t("overview.no_review"), true)
        }
    };
    let shown = Memo::new(move |_| session.with_register(|register| overview::commitments(register, today)));
    let commitment_figure = move || {
        let overview::Commitments { percent, core_without } = shown.get();
        let number = t_with("commitments.percent", &[("percent", &intl::number(f64::from(percent)))]);
        let detail = t_count("overview.core_without", core_without as usize);
        figure(places::page(session, "commitments"), number, t("overview.commitments"), detail, false)
    };
    let disagreements = Memo::new(move |_| session.disagreements().len());
    let disagreement_figure = move || {
        let number = disagreements.get();
        let detail = t(if number == 0 { "overview.all_agreed" } else { "overview.choose" });
        // The list stands further down on this page.
        let place = format!("{}#disagreements", places::overview(&session.key()));
        figure(place, count(number), t_count("overview.disagreements", number), detail, number > 0)
    };
    view! { <ul class="figures">{commitment_figure} {risk_figure} {action_figure} {review_figure} {disagreement_figure}</ul> }
}

/// What is missing of what leadership stands on.
#[component]
fn Groundwork() -> impl IntoView {
    let session = use_session();
    let today = session.today_date();
    let gaps = Memo::new(move |_| {
        session.with_kinds(&["person", "role", "issue", "interested_party"], |register| {
            groundwork::gaps(register, today)
        })
    });
    let one = |gap: Gap| view! { <li>{Icon::Alert.view()} <span><GroundGap gap /></span></li> };
    move || {
        let gaps = gaps.get();
        (!gaps.is_empty()).then(|| {
            view! {
                <section class="panel groundwork" aria-labelledby="overview-groundwork">
                    <h2 id="overview-groundwork">{t("ground.title")}</h2>
                    <ul class="commitments-gaps">{gaps.into_iter().map(one).collect_view()}</ul>
                </section>
            }
        })
    }
}

#[component]
fn Disagreements() -> impl IntoView {
    let session = use_session();
    let disputed =
        Memo::new(move |_| session.disagreements().into_iter().take(MOST_DISAGREEMENTS).collect::<Vec<_>>());
    let one = move |Disagreement { record: id, path, answers }: Disagreement| {
        let words = session.peek(|register| record_words(register, &id));
        let place = session.peek(|register| place_words(register, &id, &path));
        view! {
            <li>
                <a href=places::href(&places::record(session, &id))>{words}</a>
                <span class="quiet">{place} " · " {t_count("disagreement.answers", answers)}</span>
            </li>
        }
    };
    move || {
        let disputed = disputed.get();
        (!disputed.is_empty()).then(|| {
            view! {
                <section class="panel is-alarm" id="disagreements" aria-labelledby="overview-disagreements">
                    <h2 id="overview-disagreements">{Icon::Fork.view()} {t("disagreement.title")}</h2>
                    <ul class="record-list">{disputed.into_iter().map(one).collect_view()}</ul>
                </section>
            }
        })
    }
}

#[component]
fn Risks() -> impl IntoView {
    let session = use_session();
    let map = Memo::new(move |_| {
        session.with_kinds(&["risk", "risk_criteria"], |register| {
            risk_criteria::HeatMap::of(open_risks(register), Rating::Current, &Criteria::of(register))
        })
    });
    let is_empty = Memo::new(move |_| map.with(|map| map.rated() + map.unrated == 0));
    move || {
        if is_empty.get() {
            view! {
                <p class="panel-empty">{t("overview.no_risks")}</p>
                <p>
                    <a class="button" href=places::href(&places::list(session, "risk"))>
                        {t("overview.to_risks")}
                    </a>
                </p>
            }
            .into_any()
        } else {
            view! { <HeatMap map href=risks_of /> }.into_any()
        }
    }
}

/// The list of the risks of one cell.
fn risks_of(session: Session, likelihood: i64, impact: i64) -> String {
    let list = places::list(session, "risk");
    places::href(&format!("{list}?current_likelihood={likelihood}&current_impact={impact}"))
}

#[component]
fn Mine() -> impl IntoView {
    let session = use_session();
    let mine = Memo::new(move |_| {
        session.with_kinds(&["action"], |register| {
            session.me().map(|me| overview::actions_of(register, &me)).unwrap_or_default()
        })
    });
    let one = move |id: RecordId| {
        let badge = session.peek(|register| register.records.get(&id).map(due_badge));
        let due =
            session.peek(|register| register.records.get(&id).map(|action| intl::date(action.text("due"))));
        view! {
            <li>
                <a href=places::href(&places::record(session, &id))>{title_words(session, &id)}</a>
                <span class="quiet">{due} " " {badge}</span>
            </li>
        }
    };
    move || {
        let mine = mine.get();
        if mine.is_empty() {
            return view! { <p class="panel-empty">{t("overview.nothing_mine")}</p> }.into_any();
        }
        let more = mine.len().saturating_sub(MOST_ACTIONS);
        view! {
            <ul class="record-list">{mine.into_iter().take(MOST_ACTIONS).map(one).collect_view()}</ul>
            {(more > 0)
                .then(|| {
                    view! {
                        <p>
                            <a href=places::href(&places::list(session, "action"))>{t_count("overview.more", more)}</a>
                        </p>
                    }
                })}
        }
        .into_any()
    }
}

#[component]
fn Recent() -> impl IntoView {
    let session = use_session();
    let changes =
        Memo::new(move |_| session.with_register(|register| recent_changes(register, MOST_CHANGES)));
    let one = move |change: Change| {
        let words = session.peek(|register| record_words(register, &change.record));
        let places: Vec<String> = session.peek(|register| {
            change.paths.iter().take(3).map(|path| place_words(register, &change.record, path)).collect()
        });
        let more = change.paths.len().saturating_sub(places.len());
        let mut what = places.join(", ");
        if more > 0 {
            what = t_count_with("overview.and_more", more, &[("what", &what)]);
        }
        if change.is_creation {
            what = t_with("overview.created", &[("kind", &kind_label(&change.record.kind))]);
        }
        let by = change.by;
        let who = move || signature(&author_words(session, &by), change.at);
        view! {
            <li>
                <a href=places::href(&places::record(session, &change.record))>{words}</a>
                <span class="recent-what">{what}</span>
                <span class="quiet">{who}</span>
            </li>
        }
    };
    move || {
        let changes = changes.get();
        if changes.is_empty() {
            return view! { <p class="panel-empty">{t("overview.nothing_yet")}</p> }.into_any();
        }
        view! { <ul class="record-list recent">{changes.into_iter().map(one).collect_view()}</ul> }.into_any()
    }
}
