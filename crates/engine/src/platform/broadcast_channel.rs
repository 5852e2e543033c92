//! A channel that all tabs of this device hear, but for the one that speaks.

use super::BrowserError;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel. Closed when dropped.
pub struct Channel {
    raw: BroadcastChannel,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Joins the channel of that name.
    pub fn join(name: &str, hear: impl Fn(Vec<Vec<u8>>) + 'static) -> Result<Self, BrowserError> {
        let raw = BroadcastChannel::new(name).map_err(|thrown| BrowserError::of(&thrown))?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let items = message.data().dyn_into::<Array>().unwrap_or_default();
            hear(items.iter().map(|item| Uint8Array::new(&item).to_vec()).collect());
        });
        raw.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Ok(Self { raw, _on_message: on_message })
    }

    /// Says something to the other tabs.
    pub fn say(&self, items: &[Vec<u8>]) {
        let items: Array =
            items.iter().map(|item| JsValue::from(Uint8Array::from(item.as_slice()))).collect();
        // What cannot be said now the others find in the common store when they next open it.
        let _ = self.raw.post_message(&items);
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.raw.set_onmessage(None);
        self.raw.close();
    }
}
