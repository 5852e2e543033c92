//! The addresses inside the app. Links carry the base that the app is served under; `go` adds it itself.

use crate::platform::address;
use crate::session::Session;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use register::{Kind, RecordId};
use std::sync::LazyLock;

static BASE: LazyLock<String> = LazyLock::new(address::base_path);

/// What the app's addresses begin with; empty at the root of a host.
pub fn base() -> &'static str {
    &BASE
}

/// The start page.
pub fn start() -> String {
    "/".to_owned()
}

/// Whether the page was opened there.
pub fn is_start() -> bool {
    address::path().trim_end_matches('/') == base()
}

/// Where a backup is restored.
pub fn restore() -> String {
    "/restore".to_owned()
}

/// The overview of the open register, or of one by its name on this device.
pub fn overview(key: &str) -> String {
    format!("/r/{key}")
}

/// A page of the open register that is no list: `settings` for instance.
pub fn page(session: Session, name: &str) -> String {
    format!("/r/{}/{name}", session.key())
}

/// The list of a kind.
pub fn list(session: Session, kind: &str) -> String {
    let name = match kind {
        "person" => "people",
        "control" => "controls",
        kind => kind,
    };
    page(session, name)
}

/// The kind whose list is called so in an address.
pub fn kind_of_list(name: &str) -> Option<&'static Kind> {
    Kind::by_name(match name {
        "people" => "person",
        "controls" => "control",
        name => name,
    })
}

/// A record beside its list.
pub fn record(session: Session, id: &RecordId) -> String {
    format!("{}/{}", list(session, &id.kind), id.uuid)
}

/// The address of a place, for a link.
pub fn href(place: &str) -> String {
    format!("{}{place}", base())
}

/// Goes to places. Must be asked for while a component is being made.
pub fn use_go() -> impl Fn(&str) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    // The base is in the place already where the router would add it only sometimes.
    move |place: &str| {
        navigate(&href(place), NavigateOptions { resolve: false, ..NavigateOptions::default() })
    }
}
