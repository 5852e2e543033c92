//! The app's files: compressed beforehand, cached for ever if their name holds their content's hash, and
//! answered with the page for every address within the app.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower_http::services::ServeDir;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");
const NEVER: HeaderValue = HeaderValue::from_static("no-store");

/// What the page may do: nothing but run its own files and talk to relays. Static hosts put the same file's
/// words into the page.
const CONTENT_SECURITY_POLICY: &str = include_str!("../../../content-security-policy.txt").trim_ascii();

/// Serves a folder.
pub fn assets(folder: &Path) -> Router {
    Router::new()
        .fallback_service(ServeDir::new(folder).precompressed_br())
        .layer(middleware::from_fn(address_to_file))
}

/// Addresses within the app have no extension: all of them are the page. The cache rule follows the file.
async fn address_to_file(mut request: Request, next: Next) -> Response {
    if !last_segment(request.uri().path()).contains('.') {
        *request.uri_mut() = Uri::from_static("/index.html");
    }
    let hashed = has_content_hash(last_segment(request.uri().path()));
    let mut response = next.run(request).await;
    let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let rule = match (found, hashed) {
        (false, _) => NEVER,
        (true, true) => FOR_EVER,
        (true, false) => ASK_EACH_TIME,
    };
    response.headers_mut().insert(header::CACHE_CONTROL, rule);
    response
}

/// Headers that every answer bears.
pub async fn strict_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Trunk writes `name-0123456789abcdef.js` and `name-0123456789abcdef_bg.wasm`.
fn has_content_hash(name: &str) -> bool {
    name.split('-').skip(1).any(|part| {
        let end = part.find(|letter: char| !letter.is_ascii_hexdigit());
        end == Some(16) && part.get(16..).is_some_and(|rest| rest.starts_with(['.', '_']))
    })
}

#[cfg(test)]
mod tests {
    use super::has_content_hash;

    #[test]
    fn only_a_whole_hash_in_the_name_counts() {
        for name in ["app-0123456789abcdef.js", "app-0123456789abcdef_bg.wasm", "a-b-00ff00ff00ff00ff.css"] {
            assert!(has_content_hash(name), "{name}");
        }
        for name in [
            "index.html",
            "sw.js",
            "app-0123456789abcde.js",
            "app-0123456789abcdef0.js",
            "0123456789abcdef.js",
            "app-0123456789abcdef",
            "worker-boot.js",
        ] {
            assert!(!has_content_hash(name), "{name}");
        }
    }
}
