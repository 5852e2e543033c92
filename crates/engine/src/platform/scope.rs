//! The worker's surroundings: messages from and to the page, timers, the network coming back, and the last
//! words of a panic.

use futures::channel::oneshot;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(call: &js_sys::Function, ms: f64) -> i32;

    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: i32);

    #[wasm_bindgen(js_namespace = performance, js_name = getEntriesByType)]
    fn entries(kind: &str) -> Array;

    #[wasm_bindgen(js_name = reportError)]
    fn report_error(error: &JsValue);
}

/// The worker this runs in; none in a page.
pub fn worker() -> Option<Worker> {
    js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>().ok().map(Worker)
}

/// The worker this runs in.
#[derive(Clone)]
pub struct Worker(DedicatedWorkerGlobalScope);

impl Worker {
    /// Hears every message of the page from now on, for as long as the worker lives.
    pub fn on_message(&self, hear: impl Fn(Vec<u8>) + 'static) {
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let data = message.data();
            if data.is_instance_of::<Uint8Array>() || data.is_instance_of::<js_sys::ArrayBuffer>() {
                hear(Uint8Array::new(&data).to_vec());
            }
        });
        self.0.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
    }

    /// Hears the network come back, for as long as the worker lives.
    pub fn on_online(&self, hear: impl Fn() + 'static) {
        let heard = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| hear());
        // Where there is no such event, the replica's own timers serve.
        let _ = self.0.add_event_listener_with_callback("online", heard.as_ref().unchecked_ref());
        heard.forget();
    }

    /// Sends bytes to the page.
    pub fn post(&self, bytes: &[u8]) {
        let bytes = Uint8Array::from(bytes);
        let transfer = Array::of1(&bytes.buffer());
        let _ = self.0.post_message_with_transfer(&bytes, &transfer);
    }
}

/// A timer that calls once, unless dropped before.
pub struct Timer {
    id: i32,
    _call: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls after so many milliseconds.
    pub fn after(ms: u64, call: impl FnMut() + 'static) -> Self {
        let call = Closure::<dyn FnMut()>::new(call);
        // Longer than the browser can count is as good as a day.
        let ms = u32::try_from(ms).unwrap_or(u32::MAX).min(86_400_000);
        Self { id: set_timeout(call.as_ref().unchecked_ref(), ms.into()), _call: call }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(self.id);
    }
}

/// Lets the browser deliver what has already come: network frames, messages.
pub async fn next_turn() {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let _timer = Timer::after(0, move || {
        let waiting = sender.borrow_mut().take();
        let _ = waiting.map(|waiting| waiting.send(()));
    });
    let _ = receiver.await;
}

/// The name of the WebAssembly that runs here, if a service worker handed it out.
pub fn kept_code() -> Option<String> {
    entries("resource").iter().find_map(|entry| {
        let get = |key: &str| js_sys::Reflect::get(&entry, &key.into()).ok();
        let name = get("name")?.as_string()?;
        let is_kept = get("workerStart")?.as_f64()? > 0.0;
        (is_kept && name.ends_with(".wasm")).then_some(name)
    })
}

/// Makes a panic heard: as an error of the worker, upon which the page starts another.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| report_error(&js_sys::Error::new(&panic.to_string()).into())));
}
