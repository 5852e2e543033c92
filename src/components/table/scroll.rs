//! Which rows of a long list can be seen. All rows are of one height, so that this is plain reckoning.

use crate::platform::dom;
use leptos::html::Div;
use leptos::prelude::*;
use register::RecordId;
use wasm_bindgen::JsCast;

/// The height of a row in CSS pixels until one was measured.
const ROW: f64 = 40.0;
/// Lists up to this length stand in the page as a whole.
const WHOLE: usize = 60;
/// So many rows are made beyond what is seen, on either side.
const MARGIN: usize = 12;

/// The part of a list that is in the page.
#[derive(Clone, Copy)]
pub struct Window {
    ids: Memo<Vec<RecordId>>,
    top: RwSignal<f64>,
    /// The style sheet gives rows two lines where there is little room.
    row: RwSignal<f64>,
    printing: RwSignal<bool>,
    /// The element that scrolls.
    pub element: NodeRef<Div>,
}

impl Window {
    /// Over this list.
    pub fn new(ids: Memo<Vec<RecordId>>) -> Self {
        let printing = RwSignal::new(false);
        let before = window_event_listener_untyped("beforeprint", move |_| printing.set(true));
        let after = window_event_listener_untyped("afterprint", move |_| printing.set(false));
        let window =
            Self { ids, top: RwSignal::new(0.0), row: RwSignal::new(ROW), printing, element: NodeRef::new() };
        let resized = window_event_listener_untyped("resize", move |_| window.measure());
        on_cleanup(move || {
            before.remove();
            after.remove();
            resized.remove();
        });
        window
    }

    fn measure(self) {
        let row = self
            .element
            .try_get_untracked()
            .flatten()
            .and_then(|element| element.query_selector("[data-row]").ok()?);
        let row = row.and_then(|row| row.dyn_into::<leptos::web_sys::HtmlElement>().ok());
        let height = row.map(|row| f64::from(row.offset_height())).filter(|height| *height > 1.0);
        if let Some(height) = height.filter(|height| (height - self.row.get_untracked()).abs() > 0.5) {
            self.row.set(height);
        }
    }

    /// The list was scrolled.
    pub fn scrolled(self, event: &leptos::ev::Event) {
        let element = event.target().and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok());
        if let Some(element) = element {
            self.measure();
            self.top.set(f64::from(element.scroll_top()));
        }
    }

    fn range(self) -> (usize, usize) {
        let length = self.ids.with(Vec::len);
        if length <= WHOLE || self.printing.get() {
            return (0, length);
        }
        let first = (self.top.get() / self.row.get()) as usize;
        let seen = (dom::window_height() / self.row.get()) as usize + 1;
        // In steps, so that scrolling by a pixel makes nothing new.
        let start = first.saturating_sub(MARGIN) / MARGIN * MARGIN;
        let end = (first + seen + MARGIN).div_ceil(MARGIN) * MARGIN;
        (start.min(length), end.min(length))
    }

    /// The rows that are in the page, with their places in the whole list.
    pub fn visible(self) -> Vec<(usize, RecordId)> {
        let (start, end) = self.range();
        self.ids.with(|ids| {
            let part = ids.get(start..end).unwrap_or_default();
            part.iter().cloned().enumerate().map(|(index, id)| (start + index, id)).collect()
        })
    }

    /// The height of the rows above them.
    pub fn above(self) -> String {
        pixels(self.range().0, self.row.get())
    }

    /// The height of the rows below them.
    pub fn below(self) -> String {
        let (_, end) = self.range();
        pixels(self.ids.with(|ids| ids.len().saturating_sub(end)), self.row.get())
    }

    /// Scrolls so that a row is seen.
    pub fn reveal(self, index: usize) {
        let Some(element) = self.element.get_untracked() else { return };
        let (top, height) = (f64::from(element.scroll_top()), f64::from(element.client_height()));
        self.measure();
        let height_of_row = self.row.get_untracked();
        let row = index as f64 * height_of_row;
        // The header covers about one row.
        if row < top {
            element.set_scroll_top(row as i32);
        } else if row + 2.0 * height_of_row > top + height {
            element.set_scroll_top((row + 2.0 * height_of_row - height) as i32);
        }
    }
}

/// The height of so many rows, in whole pixels.
fn pixels(rows: usize, row: f64) -> String {
    format!("{}px", (rows as f64 * row) as i64)
}
