//! The browser, as far as the engine uses it. Nothing outside this folder names `web_sys` or `js_sys`
//! (`paper.rs`, whose whole purpose is JavaScript, excepted).

pub mod broadcast_channel;
pub mod clock;
pub mod indexed_db;
pub mod random;
pub mod scope;
pub mod web_crypto;
pub mod web_socket;

use wasm_bindgen::{JsCast as _, JsValue};

/// What the browser threw or reported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {message}")]
pub struct BrowserError {
    /// The exception's name, `QuotaExceededError` for instance.
    pub name: String,
    /// Its message.
    pub message: String,
}

impl BrowserError {
    /// From whatever was thrown.
    pub fn of(thrown: &JsValue) -> Self {
        if let Some(exception) = thrown.dyn_ref::<web_sys::DomException>() {
            Self { name: exception.name(), message: exception.message() }
        } else if let Some(error) = thrown.dyn_ref::<js_sys::Error>() {
            Self { name: error.name().into(), message: error.message().into() }
        } else {
            Self { name: "Error".into(), message: format!("{thrown:?}") }
        }
    }

    /// An error of a kind that has no exception.
    pub fn new(name: &str, message: &str) -> Self {
        Self { name: name.into(), message: message.into() }
    }
}
