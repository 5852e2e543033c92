//! The worker that the engine runs in: bytes to it, bytes from it, and the news that it fell.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["__isomerge"], js_name = spawnEngine, catch)]
    fn spawn_engine() -> Result<js_sys::Promise, JsValue>;
}

/// A running worker. Dropping it ends it.
pub struct Engine {
    worker: web_sys::Worker,
    // The worker calls these as long as it lives.
    _on_message: Closure<dyn FnMut(web_sys::MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Engine {
    /// Starts one. `heard` gets each message's bytes, `fell` the reason why it is no more.
    pub async fn start(
        heard: impl Fn(Vec<u8>) + 'static,
        fell: impl Fn(String) + 'static,
    ) -> Result<Self, String> {
        let worker = JsFuture::from(spawn_engine().map_err(words)?).await.map_err(words)?;
        let worker: web_sys::Worker = worker.dyn_into().map_err(words)?;
        let on_message = Closure::new(move |event: web_sys::MessageEvent| {
            let data = event.data();
            if data.is_object() {
                heard(js_sys::Uint8Array::new(&data).to_vec());
            }
        });
        let on_error = Closure::new(move |event: web_sys::Event| {
            let error = event.dyn_ref::<web_sys::ErrorEvent>().map(web_sys::ErrorEvent::message);
            fell(error.unwrap_or_else(|| "error".to_owned()));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }

    /// Sends bytes; their memory moves, nothing is copied twice.
    pub fn post(&self, bytes: &[u8]) {
        let array = js_sys::Uint8Array::from(bytes);
        let transfer = js_sys::Array::of1(&array.buffer());
        let _ = self.worker.post_message_with_transfer(&array, &transfer);
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn words(error: JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
