//! Files: one that somebody chose, read in pieces, and one that is handed to the browser to be kept.

use super::timer;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, HtmlInputElement, Url};

/// How long the browser has to begin reading what it was handed, in ms.
const READ_WITHIN: u64 = 120_000;

/// A file that somebody chose.
pub struct Chosen(File);

impl Chosen {
    /// The first file chosen in an input.
    pub fn in_input(input: &HtmlInputElement) -> Option<Self> {
        input.files()?.get(0).map(Self)
    }

    /// Its length in bytes.
    pub fn length(&self) -> f64 {
        self.0.size()
    }

    /// The bytes between two places; none if the file cannot be read any more.
    pub async fn read(&self, from: f64, to: f64) -> Option<Vec<u8>> {
        let piece = self.0.slice_with_f64_and_f64(from, to).ok()?;
        let buffer = JsFuture::from(piece.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }
}

/// Hands a file to the browser, which keeps it where it keeps what it downloads, or asks. What became of it the
/// browser does not tell. False if it could not even be handed over.
pub fn hand_over(name: &str, parts: &[Vec<u8>]) -> bool {
    let bytes: Array = parts.iter().map(|part| Uint8Array::from(part.as_slice())).collect();
    let options = BlobPropertyBag::new();
    options.set_type("application/octet-stream");
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&bytes, &options) else { return false };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return false };
    let document = web_sys::window().and_then(|window| window.document());
    let anchor = document.and_then(|document| document.create_element("a").ok());
    let anchor = anchor.and_then(|anchor| anchor.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(anchor) = &anchor {
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
    }
    timer::Later::default().set(READ_WITHIN, move || drop(Url::revoke_object_url(&address)));
    anchor.is_some()
}
