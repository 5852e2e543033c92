//! What an editor asks of its `<textarea>`. Positions count UTF-16 code units, as the element does.

use bridge::text_splice::Splice;
use wasm_bindgen::prelude::*;
use web_sys::HtmlTextAreaElement;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["CSS"], js_name = supports)]
    fn supports(property: &str, value: &str) -> bool;
}

/// Where the caret is, or the end of the selection.
pub fn caret(field: &HtmlTextAreaElement) -> usize {
    field.selection_end().ok().flatten().unwrap_or_default() as usize
}

/// Changes the text; caret and selection stay where they are in it, the focus where it is.
pub fn splice(field: &HtmlTextAreaElement, splice: &Splice) {
    let (from, to) = (splice.at as u32, (splice.at + splice.delete) as u32);
    let _ = field.set_range_text_with_start_and_end_and_mode(&splice.insert, from, to, "preserve");
}

/// Makes the field as high as its text, in browsers whose style sheets cannot.
pub fn grow(field: &HtmlTextAreaElement) {
    if supports("field-sizing", "content") {
        return;
    }
    let style = web_sys::HtmlElement::style(field);
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", field.scroll_height()));
}
