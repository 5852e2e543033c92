//! What was accepted of a risk: what remains and the plan, each with how it stands, why, who signed it, and the
//! acts that can be done now.

use crate::components::icon::Icon;
use crate::components::phrases::record_words;
use crate::i18n::{choice_label, t, t_with};
use crate::platform::{clock, intl, random};
use crate::session::{Session, use_session};
use leptos::prelude::*;
use register::acceptance::{
    Acceptance, Act, Matter, Signing, Stale, Standing, Verdict, acceptance, acts, sign,
};
use register::day::day_text;
use register::risk_criteria::{Criteria, Rating, rating, residual};
use register::top_management::is_top_manager;
use register::{FieldPath, RecordId, Register};
use uuid::Uuid;

/// Everything of one matter that is shown.
#[derive(Clone, PartialEq)]
struct Shown {
    acceptance: Acceptance,
    acts: Vec<Act>,
    /// What remains: which rating, and its steps.
    remains: (Rating, Option<(i64, i64)>),
    is_above: bool,
    owner: Option<RecordId>,
    am_owner: bool,
    am_top: bool,
}

fn shown(session: Session, register: &Register, id: &RecordId, matter: Matter) -> Option<Shown> {
    let risk = register.records.get(id)?;
    let (criteria, today) = (Criteria::of(register), session.today_date());
    let which = residual(risk, &criteria);
    let remains = rating(risk, which, &criteria);
    let owner: Option<RecordId> = risk.text("owner").parse().ok();
    let me = session.me();
    let person = me.as_ref().and_then(|me| register.records.get(me));
    Some(Shown {
        acceptance: acceptance(risk, register, matter, &criteria, today),
        acts: acts(risk, register).into_iter().filter(|act| act.matter == matter).collect(),
        remains: (which, remains),
        is_above: remains.is_some_and(|(likelihood, impact)| criteria.is_above(likelihood * impact)),
        am_owner: me.is_some() && me == owner,
        am_top: person.is_some_and(|person| is_top_manager(person, today)),
        owner,
    })
}

/// Both matters of a risk.
#[component]
pub fn RiskAcceptance(
    /// The risk.
    id: RecordId,
) -> impl IntoView {
    view! {
        <section class="form-section acceptance" aria-labelledby="acceptance-title">
            <h3 id="acceptance-title">{t("rows.risk.acceptances")}</h3>
            {matter(id.clone(), Matter::Plan)}
            {matter(id, Matter::Residual)}
        </section>
    }
}

fn matter(id: RecordId, matter: Matter) -> AnyView {
    let session = use_session();
    let of = StoredValue::new(id);
    let now = Memo::new(move |_| {
        session.with_kinds(&["risk", "risk_criteria", "person"], |register| {
            of.with_value(|id| shown(session, register, id, matter))
        })
    });
    let act = move |verdict: Verdict, by: RecordId| {
        let command = session.peek(|register| {
            let risk = of.with_value(|id| register.records.get(id))?;
            let signing = Signing {
                by: &by,
                on: session.today_date(),
                now_ms: clock::now_ms(),
                random: random::ten_bytes(),
            };
            Some(sign(risk, matter, verdict, &Criteria::of(register), "", &signing))
        });
        if let Some(command) = command {
            session.write(command);
        }
    };
    let view = move || now.get().map(|shown| body(session, matter, &shown, act));
    let title = t(&format!("acceptance.of.{}", matter.code()));
    let class = format!("acceptance-matter acceptance-{}", matter.code());
    view! { <div class=class role="group" aria-label=title.clone()><h4>{title.clone()}</h4>{view}</div> }
        .into_any()
}

fn body(
    session: Session,
    matter: Matter,
    shown: &Shown,
    act: impl Fn(Verdict, RecordId) + Copy + Send + Sync + 'static,
) -> AnyView {
    let stands = &shown.acceptance;
    let words = t(&format!("acceptance.{}", stands.standing.code()));
    let class = match stands.standing {
        Standing::Accepted => "badge badge-low",
        Standing::Stale | Standing::Expired | Standing::Rejected | Standing::Revoked => {
            "badge badge-critical"
        }
        Standing::Proposed | Standing::AwaitsTopManager => "badge badge-high",
        Standing::None => "badge",
    };
    let icon = matches!(stands.standing, Standing::Stale | Standing::Expired).then(|| Icon::Alert.view());
    let remains = (matter == Matter::Residual).then(|| remains_words(shown));
    let reason = |reason: &Stale| view! { <li>{reason_words(reason)}</li> }.into_any();
    let reasons: Vec<AnyView> = stands.reasons.iter().map(reason).collect();
    let why = (!reasons.is_empty()).then(|| {
        view! {
            <div class="acceptance-why">
                <p>{t("acceptance.why_stale")}</p>
                <ul>{reasons}</ul>
            </div>
        }
    });
    let signed = shown.acts.iter().rev().map(|act| view! { <li>{act_words(session, act)}</li> }.into_any());
    let signed: Vec<AnyView> = signed.collect();
    let signed = (!signed.is_empty()).then(|| view! { <ol class="acceptance-acts">{signed}</ol> });
    view! {
        {remains}
        <p><span class=class>{icon} {words}</span></p>
        {why}
        {signed}
        {buttons(session, matter, shown, act)}
    }
    .into_any()
}

fn remains_words(shown: &Shown) -> AnyView {
    let (which, steps) = shown.remains;
    let words = match (which, steps) {
        (_, None) => t("acceptance.unrated"),
        (Rating::Target, Some(steps)) => {
            t_with("acceptance.remains_target", &[("rating", &steps_words(Some(steps)))])
        }
        (_, Some(steps)) => t_with("acceptance.remains_current", &[("rating", &steps_words(Some(steps)))]),
    };
    let above = shown.is_above.then(|| {
        view! { <span class="badge badge-critical">{Icon::Alert.view()} {t("risk.above_appetite")}</span> }
    });
    view! { <p class="acceptance-remains">{words} " " {above}</p> }.into_any()
}

/// '4 × 5 = 20', or that nothing was rated.
pub fn steps_words(steps: Option<(i64, i64)>) -> String {
    match steps {
        Some((likelihood, impact)) => format!(
            "{} × {} = {}",
            intl::number(likelihood as f64),
            intl::number(impact as f64),
            intl::number((likelihood * impact) as f64)
        ),
        None => t("level.unrated"),
    }
}

fn reason_words(reason: &Stale) -> String {
    let key = format!("stale.{}", reason.code());
    match reason {
        Stale::RatingChanged { from, to } => {
            t_with(&key, &[("from", &steps_words(*from)), ("to", &steps_words(*to))])
        }
        _ => t(&key),
    }
}

fn act_words(session: Session, act: &Act) -> String {
    let name = |id: &Option<RecordId>| {
        id.as_ref().map(|id| session.peek(|register| record_words(register, id))).unwrap_or_default()
    };
    let path = FieldPath::in_row("acceptances", Uuid::nil(), "state");
    let mut words = vec![choice_label("risk", &path, act.verdict.code()), name(&act.by)];
    words.extend(act.on.map(|on| intl::date(&day_text(on))));
    words.extend(act.frozen.map(|steps| steps_words(Some(steps))));
    words
        .extend(act.until.map(|until| t_with("acceptance.until", &[("day", &intl::date(&day_text(until)))])));
    if act.recorded_by.is_some() {
        words.push(t_with("acceptance.recorded_by", &[("who", &name(&act.recorded_by))]));
    }
    words.join(" · ")
}

/// What can be done now. Who owns the risk or is of top management signs on their own device; for anybody else
/// it is put before the owner, or what the owner said elsewhere is written down.
fn buttons(
    session: Session,
    matter: Matter,
    shown: &Shown,
    act: impl Fn(Verdict, RecordId) + Copy + Send + Sync + 'static,
) -> AnyView {
    let Some(owner) = shown.owner.clone() else {
        return view! { <p class="quiet">{t("acceptance.no_owner")}</p> }.into_any();
    };
    if matter == Matter::Residual && shown.remains.1.is_none() {
        return view! { <p class="quiet">{t("acceptance.rate_first")}</p> }.into_any();
    }
    let Some(me) = session.me() else { return ().into_any() };
    let button = |class: &'static str, words: String, verdict: Verdict, by: RecordId| {
        view! { <button type="button" class=class on:click=move |_| act(verdict, by.clone())>{words}</button> }.into_any()
    };
    let standing = shown.acceptance.standing;
    let mut all = Vec::new();
    let can_sign = shown.am_owner || shown.am_top;
    if can_sign {
        let key = if matter == Matter::Plan { "acceptance.approve_plan" } else { "acceptance.accept" };
        all.push(button("button-small", t(key), Verdict::Accepted, me.clone()));
        all.push(button("button-quiet", t("acceptance.reject"), Verdict::Rejected, me.clone()));
        let accepted = matches!(standing, Standing::Accepted | Standing::AwaitsTopManager | Standing::Stale);
        if accepted {
            all.push(button("button-quiet", t("acceptance.revoke"), Verdict::Revoked, me.clone()));
        }
    }
    if !shown.am_owner {
        let name = session.peek(|register| record_words(register, &owner));
        if standing != Standing::Proposed {
            all.push(button(
                "button-quiet",
                t_with("acceptance.propose", &[("who", &name)]),
                Verdict::Proposed,
                me,
            ));
        }
        let record = t_with("acceptance.record", &[("who", &name)]);
        all.push(button("button-quiet", record, Verdict::Accepted, owner));
    }
    view! { <p class="actions">{all}</p> }.into_any()
}
