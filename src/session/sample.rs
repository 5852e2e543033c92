//! The sample: a register of this device in which nothing is real. Its words are fetched when somebody wants it.

use super::Session;
use super::commands::unexpected;
use crate::platform::{clock, fetch};
use bridge::{Failure, RegisterEntry, Request, Response};
use leptos::prelude::*;

impl Session {
    /// Opens the sample of this device; if there is none, one is told in this language, up to today.
    ///
    /// # Errors
    /// What the engine says, or that the sample's words cannot be had.
    pub(super) async fn open_sample_at_once(self, language: &'static str) -> Result<RegisterEntry, Failure> {
        self.sample_told.set(None);
        let plan = fetch::text("sample/plan.txt").await.ok_or(Failure::SampleMissing)?;
        let words = fetch::text(&format!("sample/{language}.txt")).await.ok_or(Failure::SampleMissing)?;
        self.open_at_once(Request::Sample { plan, words, today: clock::today() }).await
    }

    /// Takes the sample off this device.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn discard_sample(self) -> Result<(), Failure> {
        match self.call(Request::DiscardSample).await? {
            Response::Done => Ok(()),
            _ => Err(unexpected("discard")),
        }
    }

    /// How much of the sample is told, of a hundred; none before that begins. Tracked.
    pub fn sample_told(self) -> Option<u32> {
        self.sample_told.get()
    }

    /// Whether the open register is the sample. Tracked.
    pub fn is_sample(self) -> bool {
        self.opened.with(|opened| opened.as_ref().is_some_and(|opened| opened.entry.is_sample))
    }
}
