//! The engine's module started in this window, for one thing: a replica of an open paper that answers
//! at once. What an editor asks per key cannot wait for a worker.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["__isomerge"], js_name = engineInPage, catch)]
    fn engine_in_page() -> Result<js_sys::Promise, JsValue>;

    /// The class that the engine's module exports; its methods are found by name.
    type PaperReplica;
    #[wasm_bindgen(method, catch)]
    fn commit(this: &PaperReplica, now_ms: f64) -> Result<Option<js_sys::Uint8Array>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn apply(this: &PaperReplica, changes: &[u8]) -> Result<js_sys::Array, JsValue>;
    #[wasm_bindgen(method)]
    fn free(this: &PaperReplica);
}

/// What others did to a text, as an editor follows it; see `editor/paper.ts`.
#[derive(Clone)]
pub struct Steps(pub(super) JsValue);

/// The page's own replica of a paper.
pub struct Replica(PaperReplica);

impl Replica {
    /// Starts it from what the engine's worker handed over. `register`, `document` and `actor` are names
    /// as the documents have them.
    pub async fn start(bytes: &[u8], register: &[u8], document: &[u8], actor: &[u8]) -> Result<Self, String> {
        let module = JsFuture::from(engine_in_page().map_err(words)?).await.map_err(words)?;
        let class = js_sys::Reflect::get(&module, &"PaperReplica".into()).map_err(words)?;
        let class: js_sys::Function = class.dyn_into().map_err(words)?;
        let arguments = js_sys::Array::new();
        for part in [bytes, register, document, actor] {
            arguments.push(&js_sys::Uint8Array::from(part));
        }
        let replica = js_sys::Reflect::construct(&class, &arguments).map_err(words)?;
        Ok(Self(replica.unchecked_into()))
    }

    /// The replica itself, for an editor, which calls it by name.
    pub fn object(&self) -> &JsValue {
        &self.0
    }

    /// The changes since the last commit, as bytes for the worker; none if there are none.
    pub fn commit(&self, now_ms: u64) -> Result<Option<Vec<u8>>, String> {
        Ok(self.0.commit(now_ms as f64).map_err(words)?.map(|bytes| bytes.to_vec()))
    }

    /// Takes over a colleague's changes, and says what they did to which texts, step by step.
    pub fn apply(&self, changes: &[u8]) -> Result<Vec<(String, Steps)>, String> {
        let told = self.0.apply(changes).map_err(words)?;
        let get = |entry: &JsValue, key: &str| js_sys::Reflect::get(entry, &key.into()).ok();
        let steps_of =
            |entry: JsValue| Some((get(&entry, "path")?.as_string()?, Steps(get(&entry, "steps")?)));
        Ok(told.iter().filter_map(steps_of).collect())
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        self.0.free();
    }
}

fn words(error: JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
