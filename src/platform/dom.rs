//! The few things that have to be said to elements directly.

use wasm_bindgen::JsCast;

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Sets an attribute of `<html>`, or takes it away.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// The window's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Puts the focus on the first element that matches, if there is one.
pub fn focus(selector: &str) -> bool {
    let element = document().and_then(|document| document.query_selector(selector).ok().flatten());
    let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return false;
    };
    element.focus().is_ok()
}

/// Brings the first element that matches into view, moving no more than needed.
pub fn reveal(selector: &str) {
    let element = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = element {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The window's height in CSS pixels.
pub fn window_height() -> f64 {
    let height = web_sys::window().and_then(|window| window.inner_height().ok());
    height.and_then(|height| height.as_f64()).unwrap_or(800.0)
}

/// The languages that the reader prefers, best first.
pub fn languages() -> Vec<String> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    window.navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// Removes what stood in `<body>` before the app did, such as a word of waiting.
pub fn clear_boot_message() {
    if let Some(element) = document().and_then(|document| document.get_element_by_id("boot")) {
        element.remove();
    }
}

/// Asks the browser to print the page.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Whether the focus is on an element that matches.
pub fn is_focus_in(selector: &str) -> bool {
    let element = document().and_then(|document| document.active_element());
    element.is_some_and(|element| element.matches(selector).unwrap_or(false))
}
