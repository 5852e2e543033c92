//! What an editor asks of its `<textarea>`. Positions count UTF-16 code units, as the element does.

use bridge::text_splice::Splice;
use wasm_bindgen::prelude::*;
use web_sys::HtmlTextAreaElement;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["CSS"], js_name = supports)]
    fn supports(property: &str, value: &str) -> bool;

    /// What an input event says of itself.
    #[wasm_bindgen(extends = web_sys::Event)]
    type InputEvent;
    #[wasm_bindgen(method, getter, js_name = inputType)]
    fn input_type(this: &InputEvent) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn data(this: &InputEvent) -> Option<String>;
}

/// Where the caret is, or the end of the selection.
pub fn caret(field: &HtmlTextAreaElement) -> usize {
    field.selection_end().ok().flatten().unwrap_or_default() as usize
}

/// What an input did to a text that was `before` long, if the event leaves no doubt of it. Asking the field
/// for its whole text at each key would cost more than all the rest.
pub fn keyed(event: &web_sys::Event, field: &HtmlTextAreaElement, before: usize) -> Option<Splice> {
    let event = event.unchecked_ref::<InputEvent>();
    let kind = event.input_type()?;
    Splice::of_key(&kind, event.data().as_deref(), before, field.text_length() as usize, caret(field))
}

/// Changes the text; caret and selection stay where they are in it, the focus where it is.
pub fn splice(field: &HtmlTextAreaElement, splice: &Splice) {
    let (from, to) = (splice.at as u32, (splice.at + splice.delete) as u32);
    let _ = field.set_range_text_with_start_and_end_and_mode(&splice.insert, from, to, "preserve");
}

fn sizes_itself() -> bool {
    supports("field-sizing", "content")
}

/// Makes the field as high as its text, in browsers whose style sheets cannot.
pub fn grow(field: &HtmlTextAreaElement) {
    if sizes_itself() {
        return;
    }
    let style = web_sys::HtmlElement::style(field);
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", field.scroll_height()));
}

/// Gives the field the height that it has: while somebody writes in it, nothing else on the page depends on
/// its text, so that a key makes the browser lay out the field alone. Answers whether it does.
pub fn hold(field: &HtmlTextAreaElement) -> bool {
    if !sizes_itself() {
        return false;
    }
    let_go(field);
    let height = field.offset_height();
    let style = web_sys::HtmlElement::style(field);
    let _ = style.set_property("height", &format!("{height}px"));
    let _ = style.set_property("contain", "strict");
    true
}

/// Makes a held field higher if its text has grown beyond it.
pub fn fit(field: &HtmlTextAreaElement) {
    let (text, inner) = (field.scroll_height(), field.client_height());
    if text > inner {
        let height = field.offset_height() + text - inner;
        let _ = web_sys::HtmlElement::style(field).set_property("height", &format!("{height}px"));
    }
}

/// The field's height is its text's again.
pub fn let_go(field: &HtmlTextAreaElement) {
    let style = web_sys::HtmlElement::style(field);
    let _ = style.remove_property("height");
    let _ = style.remove_property("contain");
}
