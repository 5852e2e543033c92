//! Thin adapters to the browser, the only place of the page that calls `web_sys` or `js_sys`
//! (element and event types excepted). No adapter knows what it is used for.

pub mod address;
pub mod clipboard;
pub mod clock;
pub mod dom;
pub mod fetch;
pub mod file;
pub mod intl;
pub mod keys;
pub mod mark;
pub mod outline;
pub mod page_replica;
pub mod picture;
pub mod prefs;
pub mod random;
pub mod rich_text;
pub mod storage;
pub mod styles;
pub mod timer;
pub mod update;
pub mod worker;
