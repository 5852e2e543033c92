//! How envelopes leave and arrive: the relay, and the other tabs of this browser.

pub mod relay;
pub mod tabs;
