//! Risks on the map: how they stand, how they moved since a day, and what exceeds the appetite, with who accepted
//! it.

use crate::components::badge::level_badge;
use crate::components::failure;
use crate::components::heat_map::HeatMap;
use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::components::risk_acceptance::steps_words;
use crate::i18n::{t, t_count, t_with};
use crate::places;
use crate::platform::intl;
use crate::session::{Session, use_session};
use bridge::{Request, Response};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::acceptance::{Matter, Standing, acceptance};
use register::assessment::{as_then, frozen_rounds};
use register::day::{NaiveDate, day, day_text, last_moment};
use register::risk_criteria::{self, Criteria, Rating, is_above_appetite, open_risks};
use register::risk_movement::{Course, Moved, movement, ways};
use register::{Record, RecordId};

/// So many days back the map looks at first.
const DAYS: i64 = 90;

/// How the risks stood on the chosen day.
#[derive(Clone)]
enum Then {
    Asked,
    Known(Vec<Record>),
    Failed(String),
}

/// The page.
#[component]
pub fn RiskMap() -> impl IntoView {
    let session = use_session();
    session.set_title(t("nav.risk_map"));
    let today = session.today_date();
    let first =
        u64::try_from(DAYS).ok().and_then(|days| today.checked_sub_days(register::day::Days::new(days)));
    let since = RwSignal::new(first.unwrap_or(today));
    let then = RwSignal::new(Then::Asked);
    // A round's frozen result takes the place of the day.
    let round = RwSignal::new(String::new());
    Effect::new(move |_| {
        let chosen = round.get().parse::<RecordId>().ok();
        let frozen = chosen.and_then(|round| {
            session.with_kinds(&["assessment_round"], |register| register.records.get(&round).map(as_then))
        });
        match frozen {
            Some(frozen) => then.set(Then::Known(frozen)),
            None => ask(session, since.get(), then),
        }
    });
    let criteria = Memo::new(move |_| session.with_kinds(&["risk_criteria"], Criteria::of));
    let map = Memo::new(move |_| {
        let criteria = criteria.get();
        session.with_kinds(&["risk"], |register| {
            risk_criteria::HeatMap::of(open_risks(register), Rating::Current, &criteria)
        })
    });
    let moved = Memo::new(move |_| {
        let criteria = criteria.get();
        then.with(|then| match then {
            Then::Known(then) => {
                session.with_kinds(&["risk"], |register| movement(register, then, &criteria))
            }
            _ => Vec::new(),
        })
    });
    let moves = Memo::new(move |_| moved.with(|moved| ways(moved)));
    let choose = move |event| {
        if let Some(chosen) = day(&event_target_value(&event)).filter(|chosen| *chosen <= today) {
            since.set(chosen);
            round.set(String::new());
        }
    };
    let failed = move || match then.get() {
        Then::Failed(words) => Some(view! { <p class="field-problem">{words}</p> }),
        _ => None,
    };
    let criteria_place = places::href(&places::page(session, "risk_criteria"));
    let list_place = places::href(&places::list(session, "risk"));
    view! {
        <article class="page risk-map">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{t("nav.risk_map")}</h1>
                    <p class="page-intro">
                        {t("risk_map.intro")} " "
                        <span class="clause">{t_with("word.clause", &[("clause", "6.1.2, 8.2")])}</span>
                    </p>
                </div>
                <div class="actions">
                    <a class="button-quiet" href=list_place>{Icon::Risk.view()} {t("kind.risk.other")}</a>
                    <a class="button-quiet" href=criteria_place>{Icon::Settings.view()} {t("nav.risk_criteria")}</a>
                </div>
            </header>
            <div class="risk-map-columns">
                <section class="panel" aria-label=t("heat_map.caption")>
                    <div class="field field-date risk-map-since">
                        <label class="field-label" for="risk-map-since">{t("risk_map.since")}</label>
                        <input
                            id="risk-map-since"
                            type="date"
                            max=day_text(today)
                            prop:value=move || day_text(since.get())
                            on:change=choose
                        />
                        <p class="field-help">{t("risk_map.since_why")}</p>
                        {rounds(session, round)}
                        {failed}
                    </div>
                    <HeatMap map href=risks_of moves />
                </section>
                <section class="panel" aria-labelledby="risk-map-moved">
                    <h2 id="risk-map-moved">{t("risk_map.moved")}</h2>
                    {move || moved_list(session, &moved.get(), &then.get())}
                </section>
            </div>
            <section class="panel" aria-labelledby="risk-map-above">
                <h2 id="risk-map-above">{t("risk_map.above")}</h2>
                {above(session)}
            </section>
        </article>
    }
}

/// The rounds to compare with; nothing before the first is frozen.
fn rounds(session: Session, round: RwSignal<String>) -> AnyView {
    let all = Memo::new(move |_| {
        session.with_kinds(&["assessment_round"], |register| {
            let one = |round: &Record| {
                let on = intl::date(round.text("held_on"));
                (round.id.to_string(), format!("{} · {on}", record_words(register, &round.id)))
            };
            frozen_rounds(register).into_iter().map(one).collect::<Vec<_>>()
        })
    });
    let choices = move || {
        let all = all.get();
        (!all.is_empty()).then(|| {
            let option = |(id, words): (String, String)| {
                let value = id.clone();
                view! { <option value=value selected=move || round.with(|round| *round == id)>{words}</option> }.into_any()
            };
            let options: Vec<AnyView> = all.into_iter().map(option).collect();
            view! {
                <label class="field-label" for="risk-map-round">{t("risk_map.round")}</label>
                <select id="risk-map-round" on:change=move |event| round.set(event_target_value(&event))>
                    <option value="" selected=move || round.with(String::is_empty)>{t("risk_map.no_round")}</option>
                    {options}
                </select>
            }
        })
    };
    view! { {choices} }.into_any()
}

fn ask(session: Session, since: NaiveDate, then: RwSignal<Then>) {
    then.set(Then::Asked);
    let request = Request::StoodAt { kind: "risk".to_owned(), at: last_moment(since) };
    spawn_local(async move {
        let answer = match session.call(request).await {
            Ok(Response::Stood(records)) => Then::Known(records),
            Ok(_) => Then::Known(Vec::new()),
            Err(failure) => Then::Failed(failure::sentence(&failure)),
        };
        then.try_set(answer);
    });
}

fn risks_of(session: Session, likelihood: i64, impact: i64) -> String {
    let list = places::list(session, "risk");
    places::href(&format!("{list}?current_likelihood={likelihood}&current_impact={impact}"))
}

fn moved_list(session: Session, moved: &[Moved], then: &Then) -> AnyView {
    if matches!(then, Then::Asked) {
        return view! { <p class="panel-empty" role="status">{t("risk_map.asking")}</p> }.into_any();
    }
    if moved.is_empty() {
        return view! { <p class="panel-empty">{t("risk_map.nothing_moved")}</p> }.into_any();
    }
    let counts = Course::ALL.into_iter().filter_map(|course| {
        let n = moved.iter().filter(|moved| moved.course == course).count();
        (n > 0).then(|| t_count(&format!("movement.{}", course.code()), n))
    });
    let counts = counts.collect::<Vec<_>>().join(" · ");
    let one = |moved: &Moved| {
        let words = session.peek(|register| record_words(register, &moved.risk));
        let href = places::href(&places::record(session, &moved.risk));
        let way = format!("{} → {}", steps_words(moved.from), steps_words(moved.to));
        let class = match moved.course {
            Course::Worse => "badge badge-critical",
            Course::Better | Course::Over => "badge badge-low",
            Course::New | Course::Aside => "badge",
        };
        let course = t(&format!("movement.{}.word", moved.course.code()));
        view! {
            <li>
                <a href=href>{words}</a>
                <span class="quiet"><span class=class>{course}</span> " " {way}</span>
            </li>
        }
        .into_any()
    };
    let list = moved.iter().map(one).collect::<Vec<AnyView>>();
    view! { <p role="status">{counts}</p> <ul class="record-list">{list}</ul> }.into_any()
}

/// A risk above the appetite, and how its acceptance stands.
type Above = (RecordId, String, Standing);

fn above(session: Session) -> AnyView {
    let today = session.today_date();
    let all = Memo::new(move |_| {
        session.with_kinds(&["risk", "risk_criteria", "person"], |register| {
            let criteria = Criteria::of(register);
            let mut above: Vec<&Record> =
                open_risks(register).filter(|risk| is_above_appetite(risk, &criteria)).collect();
            above.sort_by_key(|risk| {
                std::cmp::Reverse(risk_criteria::score(risk, Rating::Current, &criteria))
            });
            let one = |risk: &Record| -> Above {
                let stands = acceptance(risk, register, Matter::Residual, &criteria, today).standing;
                (risk.id.clone(), record_words(register, &risk.id), stands)
            };
            above.into_iter().map(one).collect::<Vec<_>>()
        })
    });
    let one = move |(id, words, standing): Above| {
        let badge = session.peek(|register| {
            let criteria = Criteria::of(register);
            register.records.get(&id).map(|risk| level_badge(risk, Rating::Current, &criteria))
        });
        let class = if standing == Standing::Accepted { "quiet" } else { "quiet is-alarm" };
        let stands = t(&format!("acceptance.{}", standing.code()));
        let href = places::href(&places::record(session, &id));
        view! {
            <li>
                <a href=href>{words}</a>
                <span class=class>{badge} " " {t_with("risk_map.acceptance", &[("standing", &stands)])}</span>
            </li>
        }
        .into_any()
    };
    let list = move || {
        let all = all.get();
        if all.is_empty() {
            return view! { <p class="panel-empty">{t("risk_map.none_above")}</p> }.into_any();
        }
        view! { <ul class="record-list">{all.into_iter().map(one).collect::<Vec<AnyView>>()}</ul> }.into_any()
    };
    view! { {list} }.into_any()
}
