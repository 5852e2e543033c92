//! A plain editor of a long text on a growing `<textarea>`. What is typed becomes splices of the paper at
//! once; what colleagues write appears around the caret without moving it, taking the focus, or
//! scrolling. While an input method composes a word, the field is left alone.

use crate::components::failure;
use crate::i18n::t;
use crate::platform::text_area;
use crate::platform::timer::Later;
use crate::session::paper::{Paper, PaperPhase};
use bridge::text_splice::{Splice, rebase, units};
use leptos::html::Textarea;
use leptos::prelude::*;
use register::FieldPath;
use std::time::Duration;
use web_sys::{Event, HtmlTextAreaElement};

const GLOW: Duration = Duration::from_millis(1500);
/// A field that has become too high shrinks in a pause of so many milliseconds.
const SHRINK_MS: u64 = 400;

/// What the editor knows of its field between two events.
#[derive(Default)]
struct Shadow {
    /// The text that the field holds, as far as the paper has been told.
    text: String,
    /// How long that is, as browsers count.
    length: usize,
    is_composing: bool,
    /// Whether the field's height is held, since somebody writes in it.
    is_held: bool,
    shrink: Later,
    /// What colleagues wrote meanwhile: in the paper, not yet in the field.
    held: Vec<Splice>,
}

impl Shadow {
    fn of(text: String) -> Self {
        Self { length: units(&text), text, ..Self::default() }
    }

    /// Follows the field by what a key did, or by all that stands in it now; says what is different.
    fn follow(&mut self, field: &HtmlTextAreaElement, key: Option<Splice>) -> Option<Splice> {
        if let Some(splice) = key {
            self.text = splice.apply_to(&self.text);
            self.length = self.length + units(&splice.insert) - splice.delete;
            return Some(splice);
        }
        let text = field.value();
        let splice = Splice::between(&self.text, &text, text_area::caret(field))?;
        self.length = units(&text);
        self.text = text;
        Some(splice)
    }
}

/// An editor of one text of a paper. It shows itself once the paper is open.
#[component]
pub fn TextEditor(
    /// The paper.
    paper: Paper,
    /// The text's place in it.
    path: FieldPath,
    /// The field's id, for its label.
    id: String,
    /// What it is called, for those who do not see what stands above it.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it while it is empty.
    #[prop(into)]
    placeholder: String,
) -> impl IntoView {
    let phase = {
        let paper = paper.clone();
        Memo::new(move |_| paper.phase())
    };
    let (paper, path) = (StoredValue::new_local(paper), StoredValue::new(path));
    let (id, placeholder) = (StoredValue::new(id), StoredValue::new(placeholder));
    move || match phase.get() {
        PaperPhase::Opening => view! { <p class="text-editor-wait">{t("paper.opening")}</p> }.into_any(),
        PaperPhase::Failed(failure) => {
            view! { <p class="text-editor-wait" role="alert">{failure::sentence(&failure)}</p> }.into_any()
        }
        PaperPhase::Open => view! {
            <Field
                paper=paper.get_value()
                path=path.get_value()
                id=id.get_value()
                label
                placeholder=placeholder.get_value()
            />
        }
        .into_any(),
    }
}

#[component]
fn Field(
    paper: Paper,
    path: FieldPath,
    id: String,
    label: Signal<String>,
    placeholder: String,
) -> impl IntoView {
    let node: NodeRef<Textarea> = NodeRef::new();
    let text = paper.text(&path);
    let shadow = StoredValue::new_local(Shadow::of(text.clone()));
    let landed = RwSignal::new(false);
    let editor = Editor {
        paper: StoredValue::new_local(paper.clone()),
        path: StoredValue::new(path.clone()),
        node,
        shadow,
        landed,
    };
    paper.listen(&path, move |splices| editor.heard(splices));
    node.on_load(move |field| text_area::grow(&field));
    let resized = window_event_listener(leptos::ev::resize, move |_| editor.measure());
    on_cleanup(move || resized.remove());
    // A form of its own: what a browser does at each key to fill in forms, it does to all fields of one form.
    view! {
        <form autocomplete="off">
            <textarea
                node_ref=node
                id=id
                class="text-editor"
                class:is-fresh=landed
                aria-label=move || label.get()
                placeholder=placeholder
                rows="3"
                spellcheck="true"
                prop:value=text
                on:focus=move |_| editor.entered()
                on:input=move |event| editor.input(&event)
                on:compositionstart=move |_| editor.compose()
                on:compositionend=move |_| editor.composed()
                on:blur=move |_| editor.left()
            ></textarea>
        </form>
    }
}

#[derive(Clone, Copy)]
struct Editor {
    paper: StoredValue<Paper, LocalStorage>,
    path: StoredValue<FieldPath>,
    node: NodeRef<Textarea>,
    shadow: StoredValue<Shadow, LocalStorage>,
    /// Whether something of a colleague's has just landed: it glows briefly.
    landed: RwSignal<bool>,
}

impl Editor {
    /// Somebody is about to write.
    fn entered(self) {
        let Some(field) = self.node.get_untracked() else { return };
        let is_held = text_area::hold(&field);
        self.shadow.try_update_value(|shadow| shadow.is_held = is_held);
    }

    /// A held field takes the height that its text needs now, higher or lower.
    fn measure(self) {
        if let Some(field) = self.node.try_get_untracked().flatten()
            && self.shadow.try_with_value(|shadow| shadow.is_held) == Some(true)
        {
            text_area::hold(&field);
        }
    }

    fn input(self, event: &Event) {
        let Some(field) = self.node.get_untracked() else { return };
        let length = self.shadow.with_value(|shadow| shadow.length);
        self.follow(&field, text_area::keyed(event, &field, length));
    }

    /// The field may have changed without a word of it.
    fn typed(self) {
        let Some(field) = self.node.get_untracked() else { return };
        self.follow(&field, None);
    }

    /// The field changed under somebody's hands: the paper learns what is different.
    fn follow(self, field: &HtmlTextAreaElement, key: Option<Splice>) {
        let ours = self.shadow.try_update_value(|shadow| {
            let splice = shadow.follow(field, key)?;
            if shadow.is_held {
                text_area::fit(field);
            } else {
                text_area::grow(field);
            }
            if shadow.is_held && splice.delete > 0 {
                shadow.shrink.set(SHRINK_MS, move || self.measure());
            }
            // The paper is ahead by what is held back: our words go where they belong in its text.
            let (ours, theirs) = rebase(&[splice], &shadow.held);
            shadow.held = theirs;
            Some(ours)
        });
        if let Some(ours) = ours.flatten() {
            self.paper.with_value(|paper| self.path.with_value(|path| paper.splice(path, &ours)));
        }
    }

    /// A colleague wrote.
    fn heard(self, splices: &[Splice]) {
        self.shadow.try_update_value(|shadow| shadow.held.extend_from_slice(splices));
        if !self.shadow.with_value(|shadow| shadow.is_composing) {
            self.release();
        }
    }

    fn compose(self) {
        self.shadow.try_update_value(|shadow| shadow.is_composing = true);
    }

    fn composed(self) {
        self.shadow.try_update_value(|shadow| shadow.is_composing = false);
        self.typed();
        self.release();
    }

    fn left(self) {
        self.composed();
        if let Some(field) = self.node.get_untracked() {
            self.shadow.try_update_value(|shadow| {
                shadow.shrink.cancel();
                if std::mem::take(&mut shadow.is_held) {
                    text_area::let_go(&field);
                }
            });
        }
        self.paper.with_value(Paper::flush);
    }

    /// Brings what was held back into the field.
    fn release(self) {
        let Some(field) = self.node.get_untracked() else { return };
        let held =
            self.shadow.try_update_value(|shadow| std::mem::take(&mut shadow.held)).unwrap_or_default();
        if held.is_empty() {
            return;
        }
        for splice in &held {
            text_area::splice(&field, splice);
        }
        // Field and paper are the same text by construction; if ever they are not, the paper is right.
        let text = self.paper.with_value(|paper| self.path.with_value(|path| paper.text(path)));
        if let Some(splice) = Splice::between(&field.value(), &text, 0) {
            text_area::splice(&field, &splice);
        }
        self.shadow.try_update_value(|shadow| {
            shadow.length = units(&text);
            shadow.text = text;
        });
        text_area::grow(&field);
        self.measure();
        self.landed.set(true);
        let end = move || {
            let _ = self.landed.try_set(false);
        };
        set_timeout(end, GLOW);
    }
}
