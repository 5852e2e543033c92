//! Any list as a spreadsheet: cells are walked, copied, pasted, filled down and cleared, and all of it can be taken
//! back. What a pasted block would change is shown before it does.

mod cells;
mod preview;

use super::NotFound;
use crate::components::field::is_for_people;
use crate::components::icon::Icon;
use crate::components::table::scroll::Window;
use crate::i18n::{choice_label, field_label, kinds_label, t, t_with};
use crate::places;
use crate::platform::{clipboard, intl};
use crate::session::{Session, use_session};
use cells::table;
use leptos::ev::{ClipboardEvent, KeyboardEvent};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use preview::preview;
use register::fold::fold;
use register::query::{Query, Reading, Sort, find};
use register::spreadsheet::{Block, Done, Plan, Words, read_block, write_block};
use register::{Field, FieldPath, FieldType, Kind, Problem, RecordId};

/// A cell, by its row and its column.
type Place = (usize, usize);

/// What the page is made of.
#[derive(Clone, Copy)]
struct Sheet {
    session: Session,
    kind: &'static Kind,
    fields: StoredValue<Vec<&'static Field>>,
    ids: Memo<Vec<RecordId>>,
    sort: RwSignal<Vec<Sort>>,
    /// Where a selection began, and where it is.
    from: RwSignal<Place>,
    at: RwSignal<Place>,
    /// What is being typed into the cell at hand.
    typed: RwSignal<Option<String>>,
    problem: RwSignal<Option<Problem>>,
    plan: RwSignal<Option<Plan>>,
    done: StoredValue<Vec<Done>>,
    undone: StoredValue<Vec<Done>>,
    window: Window,
}

/// The page: the kind stands in the address.
#[component]
pub fn Spreadsheet() -> impl IntoView {
    let query = use_location().query;
    let kind = Memo::new(move |_| query.with(|query| query.get("kind")).unwrap_or_default());
    let purpose = untrack(|| use_session().purpose());
    move || match Kind::by_name(&kind.get()).filter(|kind| purpose.has(kind.name)) {
        Some(kind) => sheet(kind),
        None => view! { <NotFound /> }.into_any(),
    }
}

fn sheet(kind: &'static Kind) -> AnyView {
    let session = use_session();
    session.set_title(t_with("sheet.title", &[("kinds", &kinds_label(kind.name))]));
    let can_be_set =
        |field: &&Field| is_for_people(field) && !matches!(field.ty, FieldType::Paper | FieldType::Reference);
    let fields: Vec<&'static Field> = kind.all_fields().filter(can_be_set).collect();
    let sort = RwSignal::new(Vec::new());
    let ids = Memo::new(move |_| {
        let query = Query { sort: sort.get(), ..Query::default() };
        let reading = Reading { normalise: &fold, collate: &intl::compare };
        session.with_kinds(&[kind.name], |register| {
            find(register, kind, &query, &reading)
                .into_iter()
                .map(|record| record.id.clone())
                .collect::<Vec<_>>()
        })
    });
    let sheet = Sheet {
        session,
        kind,
        fields: StoredValue::new(fields),
        ids,
        sort,
        from: RwSignal::new((0, 0)),
        at: RwSignal::new((0, 0)),
        typed: RwSignal::new(None),
        problem: RwSignal::new(None),
        plan: RwSignal::new(None),
        done: StoredValue::new(Vec::new()),
        undone: StoredValue::new(Vec::new()),
        window: Window::new(ids),
    };
    let list = places::href(&places::list(session, kind.name));
    view! {
        <article class="page sheet">
            <header class="page-head">
                <div>
                    <h1 tabindex="-1">{t_with("sheet.title", &[("kinds", &kinds_label(kind.name))])}</h1>
                    <p class="page-intro">{t("sheet.intro")}</p>
                </div>
                <div class="actions">
                    <button type="button" class="button-quiet" on:click=move |_| sheet.fill_down()>
                        {Icon::Down.view()} {t("sheet.fill_down")}
                    </button>
                    <button type="button" class="button-quiet" on:click=move |_| sheet.take_back()>
                        {Icon::Back.view()} {t("do.undo")}
                    </button>
                    <a class="button-quiet" href=list>{t("sheet.to_list")}</a>
                </div>
            </header>
            {move || sheet.plan.get().map(|plan| preview(sheet, plan))}
            {table(sheet)}
            <p class="sheet-keys">{t("sheet.keys")}</p>
        </article>
    }
    .into_any()
}

impl Sheet {
    fn field(self, column: usize) -> Option<&'static Field> {
        self.fields.with_value(|fields| fields.get(column).copied())
    }

    fn id(self, row: usize) -> Option<RecordId> {
        self.ids.with_untracked(|ids| ids.get(row).cloned())
    }

    /// The corners of what is selected. Tracked.
    fn range(self) -> (Place, Place) {
        let (from, at) = (self.from.get(), self.at.get());
        ((from.0.min(at.0), from.1.min(at.1)), (from.0.max(at.0), from.1.max(at.1)))
    }

    fn selected(self) -> (Vec<&'static Field>, Vec<RecordId>) {
        let ((top, left), (bottom, right)) = untrack(move || self.range());
        let fields = (left..=right).filter_map(|column| self.field(column)).collect();
        (fields, (top..=bottom).filter_map(|row| self.id(row)).collect())
    }

    fn go(self, place: Place, extends: bool) {
        let rows = self.ids.with_untracked(Vec::len);
        let columns = self.fields.with_value(Vec::len);
        // One row below the last record is where new ones are put.
        let place = (place.0.min(rows), place.1.min(columns.saturating_sub(1)));
        self.typed.set(None);
        self.problem.set(None);
        self.at.set(place);
        if !extends {
            self.from.set(place);
        }
        self.window.reveal(place.0);
    }

    fn step(self, rows: isize, columns: isize, extends: bool) {
        let (row, column) = self.at.get_untracked();
        self.go((row.saturating_add_signed(rows), column.saturating_add_signed(columns)), extends);
    }

    /// What stands in a cell, in words.
    fn text(self, id: &RecordId, field: &Field) -> String {
        let path = FieldPath::of(field.key);
        self.session.peek(|register| {
            let record = register.records.get(id);
            let words = |record: &register::Record| {
                crate::components::phrases::value_words(register, self.kind.name, &path, record.get(&path))
            };
            record.map(words).unwrap_or_default()
        })
    }

    fn words<T>(self, read: impl FnOnce(&Words<'_>) -> T) -> T {
        let kind = self.kind.name;
        let label = |field: &Field| field_label(kind, &FieldPath::of(field.key));
        let choice = |field: &Field, choice: &str| choice_label(kind, &FieldPath::of(field.key), choice);
        let (yes, no) = (t("word.yes"), t("word.no"));
        read(&Words { field: &label, choice: &choice, yes: &yes, no: &no })
    }

    fn plan_of(self, block: &Block, fields: &[&'static Field], records: &[RecordId]) -> Plan {
        self.words(|words| {
            self.session.peek(|register| Plan::of_block(register, self.kind, fields, records, block, words))
        })
    }

    /// The cell at hand takes what was typed; what it does not hold stays there, with what is wrong.
    fn enter(self) -> bool {
        let Some(text) = self.typed.get_untracked() else { return true };
        let (row, column) = self.at.get_untracked();
        let Some(field) = self.field(column) else { return true };
        let records: Vec<RecordId> = self.id(row).into_iter().collect();
        let plan = self.plan_of(&vec![vec![text]], &[field], &records);
        let wrong = plan.rows.first().and_then(|row| row.cells.first()?.after.as_ref().err().copied());
        if wrong.is_some() {
            self.problem.set(wrong);
            return false;
        }
        self.typed.set(None);
        self.problem.set(None);
        self.carry_out(&plan);
        true
    }

    fn carry_out(self, plan: &Plan) {
        let done = self.session.fill_in(self.kind, plan);
        if let Some(done) = done {
            self.done.update_value(|all| all.push(done));
            self.undone.update_value(Vec::clear);
        }
    }

    fn take_back(self) {
        if let Some(done) = self.done.try_update_value(Vec::pop).flatten() {
            self.session.write(done.undo.clone());
            self.undone.update_value(|all| all.push(done));
        }
    }

    fn do_again(self) {
        if let Some(done) = self.undone.try_update_value(Vec::pop).flatten() {
            let again = done.reversed();
            self.session.write(again.undo);
            self.done.update_value(|all| all.push(done));
        }
    }

    fn fill_down(self) {
        let (fields, records) = self.selected();
        let plan = self.session.peek(|register| Plan::fill_down(register, &fields, &records));
        self.carry_out(&plan);
    }

    fn clear(self) {
        let (fields, records) = self.selected();
        let plan = self.session.peek(|register| Plan::clear(register, &fields, &records));
        self.carry_out(&plan);
    }

    fn copied(self, event: &ClipboardEvent) {
        if self.typed.with_untracked(Option::is_some) {
            return;
        }
        let (fields, records) = self.selected();
        let block: Block =
            records.iter().map(|id| fields.iter().map(|field| self.text(id, field)).collect()).collect();
        clipboard::set(event, &write_block(&block));
    }

    /// One cell that fits is taken at once; of a block is shown what it would change.
    fn pasted(self, event: &ClipboardEvent) {
        if self.typed.with_untracked(Option::is_some) {
            return;
        }
        let Some(text) = clipboard::get(event) else { return };
        event.prevent_default();
        let mut block = read_block(&text);
        let ((top, left), (bottom, right)) = untrack(move || self.range());
        let is_one = block.len() == 1 && block.first().is_some_and(|row| row.len() == 1);
        if let ([row], true) = (block.as_slice(), is_one) {
            // One cell fills what is selected.
            let wide: Vec<String> = row.iter().cycle().take(right - left + 1).cloned().collect();
            block = vec![wide; bottom - top + 1];
        }
        let columns = self.fields.with_value(Vec::len);
        let fields: Vec<&'static Field> = (left..columns).filter_map(|column| self.field(column)).collect();
        let records = self.ids.with_untracked(|ids| ids.get(top..).unwrap_or_default().to_vec());
        let plan = self.plan_of(&block, &fields, &records);
        if is_one && plan.problems() == 0 {
            self.carry_out(&plan);
        } else {
            self.plan.set(Some(plan));
        }
    }

    /// Keys on the cells. Whether it was one of them.
    fn key(self, event: &KeyboardEvent) -> bool {
        let with_command = event.ctrl_key() || event.meta_key();
        let extends = event.shift_key();
        let is_typing = self.typed.with_untracked(Option::is_some);
        match event.key().as_str() {
            "Escape" if is_typing => {
                self.typed.set(None);
                self.problem.set(None);
            }
            "Enter" | "Tab" if is_typing => {
                if self.enter() {
                    if event.key() == "Enter" { self.step(1, 0, false) } else { self.step(0, 1, false) }
                }
            }
            _ if is_typing => return false,
            "z" | "Z" if with_command && extends => self.do_again(),
            "y" if with_command => self.do_again(),
            "z" if with_command => self.take_back(),
            "d" if with_command => self.fill_down(),
            "a" if with_command => {
                self.from.set((0, 0));
                self.go((self.ids.with_untracked(Vec::len).saturating_sub(1), usize::MAX), true);
            }
            "ArrowDown" => self.step(1, 0, extends),
            "ArrowUp" => self.step(-1, 0, extends),
            "ArrowRight" => self.step(0, 1, extends),
            "ArrowLeft" => self.step(0, -1, extends),
            "Home" => self.go((self.at.get_untracked().0, 0), extends),
            "End" => self.go((self.at.get_untracked().0, usize::MAX), extends),
            "PageDown" => self.step(20, 0, extends),
            "PageUp" => self.step(-20, 0, extends),
            "Delete" | "Backspace" => self.clear(),
            "Enter" | "F2" => self.begin(None),
            key if !with_command && !event.alt_key() && key.chars().count() == 1 => {
                self.begin(Some(key.to_owned()));
            }
            _ => return false,
        }
        true
    }

    /// Begins to type in the cell at hand: anew, or in what stands there.
    fn begin(self, text: Option<String>) {
        let (row, column) = self.at.get_untracked();
        let standing = || {
            let (id, field) = (self.id(row)?, self.field(column)?);
            Some(self.text(&id, field))
        };
        self.from.set((row, column));
        self.typed.set(Some(text.or_else(standing).unwrap_or_default()));
    }
}
