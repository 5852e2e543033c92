//! The engine in its worker: one queue, so that everything is handled in the order it came.

use crate::engine::Engine;
use crate::host::{Alarm, Host, Input};
use crate::platform::broadcast_channel::Channel;
use crate::platform::scope::{Timer, Worker, kept_code, next_turn, report_panics};
use crate::platform::{clock, random};
use crate::storage::indexed_db::BrowserShelf;
use crate::transport::{relay::Relay, tabs};
use bridge::FromEngine;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::{StreamExt as _, stream};
use std::cell::RefCell;
use std::rc::Rc;
use sync::{Random as _, RegisterId};

/// So many inputs are taken up before what they bring about is written and told.
const ROUND: usize = 1024;

/// The browser as a session's surroundings.
struct Browser {
    worker: Worker,
    inputs: UnboundedSender<Input>,
    relay: RefCell<Relay>,
    tabs: RefCell<Option<Channel>>,
    replica_alarm: RefCell<Option<Timer>>,
    idle_alarm: RefCell<Option<Timer>>,
    picture_alarm: RefCell<Option<Timer>>,
    rehearsal_alarm: RefCell<Option<Timer>>,
}

impl Host for Browser {
    fn now(&self) -> u64 {
        clock::now()
    }

    fn fill(&self, bytes: &mut [u8]) {
        random::BrowserRandom.fill(bytes);
    }

    fn post(&self, message: &FromEngine) {
        // The bridge's messages always encode; one that did not would leave a caller waiting.
        if let Ok(bytes) = bridge::encode(message) {
            self.worker.post(&bytes);
        }
    }

    fn connect(&self, url: &str) -> u32 {
        self.relay.borrow_mut().connect(url)
    }

    fn disconnect(&self) {
        self.relay.borrow_mut().disconnect();
    }

    fn send(&self, frame: &[u8]) {
        self.relay.borrow().send(frame);
    }

    fn join_tabs(&self, register: RegisterId) {
        *self.tabs.borrow_mut() = tabs::join(register, self.inputs.clone());
    }

    fn share(&self, envelopes: &[Vec<u8>]) {
        if let Some(tabs) = &*self.tabs.borrow() {
            tabs.say(envelopes);
        }
    }

    fn kept_code(&self) -> Option<String> {
        kept_code()
    }

    fn set_alarm(&self, alarm: Alarm, at: u64) {
        let inputs = self.inputs.clone();
        let ring = move || {
            let _ = inputs.unbounded_send(Input::Alarm(alarm));
        };
        let timer = Timer::after(at.saturating_sub(self.now()), ring);
        let place = match alarm {
            Alarm::Replica => &self.replica_alarm,
            Alarm::Idle => &self.idle_alarm,
            Alarm::Picture => &self.picture_alarm,
            Alarm::Rehearsal => &self.rehearsal_alarm,
        };
        *place.borrow_mut() = Some(timer);
    }
}

/// A register of five years needs about as much. Taken piece by piece it costs the opening more than a tenth
/// of its time; what is not used stays the system's.
const MEMORY: usize = 48 << 20;

/// Has the allocator ask the browser for memory once, instead of some hundred times.
fn take_memory() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(MEMORY)));
}

/// Listens from now on; in a page, where there is no worker, does nothing.
pub fn start() {
    let Some(worker) = crate::platform::scope::worker() else { return };
    report_panics();
    take_memory();
    let (inputs, queue) = unbounded();
    let (calls, asked) = unbounded();
    worker.on_message(move |bytes| {
        // The page is of the same build: what does not decode is no call.
        if let Ok(call) = bridge::decode(&bytes) {
            let _ = calls.unbounded_send(Input::Call(call));
        }
    });
    let online = inputs.clone();
    worker.on_online(move || {
        let _ = online.unbounded_send(Input::Online);
    });
    let host = Rc::new(Browser {
        worker,
        relay: RefCell::new(Relay::new(inputs.clone())),
        inputs,
        tabs: RefCell::new(None),
        replica_alarm: RefCell::new(None),
        idle_alarm: RefCell::new(None),
        picture_alarm: RefCell::new(None),
        rehearsal_alarm: RefCell::new(None),
    });
    wasm_bindgen_futures::spawn_local(run(Engine::new(host, Rc::new(BrowserShelf)), asked, queue));
}

/// Calls are answered before whatever else has come, however much that is: a newcomer who works already has the
/// whole past waiting behind them.
async fn run(mut engine: Engine, mut calls: UnboundedReceiver<Input>, mut queue: UnboundedReceiver<Input>) {
    loop {
        let first = match calls.try_recv() {
            Ok(call) => call,
            Err(_) => match stream::select(&mut calls, &mut queue).next().await {
                Some(input) => input,
                None => return,
            },
        };
        let arrives = matches!(first, Input::Relay { .. } | Input::Tabs(_));
        let mut asks = matches!(first, Input::Call(_));
        engine.take(first).await;
        if arrives {
            // What has come with it is one batch: a thousand envelopes need one diff, not a thousand.
            next_turn().await;
        }
        for _ in 0..ROUND {
            // Whoever asks is not kept waiting by what else has come, nor who is to see something at once.
            if asks || engine.has_first_sight() {
                break;
            }
            let next = match calls.try_recv() {
                Ok(call) => call,
                Err(_) => match queue.try_recv() {
                    Ok(next) => next,
                    Err(_) => break,
                },
            };
            asks = matches!(next, Input::Call(_));
            engine.take(next).await;
        }
        engine.settle().await;
    }
}
