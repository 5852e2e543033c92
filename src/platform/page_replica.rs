//! The engine's module started in this window, for one thing: a replica of an open paper that answers
//! at once. What an editor asks per key cannot wait for a worker.

use bridge::text_splice::Splice;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["__isomerge"], js_name = engineInPage, catch)]
    fn engine_in_page() -> Result<js_sys::Promise, JsValue>;

    /// The class that the engine's module exports; its methods are found by name.
    type PaperReplica;
    #[wasm_bindgen(method, catch)]
    fn text(this: &PaperReplica, path: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn splice(
        this: &PaperReplica,
        path: &str,
        at: u32,
        delete: u32,
        insert: &str,
        now_ms: f64,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn commit(this: &PaperReplica, now_ms: f64) -> Result<Option<js_sys::Uint8Array>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn apply(this: &PaperReplica, changes: &[u8]) -> Result<js_sys::Array, JsValue>;
    #[wasm_bindgen(method)]
    fn free(this: &PaperReplica);
}

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

    /// The text at a path, empty if nobody has written there.
    pub fn text(&self, path: &str) -> Result<String, String> {
        self.0.text(path).map_err(words)
    }

    /// Carries out a splice. It belongs to the next commit.
    pub fn splice(&self, path: &str, splice: &Splice, now_ms: u64) -> Result<(), String> {
        let (at, delete) = (splice.at as u32, splice.delete as u32);
        self.0.splice(path, at, delete, &splice.insert, now_ms as f64).map_err(words)
    }

    /// The changes since the last commit, as bytes for the worker; none if there are none.
    pub fn commit(&self, now_ms: u64) -> Result<Option<Vec<u8>>, String> {
        Ok(self.0.commit(now_ms as f64).map_err(words)?.map(|bytes| bytes.to_vec()))
    }

    /// Takes over a colleague's changes, and says what they did to the texts.
    pub fn apply(&self, changes: &[u8]) -> Result<Vec<(String, Splice)>, String> {
        Ok(self.0.apply(changes).map_err(words)?.iter().filter_map(|entry| splice_of(&entry)).collect())
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        self.0.free();
    }
}

fn splice_of(entry: &JsValue) -> Option<(String, Splice)> {
    let get = |key: &str| js_sys::Reflect::get(entry, &key.into()).ok();
    let number = |key: &str| Some(get(key)?.as_f64()? as usize);
    let splice = Splice { at: number("at")?, delete: number("delete")?, insert: get("insert")?.as_string()? };
    Some((get("path")?.as_string()?, splice))
}

fn words(error: JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
