//! Sealing at rest: AES-GCM by WebCrypto under a key that the browser keeps and never shows.

use super::BrowserError;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = subtle, thread_local_v2)]
    static SUBTLE: Option<SubtleCrypto>;
}

const NONCE: usize = 12;

fn subtle() -> Result<SubtleCrypto, BrowserError> {
    let insecure = || BrowserError::new("SecurityError", "sealing needs https or localhost");
    SUBTLE.with(Option::clone).ok_or_else(insecure)
}

async fn settled(promise: Result<Promise, JsValue>) -> Result<JsValue, BrowserError> {
    let promise = promise.map_err(|thrown| BrowserError::of(&thrown))?;
    JsFuture::from(promise).await.map_err(|thrown| BrowserError::of(&thrown))
}

fn object(entries: &[(&str, JsValue)]) -> Result<Object, BrowserError> {
    let object = Object::new();
    for (key, value) in entries {
        Reflect::set(&object, &JsValue::from_str(key), value).map_err(|thrown| BrowserError::of(&thrown))?;
    }
    Ok(object)
}

/// A key that seals. It can be kept in IndexedDB, but never be read.
#[derive(Clone)]
pub struct SealingKey(CryptoKey);

impl SealingKey {
    /// A new key.
    pub async fn generate() -> Result<Self, BrowserError> {
        let algorithm = object(&[("name", "AES-GCM".into()), ("length", 256.into())])?;
        let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
        let key = settled(subtle()?.generate_key_with_object(&algorithm, false, &usages)).await?;
        Ok(Self(key.unchecked_into()))
    }

    /// A key that was kept.
    pub fn from_js(kept: &JsValue) -> Option<Self> {
        kept.dyn_ref::<CryptoKey>().cloned().map(Self)
    }

    /// The key, to be kept.
    pub fn as_js(&self) -> &JsValue {
        self.0.as_ref()
    }

    /// Seals bytes for a place: they open nowhere else.
    pub async fn seal(&self, place: &[u8], plain: &[u8]) -> Result<Vec<u8>, BrowserError> {
        let mut sealed = vec![0; NONCE];
        getrandom::fill(&mut sealed)
            .map_err(|_| BrowserError::new("Error", "the browser gives no randomness"))?;
        let algorithm = algorithm(&sealed, place)?;
        // A copy of its own: the browser must not read memory that may move.
        let plain = Uint8Array::from(plain);
        let promise = subtle()?.encrypt_with_object_and_js_u8_array(&algorithm, &self.0, &plain);
        sealed.extend(Uint8Array::new(&settled(promise).await?).to_vec());
        Ok(sealed)
    }

    /// Opens what was sealed for the place.
    pub async fn open(&self, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, BrowserError> {
        let (nonce, text) = sealed
            .split_at_checked(NONCE)
            .ok_or_else(|| BrowserError::new("OperationError", "too short to be sealed"))?;
        let algorithm = algorithm(nonce, place)?;
        let text = Uint8Array::from(text);
        let promise = subtle()?.decrypt_with_object_and_js_u8_array(&algorithm, &self.0, &text);
        Ok(Uint8Array::new(&settled(promise).await?).to_vec())
    }
}

fn algorithm(nonce: &[u8], place: &[u8]) -> Result<Object, BrowserError> {
    object(&[
        ("name", "AES-GCM".into()),
        ("iv", Uint8Array::from(nonce).into()),
        ("additionalData", Uint8Array::from(place).into()),
    ])
}
