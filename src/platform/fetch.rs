//! Files beside the page, by addresses relative to its `<base>`.

use std::collections::HashMap;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

async fn answer(path: &str) -> Option<web_sys::Response> {
    let answer = JsFuture::from(web_sys::window()?.fetch_with_str(path)).await.ok()?;
    answer.dyn_into().ok().filter(web_sys::Response::ok)
}

/// A text. None if it cannot be had.
pub async fn text(path: &str) -> Option<String> {
    JsFuture::from(answer(path).await?.text().ok()?).await.ok()?.as_string()
}

/// A flat JSON object of texts; anything in it that is no text is left out. None if it cannot be had.
pub async fn flat_json(path: &str) -> Option<HashMap<String, String>> {
    let answer = answer(path).await?;
    let object = JsFuture::from(answer.json().ok()?).await.ok()?;
    let object: js_sys::Object = object.dyn_into().ok()?;
    let mut texts = HashMap::new();
    for key in js_sys::Object::keys(&object).iter() {
        let value: JsValue = js_sys::Reflect::get(&object, &key).unwrap_or(JsValue::UNDEFINED);
        if let (Some(key), Some(value)) = (key.as_string(), value.as_string()) {
            texts.insert(key, value);
        }
    }
    Some(texts)
}
