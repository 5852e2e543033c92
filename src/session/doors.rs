//! Doors into the part of the page that comes later (`crate::parts`): making sense of what the engine says and
//! taking up a register. The first screen does neither.

use super::{Session, engine};
use bridge::{Failure, RegisterEntry, Request, Response};
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

type Behind<T> = Result<LocalBoxFuture<'static, Result<T, Failure>>, SplitLoaderError>;

#[wasm_split(later, wasm_split_path = ::leptos::wasm_split, fallible)]
fn ask(session: Session, request: Request) -> Behind<Response> {
    Ok(engine::call(session, request).boxed_local())
}

#[wasm_split(later, wasm_split_path = ::leptos::wasm_split, fallible)]
fn open(session: Session, request: Request) -> Behind<RegisterEntry> {
    Ok(session.open_at_once(request).boxed_local())
}

#[wasm_split(later, wasm_split_path = ::leptos::wasm_split, fallible)]
fn sample(session: Session, language: &'static str) -> Behind<RegisterEntry> {
    Ok(session.open_sample_at_once(language).boxed_local())
}

impl Session {
    /// Asks the engine. The engine is started by the first call.
    ///
    /// # Errors
    /// What the engine says, or [`Failure::Defect`] if it fell before it could.
    pub async fn call(self, request: Request) -> Result<Response, Failure> {
        ask(self, request).await.map_err(missing)?.await
    }

    /// Starts, joins or opens a register; afterwards it is the open one.
    ///
    /// # Errors
    /// What the engine says; the phase then says it too.
    pub async fn open_by(self, request: Request) -> Result<RegisterEntry, Failure> {
        open(self, request).await.map_err(missing)?.await
    }

    /// Opens the sample of this device, or tells one first; afterwards it is the open register.
    ///
    /// # Errors
    /// What the engine says, or that the sample's words cannot be had.
    pub async fn open_sample(self, language: &'static str) -> Result<RegisterEntry, Failure> {
        sample(self, language).await.map_err(missing)?.await
    }
}

fn missing(error: SplitLoaderError) -> Failure {
    Failure::Defect(error.to_string())
}
