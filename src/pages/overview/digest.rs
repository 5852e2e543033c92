//! What changed since the reader last looked, and by whom: by person and record, until they say 'Got it'.

use crate::components::failure::FailureNotice;
use crate::components::phrases::{place_words, record_words};
use crate::i18n::{choice_label, kind_label, t, t_count, t_count_with, t_with};
use crate::places;
use crate::platform::timer::Later;
use crate::platform::{clock, intl};
use crate::session::{Phase, Session, use_session};
use bridge::{Failure, News};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::digest::{Act, ByPerson, What, Who, digest, set_since};
use register::{FieldPath, Kind, Register};

/// Others' work comes in bursts: it is asked for once they pause.
const PAUSE_MS: u64 = 400;
/// Who never said on this device that they looked is told of so long a time.
const AT_FIRST_DAYS: i64 = 14;
const DAY_MS: i64 = 86_400_000;
/// So many people, and so many records of each, before the rest is folded.
const MOST_PEOPLE: usize = 4;
const MOST_ACTS: usize = 5;
/// So many fields are named.
const MOST_FIELDS: usize = 3;

/// What is asked, answered and shown.
#[derive(Clone, Copy)]
struct Telling {
    session: Session,
    news: RwSignal<Option<News>>,
    failed: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

impl Telling {
    fn ask(self) {
        spawn_local(async move {
            // What cannot be told now is told with the next change.
            if let Ok(news) = self.session.news().await {
                self.news.try_set(Some(news));
            }
        });
    }

    fn confirm(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let confirmed = self.session.confirm_news().await;
            let is_done = confirmed.is_ok();
            self.failed.try_set(confirmed.err());
            if is_done && let Ok(news) = self.session.news().await {
                self.news.try_set(Some(news));
                // The button is gone; whoever works with keys stays here.
                self.session.focus_soon("#overview-digest".to_owned());
            }
            self.busy.try_set(false);
        });
    }
}

/// The section; nothing for who works alone.
#[component]
pub fn Digest() -> impl IntoView {
    let session = use_session();
    let telling = Telling {
        session,
        news: RwSignal::new(None),
        failed: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let later = StoredValue::new_local(Later::default());
    on_cleanup(move || {
        later.try_update_value(Later::cancel);
    });
    // While everything is still being read and checked, the past would pass for news.
    let can_tell = Memo::new(move |_| session.phase() == Phase::Open && !session.status().verifying);
    Effect::new(move |before: Option<()>| {
        session.heard();
        if can_tell.get() {
            let pause = if before.is_some() { PAUSE_MS } else { 0 };
            later.update_value(|later| later.set(pause, move || telling.ask()));
        }
    });
    let has_others = Memo::new(move |_| {
        let me = session.me();
        session.with_kinds(&["person"], |register| {
            register.devices.values().any(|person| Some(person) != me.as_ref())
        })
    });
    let people = Memo::new(move |_| {
        telling.news.with(|news| {
            let news = news.as_ref()?;
            let me = session.me()?;
            Some(session.peek(|register| told(news, register, &me)))
        })
    });
    move || {
        let people = people.get().filter(|_| has_others.get())?;
        Some(view! {
            <section class="panel digest" aria-labelledby="overview-digest">
                <h2 id="overview-digest" tabindex="-1">{heading(telling)}</h2>
                {body(telling, people)}
                {move || telling.failed.get().map(|failure| view! { <FailureNotice failure /> })}
            </section>
        })
    }
}

fn told(news: &News, register: &Register, me: &register::RecordId) -> Vec<ByPerson> {
    match news.seen_at {
        Some(_) if !news.is_too_much => digest(&news.happenings, register, me),
        Some(at) => digest(&set_since(register, at), register, me),
        None => {
            let now = i64::try_from(clock::now_ms()).unwrap_or(i64::MAX);
            digest(&set_since(register, now - AT_FIRST_DAYS * DAY_MS), register, me)
        }
    }
}

fn heading(telling: Telling) -> String {
    let seen_at = telling.news.with_untracked(|news| news.as_ref().and_then(|news| news.seen_at));
    match seen_at {
        Some(at) => t_with("digest.since", &[("when", &intl::recent_moment(at))]),
        None => t("digest.lately"),
    }
}

fn body(telling: Telling, people: Vec<ByPerson>) -> AnyView {
    if people.is_empty() {
        return view! { <p class="panel-empty" role="status">{t("digest.nothing")}</p> }.into_any();
    }
    let session = telling.session;
    let mut people = people.into_iter();
    let first: Vec<AnyView> = people.by_ref().take(MOST_PEOPLE).map(|one| person(session, one)).collect();
    let rest: Vec<AnyView> = people.map(|one| person(session, one)).collect();
    let folded = (!rest.is_empty()).then(|| {
        view! {
            <details class="digest-more">
                <summary>{t_count("digest.more_people", rest.len())}</summary>
                <div class="digest-people">{rest}</div>
            </details>
        }
    });
    view! {
        <div class="digest-people">{first}</div>
        {folded}
        <div class="actions">
            <button type="button" class="button-small" disabled=move || telling.busy.get() on:click=move |_| telling.confirm()>
                {t("digest.got_it")}
            </button>
        </div>
    }
    .into_any()
}

fn person(session: Session, by: ByPerson) -> AnyView {
    let name = match &by.who {
        Who::Person(person) => session.peek(|register| record_words(register, person)),
        Who::Device(_) => t("word.somebody"),
    };
    let when = intl::recent_moment(by.at);
    let mut acts = by.acts.into_iter();
    let first: Vec<AnyView> = acts.by_ref().take(MOST_ACTS).map(|act| line(session, act)).collect();
    let rest: Vec<AnyView> = acts.map(|act| line(session, act)).collect();
    let folded = (!rest.is_empty()).then(|| {
        view! {
            <details class="digest-more">
                <summary>{t_count("digest.more_records", rest.len())}</summary>
                <ul class="record-list">{rest}</ul>
            </details>
        }
    });
    view! {
        <div class="digest-person">
            <h3>{name} <span class="quiet">{when}</span></h3>
            <ul class="record-list">{first}</ul>
            {folded}
        </div>
    }
    .into_any()
}

/// A record and what was done to it. One that this version has no page for is named, and leads nowhere.
fn line(session: Session, act: Act) -> AnyView {
    let words = session.peek(|register| record_words(register, &act.record));
    let what = session.peek(|register| what_words(register, &act));
    let place = Kind::by_name(&act.record.kind).map(|_| places::href(&places::record(session, &act.record)));
    let name = match place {
        Some(place) => view! { <a href=place>{words}</a> }.into_any(),
        None => view! { <span>{words}</span> }.into_any(),
    };
    view! {
        <li>
            {name}
            {act.is_mine.then(|| view! { <span class="badge">{t("digest.mine")}</span> })}
            {act.is_disputed.then(|| view! { <span class="badge badge-high">{t("digest.disputed")}</span> })}
            <span class="recent-what">{what}</span>
        </li>
    }
    .into_any()
}

fn what_words(register: &Register, act: &Act) -> String {
    let key = format!("digest.{}", act.what.code());
    let kind = &act.record.kind;
    match &act.what {
        What::Created => t_with(&key, &[("kind", &kind_label(kind))]),
        What::Moved(status) => {
            t_with(&key, &[("status", &choice_label(kind, &FieldPath::of("status"), status))])
        }
        What::Wrote(written, _) => t_with(&key, &[("n", &intl::number(f64::from(*written)))]),
        What::Edited => {
            let named = act.paths.iter().take(MOST_FIELDS);
            let named: Vec<String> = named.map(|path| place_words(register, &act.record, path)).collect();
            let mut fields = named.join(", ");
            let more = act.paths.len().saturating_sub(named.len());
            if more > 0 {
                fields = t_count_with("overview.and_more", more, &[("what", &fields)]);
            }
            t_with(&key, &[("fields", &fields)])
        }
        What::PutAway | What::BroughtBack | What::Rated | What::Chose => t(&key),
    }
}
