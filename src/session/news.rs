//! What is new to the person whose device this is. What they were told counts as seen once they say so, and not
//! by itself: whoever looks at the overview for a second has not read it.

use super::Session;
use super::commands::unexpected;
use bridge::{Failure, News, Request, Response};
use leptos::prelude::*;

impl Session {
    /// What is new.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn news(self) -> Result<News, Failure> {
        match self.call(Request::News).await? {
            Response::News(news) => Ok(news),
            _ => Err(unexpected("news")),
        }
    }

    /// The news of the last answer were seen.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn confirm_news(self) -> Result<(), Failure> {
        self.call(Request::Seen).await.map(drop)
    }

    /// How often something of others came. Tracked.
    pub fn heard(self) -> u32 {
        self.heard.get()
    }
}
