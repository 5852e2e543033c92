//! A field of rich text: one text of a paper in the editor that `editor/` makes. What is typed goes into the
//! paper at once; what colleagues write appears around the caret without moving it or taking the focus.

use crate::components::failure;
use crate::i18n::t;
use crate::platform::rich_text::{Field, RichText as Editor, Script, Told};
use crate::session::paper::{Paper, PaperPhase};
use crate::session::{ToastKind, use_session};
use bridge::Failure;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::FieldPath;
use std::rc::Rc;
use std::time::Duration;

const GLOW: Duration = Duration::from_millis(1500);

/// How far the editor is.
#[derive(Debug, Clone, PartialEq)]
enum Stage {
    Fetching,
    Ready,
    Failed(String),
}

/// An editor of one text of a paper. It shows itself once the paper is open.
#[component]
pub fn RichText(
    /// The paper.
    paper: Paper,
    /// The text's place in it.
    path: FieldPath,
    /// The field's id, for those who lead to it.
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
        PaperPhase::Opening => view! { <p class="rich-text-wait">{t("paper.opening")}</p> }.into_any(),
        PaperPhase::Failed(failure) => {
            view! { <p class="rich-text-wait" role="alert">{failure::sentence(&failure)}</p> }.into_any()
        }
        PaperPhase::Open => view! {
            <Frame
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
fn Frame(
    paper: Paper,
    path: FieldPath,
    id: String,
    label: Signal<String>,
    placeholder: String,
) -> impl IntoView {
    let session = use_session();
    let node: NodeRef<Div> = NodeRef::new();
    let stage = RwSignal::new(Stage::Fetching);
    // Whether something of a colleague's has just landed: it glows briefly.
    let landed = RwSignal::new(false);
    let open = StoredValue::new_local(None);
    Effect::new(move |_| {
        let label = label.get();
        open.with_value(|open: &Option<(Rc<Editor>, _)>| {
            if let Some((editor, _)) = open {
                editor.name(&label);
            }
        });
    });
    let begin = move |script: Script| {
        let Some(place) = node.try_get_untracked().flatten() else { return Ok(()) };
        let field = Field { id, label: label.get_untracked(), placeholder, words: words() };
        let told = {
            let (wrote, composes, left) = (paper.clone(), paper.clone(), paper.clone());
            Told {
                wrote: Box::new(move || wrote.wrote()),
                composes: Box::new(move |is_composing| composes.composes(is_composing)),
                left: Box::new(move || left.flush()),
                failed: Box::new(move |reason| {
                    session.say(ToastKind::Failure, failure::sentence(&Failure::Defect(reason)));
                }),
            }
        };
        let opened = paper
            .with_replica(|replica| Editor::open(&script, &place, replica, &path.to_string(), field, told));
        let Some(editor) = opened.transpose()?.map(Rc::new) else { return Ok(()) };
        let glow = move || {
            let _ = landed.try_set(true);
            let end = move || {
                let _ = landed.try_set(false);
            };
            set_timeout(end, GLOW);
        };
        let attached = paper.attach(&path, Rc::clone(&editor), glow);
        open.try_set_value(Some((editor, attached)));
        Ok::<_, String>(())
    };
    // Only once it stands in the page.
    let begin = StoredValue::new_local(Some(begin));
    node.on_load(move |_| {
        spawn_local(async move {
            let fetched = Script::fetch().await;
            let begin = begin.try_update_value(Option::take).flatten();
            let begun = match (fetched, begin) {
                (Ok(script), Some(begin)) => begin(script),
                (Err(reason), _) => Err(reason),
                (Ok(_), None) => return,
            };
            let _ = stage.try_set(begun.map_or_else(Stage::Failed, |()| Stage::Ready));
        });
    });
    view! {
        <div class="rich-text-field" class:is-fresh=move || landed.get() node_ref=node></div>
        {move || match stage.get() {
            Stage::Fetching => view! { <p class="rich-text-wait">{t("paper.opening")}</p> }.into_any(),
            Stage::Ready => ().into_any(),
            Stage::Failed(reason) => view! {
                <p class="rich-text-wait" role="alert">{failure::sentence(&Failure::Defect(reason))}</p>
            }
            .into_any(),
        }}
    }
}

/// The tools' names, under the names that the editor's script has for them.
fn words() -> Vec<(&'static str, String)> {
    vec![
        ("tools", t("rich_text.tools")),
        ("bold", t("rich_text.bold")),
        ("italic", t("rich_text.italic")),
        ("code", t("rich_text.code")),
        ("heading1", t("rich_text.heading1")),
        ("heading2", t("rich_text.heading2")),
        ("heading3", t("rich_text.heading3")),
        ("paragraph", t("rich_text.paragraph")),
        ("bullets", t("rich_text.bullets")),
        ("numbers", t("rich_text.numbers")),
        ("quote", t("rich_text.quote")),
        ("table", t("rich_text.table")),
        ("cell", t("rich_text.cell")),
        ("addRow", t("rich_text.add_row")),
        ("addColumn", t("rich_text.add_column")),
        ("removeRow", t("rich_text.remove_row")),
        ("removeColumn", t("rich_text.remove_column")),
        ("undo", t("rich_text.undo")),
        ("redo", t("rich_text.redo")),
        ("link", t("rich_text.link")),
        ("address", t("rich_text.address")),
        ("done", t("rich_text.done")),
        ("unlink", t("rich_text.unlink")),
        ("badAddress", t("rich_text.bad_address")),
    ]
}
