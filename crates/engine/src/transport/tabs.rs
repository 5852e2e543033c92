//! Other tabs of this browser with the same register: what one put into the common store, it hands to the
//! others.

use crate::host::Input;
use crate::platform::broadcast_channel::Channel;
use crate::storage::key_of;
use futures::channel::mpsc::UnboundedSender;
use sync::RegisterId;

/// Joins the other tabs. None if the browser has no such channel: they then meet at the relay.
pub fn join(register: RegisterId, inputs: UnboundedSender<Input>) -> Option<Channel> {
    let hear = move |envelopes| {
        let _ = inputs.unbounded_send(Input::Tabs(envelopes));
    };
    Channel::join(&format!("isomerge/{}", key_of(register)), hear).ok()
}
