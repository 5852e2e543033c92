//! One WebSocket connection: binary frames both ways. Gone when dropped, without another word.

use super::BrowserError;
use js_sys::Uint8Array;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, MessageEvent, WebSocket};

/// What a connection tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// It stands.
    Connected,
    /// One binary frame.
    Frame(Vec<u8>),
    /// It is gone, or could not be made.
    Lost,
}

/// A connection, or an attempt at one.
pub struct Socket {
    raw: WebSocket,
    _on_event: Closure<dyn FnMut(web_sys::Event)>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Socket {
    /// Connects; what comes of it is told.
    pub fn connect(url: &str, tell: impl Fn(News) + 'static) -> Result<Self, BrowserError> {
        let raw = WebSocket::new(url).map_err(|thrown| BrowserError::of(&thrown))?;
        raw.set_binary_type(BinaryType::Arraybuffer);
        let tell = Rc::new(tell);
        let on_event = {
            let tell = Rc::clone(&tell);
            Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
                tell(if event.type_() == "open" { News::Connected } else { News::Lost });
            })
        };
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            // Text frames are not of our protocol: an empty frame is refused by who decodes it.
            tell(News::Frame(Uint8Array::new(&message.data()).to_vec()));
        });
        let heard = on_event.as_ref().unchecked_ref();
        raw.set_onopen(Some(heard));
        // An error is always followed by a close.
        raw.set_onclose(Some(heard));
        raw.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Ok(Self { raw, _on_event: on_event, _on_message: on_message })
    }

    /// Sends one binary frame. Before the connection stands, or after it is gone, it goes nowhere: the
    /// replica knows by the missing answer.
    pub fn send(&self, frame: &[u8]) {
        if self.raw.ready_state() == WebSocket::OPEN {
            let _ = self.raw.send_with_js_u8_array(&Uint8Array::from(frame));
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.raw.set_onopen(None);
        self.raw.set_onclose(None);
        self.raw.set_onmessage(None);
        let _ = self.raw.close();
    }
}
