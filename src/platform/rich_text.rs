//! The editor of rich text, `editor/` bundled into one script that is fetched when the first paper opens.
//! It works on the page's own replica of the paper without asking anybody.

use super::page_replica::{Replica, Steps};
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["__isomerge"], js_name = editor, catch)]
    fn fetch_editor() -> Result<js_sys::Promise, JsValue>;

    /// The class that the editor's script exports; its methods are found by name.
    #[derive(Clone)]
    type Editor;
    #[wasm_bindgen(method, catch)]
    fn heard(this: &Editor, steps: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn adopt(this: &Editor, replica: &JsValue, keep: bool) -> Result<bool, JsValue>;
    #[wasm_bindgen(method)]
    fn name(this: &Editor, label: &str);
    #[wasm_bindgen(method)]
    fn close(this: &Editor);
}

/// The editor's script, fetched.
pub struct Script(JsValue);

impl Script {
    /// Fetches it, once for the page.
    pub async fn fetch() -> Result<Self, String> {
        let script = JsFuture::from(fetch_editor().map_err(words)?).await.map_err(words)?;
        Reflect::get(&script, &"Editor".into()).map(Self).map_err(words)
    }
}

/// What an editor is told of its field.
pub struct Field {
    /// The field's id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// What stands in it while it is empty.
    pub placeholder: String,
    /// The tools' names, see `editor/words.ts`.
    pub words: Vec<(&'static str, String)>,
}

/// What an editor tells.
pub struct Told {
    /// Something was typed into the replica.
    pub wrote: Box<dyn Fn()>,
    /// Whether an input method composes a word; until it has, the replica must stay as it is.
    pub composes: Box<dyn Fn(bool)>,
    /// The field lost the focus.
    pub left: Box<dyn Fn()>,
    /// Something typed could not be kept, and why.
    pub failed: Box<dyn Fn(String)>,
}

type Listeners = (Closure<dyn Fn()>, Closure<dyn Fn(bool)>, Closure<dyn Fn()>, Closure<dyn Fn(String)>);

/// An editor that is open.
pub struct RichText {
    editor: Editor,
    // The editor calls these as long as it lives.
    _told: Listeners,
}

impl RichText {
    /// Opens one in an element.
    pub fn open(
        script: &Script,
        place: &HtmlElement,
        replica: &Replica,
        path: &str,
        field: Field,
        told: Told,
    ) -> Result<Self, String> {
        let page = Object::new();
        let set = |object: &Object, key: &str, value: JsValue| Reflect::set(object, &key.into(), &value);
        let named = Object::new();
        for (key, word) in field.words {
            set(&named, key, word.into()).map_err(words)?;
        }
        let told = (
            Closure::new(told.wrote),
            Closure::new(told.composes),
            Closure::new(told.left),
            Closure::new(told.failed),
        );
        let entries: [(&str, JsValue); 8] = [
            ("id", field.id.into()),
            ("label", field.label.into()),
            ("placeholder", field.placeholder.into()),
            ("words", named.into()),
            ("wrote", told.0.as_ref().clone()),
            ("composes", told.1.as_ref().clone()),
            ("left", told.2.as_ref().clone()),
            ("failed", told.3.as_ref().clone()),
        ];
        for (key, value) in entries {
            set(&page, key, value).map_err(words)?;
        }
        let class: &Function = script.0.unchecked_ref();
        let arguments = js_sys::Array::of4(place, replica.object(), &path.into(), &page);
        let editor = Reflect::construct(class, &arguments).map_err(words)?.unchecked_into();
        Ok(Self { editor, _told: told })
    }

    /// Others wrote. Whether something new is shown.
    pub fn heard(&self, steps: &Steps) -> Result<bool, String> {
        self.editor.heard(&steps.0).map_err(words)
    }

    /// Goes on with another replica. With `keep`, what is shown is written into it, since it is kept nowhere
    /// else; else the replica's text is shown. Whether something was written.
    pub fn adopt(&self, replica: &Replica, keep: bool) -> Result<bool, String> {
        self.editor.adopt(replica.object(), keep).map_err(words)
    }

    /// Another name for the field.
    pub fn name(&self, label: &str) {
        self.editor.name(label);
    }
}

impl Drop for RichText {
    fn drop(&mut self) {
        self.editor.close();
    }
}

fn words(error: JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
