//! Which address is answered by what.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, State, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::assets::{assets, strict_headers};
use crate::connection;
use crate::relay::Relay;

/// Beyond this a message is not even read to its end; up to it, it is refused by name and the connection stays.
const MAX_READ: usize = 2 * wire::MAX_FRAME;

/// All routes.
pub fn router(relay: Arc<Relay>, files: Option<&Path>) -> Router {
    let routes = Router::new()
        .route(wire::PATH, get(connect))
        .route("/health", get(|| async { "alive\n" }))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(relay);
    let routes = match files {
        Some(folder) => routes.fallback_service(assets(folder)),
        None => routes,
    };
    routes.layer(middleware::from_fn(strict_headers))
}

async fn connect(
    State(relay): State<Arc<Relay>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let address = if relay.behind_proxy { forwarded(&headers).unwrap_or(peer.ip()) } else { peer.ip() };
    upgrade
        .max_message_size(MAX_READ)
        .max_frame_size(MAX_READ)
        .write_buffer_size(64 << 10)
        .max_write_buffer_size(2 * wire::MAX_FRAME)
        .on_upgrade(move |socket| connection::serve(socket, address, relay))
}

/// The last entry is the proxy's own; those before it are the client's word.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

async fn ready(State(relay): State<Arc<Relay>>) -> Response {
    if relay.is_ready() {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
    }
}

async fn metrics(State(relay): State<Arc<Relay>>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], relay.metrics.render()).into_response()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_client_cannot_forge_its_address_behind_a_proxy() {
        let mut headers = HeaderMap::new();
        assert_eq!(forwarded(&headers), None);
        headers.append("x-forwarded-for", "1.1.1.1, 2.2.2.2".parse().unwrap());
        assert_eq!(forwarded(&headers), Some("2.2.2.2".parse().unwrap()));
        headers.append("x-forwarded-for", "3.3.3.3".parse().unwrap());
        assert_eq!(forwarded(&headers), Some("3.3.3.3".parse().unwrap()));
        headers.append("x-forwarded-for", "nobody".parse().unwrap());
        assert_eq!(forwarded(&headers), None);
    }
}
