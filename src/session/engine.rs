//! The engine in its worker: calls become futures, events reach the session. If the engine falls, every
//! caller hears of it, it is started again, and the register that was open is opened again.

use super::{Opened, Phase, Session, ToastKind, paper};
use crate::i18n::t;
use crate::platform::clock;
use crate::platform::worker::Engine;
use bridge::{Call, Event, Failure, FromEngine, RelayTrouble, Request, Response, Status, decode, encode};
use futures::channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::HashMap;

/// An engine that falls this often in a row is left alone until the page is loaded again.
const MOST_FALLS: u32 = 3;
/// An engine that lived so long, in milliseconds, did not fall of what the one before fell of.
const SOUND_LIFE: u64 = 60_000;

#[derive(Default)]
struct Line {
    engine: Option<Engine>,
    starting: bool,
    next: u32,
    waiting: HashMap<u32, oneshot::Sender<Result<Response, Failure>>>,
    // Encoded calls from before the engine listens.
    unsent: Vec<Vec<u8>>,
    falls: u32,
    started: u64,
}

thread_local! {
    static LINE: RefCell<Line> = RefCell::new(Line::default());
}

fn line<T>(act: impl FnOnce(&mut Line) -> T) -> T {
    LINE.with(|line| act(&mut line.borrow_mut()))
}

/// Asks the engine and waits for its answer.
pub async fn call(session: Session, request: Request) -> Result<Response, Failure> {
    let (answer, answered) = oneshot::channel();
    let id = line(|line| {
        line.next = line.next.wrapping_add(1);
        line.next
    });
    let bytes = encode(&Call { id, request }).map_err(|error| Failure::Defect(error.to_string()))?;
    let must_start = line(|line| {
        line.waiting.insert(id, answer);
        match &line.engine {
            Some(engine) => engine.post(&bytes),
            None => line.unsent.push(bytes),
        }
        line.engine.is_none() && !std::mem::replace(&mut line.starting, true)
    });
    if must_start {
        spawn_local(start(session));
    }
    answered.await.unwrap_or_else(|_| Err(Failure::Defect("the engine fell".to_owned())))
}

async fn start(session: Session) {
    let heard = move |bytes: Vec<u8>| hear(session, &bytes);
    let fell = move |reason: String| spawn_local(async move { fall(session, reason) });
    match Engine::start(heard, fell).await {
        Ok(engine) => line(|line| {
            line.starting = false;
            line.started = clock::now_ms();
            line.unsent.drain(..).for_each(|bytes| engine.post(&bytes));
            line.engine = Some(engine);
        }),
        Err(reason) => {
            line(|line| line.starting = false);
            fail_all(&reason);
        }
    }
}

fn hear(session: Session, bytes: &[u8]) {
    match decode(bytes) {
        Ok(FromEngine::Answer { id, result }) => {
            if let Some(waiting) = line(|line| line.waiting.remove(&id)) {
                // Whoever asked may have left meanwhile.
                let _ = waiting.send(result);
            }
        }
        Ok(FromEngine::Event(Event::Patches { own, patches })) => {
            session.take_over(&patches);
            if !own {
                session.heard.update(|heard| *heard = heard.wrapping_add(1));
            }
        }
        Ok(FromEngine::Event(Event::SampleTold { told, of })) => {
            session.sample_told.set(Some(told.saturating_mul(100) / of.max(1)));
        }
        Ok(FromEngine::Event(Event::Status(status))) => {
            let forgot = |status: &Status| status.relay_trouble == Some(RelayTrouble::Forgot);
            if forgot(&status) && !session.status.with_untracked(forgot) {
                session.say(ToastKind::Warning, t("relay.forgot"));
            }
            session.status.set(status);
        }
        Ok(FromEngine::Event(Event::Paper { record, changes })) => paper::hear(&record, &changes),
        Err(error) => leptos::logging::error!("{error}"),
    }
}

fn fail_all(reason: &str) {
    let waiting = line(|line| {
        line.unsent.clear();
        std::mem::take(&mut line.waiting)
    });
    for (_, answer) in waiting {
        let _ = answer.send(Err(Failure::Defect(reason.to_owned())));
    }
}

fn fall(session: Session, reason: String) {
    let falls = line(|line| {
        line.engine = None;
        if clock::now_ms().saturating_sub(line.started) > SOUND_LIFE {
            line.falls = 0;
        }
        line.falls += 1;
        line.falls
    });
    fail_all(&reason);
    let Some(opened) = session.opened.get_untracked() else { return };
    if falls > MOST_FALLS {
        session.phase.set(Phase::Failed(Failure::Defect(reason)));
        return;
    }
    spawn_local(async move {
        match session.call(Request::Open { register: opened.entry.key }).await {
            Ok(Response::Opened { entry, register, device, me }) => {
                if let Err(failure) = session.enter(&register, Opened { entry, device, me }) {
                    session.phase.set(Phase::Failed(failure));
                    return;
                }
                session.restarts.update(|restarts| *restarts += 1);
                session.say(ToastKind::Warning, t("engine.restarted"));
            }
            Ok(_) => session.phase.set(Phase::Failed(Failure::Defect("open: another answer".to_owned()))),
            Err(failure) => session.phase.set(Phase::Failed(failure)),
        }
    });
}
