//! Strategic goals, each with the objectives that serve it, and those that serve none.

use super::READS;
use super::standing::one_objective;
use crate::components::health::{health_badge, health_words};
use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{choice_label, t, t_count};
use crate::places;
use crate::platform::intl;
use crate::session::Session;
use leptos::prelude::*;
use register::day::NaiveDate;
use register::kpi::Health;
use register::objective::{Tally, objectives_for};
use register::{FieldPath, RecordId};

/// A goal, or none for what serves no goal, with its objectives.
#[derive(Clone, PartialEq)]
struct Group {
    goal: Option<(RecordId, String, String)>,
    tally: Tally,
    objectives: Vec<RecordId>,
}

/// All of them.
pub fn goals(session: Session, today: NaiveDate) -> impl IntoView {
    let groups = Memo::new(move |_| {
        session.with_kinds(&READS, |register| {
            let goals = register.of_kind("strategic_goal").map(Some).chain([None]);
            let group = goals.map(|goal| {
                let objectives = objectives_for(goal.map(|goal| &goal.id), register);
                Group {
                    goal: goal.map(|goal| {
                        (goal.id.clone(), record_words(register, &goal.id), goal.text("status").to_owned())
                    }),
                    tally: Tally::of(objectives.iter().copied(), register, today),
                    objectives: objectives.iter().map(|objective| objective.id.clone()).collect(),
                }
            });
            group.filter(|group| group.goal.is_some() || !group.objectives.is_empty()).collect::<Vec<_>>()
        })
    });
    move || {
        let groups = groups.get();
        if groups.is_empty() {
            return view! { <p class="panel-empty">{t("objectives.none")}</p> }.into_any();
        }
        groups.into_iter().map(|group| one_group(session, today, group)).collect_view().into_any()
    }
}

fn one_group(session: Session, today: NaiveDate, group: Group) -> AnyView {
    let is_loose = group.goal.is_none();
    let heading = match group.goal {
        Some((id, words, status)) => {
            let place = places::href(&places::record(session, &id));
            let status = (status != "active" && !status.is_empty()).then(|| {
                let words = choice_label("strategic_goal", &FieldPath::of("status"), &status);
                view! { " " <span class="badge">{words}</span> }
            });
            view! { <a href=place>{words}</a> {status} }.into_any()
        }
        None => view! { {Icon::Alert.view()} " " {t("objectives.without_goal")} }.into_any(),
    };
    let health = group.tally.health().map(health_badge);
    let objectives =
        group.objectives.iter().map(|id| one_objective(session, id.clone(), today)).collect_view();
    let empty = group
        .objectives
        .is_empty()
        .then(|| view! { <p class="panel-empty">{t("objectives.goal_unserved")}</p> });
    view! {
        <section class="panel goal" class:is-loose=is_loose>
            <header class="goal-head">
                <h3>{heading}</h3>
                <p class="quiet">{health} " " {tally_words(group.tally)}</p>
            </header>
            {empty}
            <ul class="objective-list">{objectives}</ul>
        </section>
    }
    .into_any()
}

/// '3 objectives: 1 on track, 2 at risk'.
fn tally_words(tally: Tally) -> String {
    if tally.all() == 0 {
        return String::new();
    }
    let health = [
        (Health::OffTrack, tally.off_track),
        (Health::AtRisk, tally.at_risk),
        (Health::OnTrack, tally.on_track),
        (Health::Unknown, tally.unknown),
    ];
    let health = health.into_iter().map(|(health, number)| (health_words(health), number));
    let status = |code| choice_label("objective", &FieldPath::of("status"), code);
    let done = [(status("achieved"), tally.achieved), (status("not_achieved"), tally.not_achieved)];
    let parts = health.chain(done).filter(|(_, number)| *number > 0);
    let parts: Vec<String> =
        parts.map(|(words, number)| format!("{} {words}", intl::number(f64::from(number)))).collect();
    format!("{}: {}", t_count("objectives.objectives", tally.all() as usize), parts.join(", "))
}
