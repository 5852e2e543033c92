//! Doing something later, once.

use futures::channel::oneshot;
use leptos::prelude::{TimeoutHandle, set_timeout, set_timeout_with_handle};
use std::time::Duration;

/// A thing to be done later. Setting it again puts it off.
#[derive(Default)]
pub struct Later(Option<TimeoutHandle>);

impl Later {
    /// Does it after `ms`, and not what was planned before.
    pub fn set(&mut self, ms: u64, act: impl FnOnce() + 'static) {
        self.cancel();
        self.0 = set_timeout_with_handle(act, Duration::from_millis(ms)).ok();
    }

    /// Does not do it.
    pub fn cancel(&mut self) {
        if let Some(handle) = self.0.take() {
            handle.clear();
        }
    }
}

/// Lets the browser do what waits, such as a frame or a key, before it goes on.
pub async fn next_task() {
    let (go, gone) = oneshot::channel();
    let go_on = move || {
        let _ = go.send(());
    };
    set_timeout(go_on, Duration::ZERO);
    // Where nothing can be planned for later, it goes on at once.
    let _ = gone.await;
}
