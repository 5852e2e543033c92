//! How far the controls are, as one picture: a small cell for each, by theme. The arrow keys walk the cells; the
//! legend counts them and filters the list.

use super::{Here, theme_words};
use crate::i18n::{t, t_with};
use crate::places;
use crate::platform::{dom, intl};
use leptos::prelude::*;
use register::RecordId;
use register::control::Theme;
use register::statement::{Coverage, Tally};

/// What the picture shows of a control.
#[derive(Clone, PartialEq)]
struct Cell {
    id: RecordId,
    words: String,
    coverage: Coverage,
    is_contradiction: bool,
}

/// The picture.
pub fn chart(here: Here) -> AnyView {
    let tallies = Memo::new(move |_| {
        here.all.with(|all| {
            let mut tallies = Theme::ALL.map(|theme| (theme, Tally::default()));
            for row in all {
                let of_theme = tallies.iter_mut().find(|(theme, _)| *theme == row.theme);
                if let Some((_, tally)) = of_theme {
                    tally.add(row.coverage);
                }
            }
            tallies
        })
    });
    // One stop of the tab key for the whole picture.
    let at = RwSignal::new(0_usize);
    let cells = Memo::new(move |_| {
        here.all.with(|all| {
            let mut cells: Vec<(Theme, Cell)> = all
                .iter()
                .map(|row| {
                    let cell = Cell {
                        id: row.id.clone(),
                        words: format!("{} {}", row.number, row.title),
                        coverage: row.coverage,
                        is_contradiction: row.gaps.iter().any(|gap| gap.code() == "contradiction"),
                    };
                    (row.theme, cell)
                })
                .collect();
            cells.sort_by_key(|(theme, _)| *theme);
            cells
        })
    });
    let step = move |event: leptos::ev::KeyboardEvent| {
        let last = cells.with_untracked(Vec::len).saturating_sub(1);
        let now = at.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (now + 1).min(last),
            "ArrowLeft" | "ArrowUp" => now.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        at.set(next);
        dom::focus(&format!("#coverage-{next}"));
    };
    let group = move |theme: Theme| {
        let count = move || {
            let tally = tallies.with(|all| all.iter().find(|(of, _)| *of == theme).map(|(_, tally)| *tally));
            let (reached, of) = tally.unwrap_or_default().reached();
            if of == 0 {
                return t("statement.none_apply");
            }
            let (reached, of) = (intl::number(f64::from(reached)), intl::number(f64::from(of)));
            t_with("statement.reached", &[("reached", &reached), ("of", &of)])
        };
        let shown = move || {
            cells.with(|cells| {
                let of_theme = cells.iter().enumerate().filter(|(_, (of, _))| *of == theme);
                of_theme.map(|(index, (_, cell))| one(here, index, cell, at)).collect::<Vec<AnyView>>()
            })
        };
        view! {
            <div class="coverage-theme">
                <h2>{theme_words(theme)} " " <span class="quiet">{count}</span></h2>
                <ul class="coverage-cells" aria-label=theme_words(theme)>{shown}</ul>
            </div>
        }
        .into_any()
    };
    let legend = move |coverage: Coverage| {
        let count = move || tallies.with(|all| all.iter().map(|(_, tally)| tally.at(coverage)).sum::<u32>());
        let pressed =
            move || if here.asked.with(|asked| asked.is_of_coverage(coverage)) { "true" } else { "false" };
        view! {
            <button
                type="button"
                class="coverage-key"
                aria-pressed=pressed
                on:click=move |_| here.asked.update(|asked| asked.turn_coverage(coverage))
            >
                <span class=class_of(coverage) aria-hidden="true"></span>
                {t(&format!("statement.{}", coverage.code()))} " "
                <span class="coverage-count">{move || intl::number(f64::from(count()))}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <section class="coverage" aria-label=t("statement.chart") on:keydown=step>
            <div class="coverage-themes">{Theme::ALL.map(group).into_iter().collect_view()}</div>
            <div class="coverage-keys" role="group" aria-label=t("statement.legend")>
                {Coverage::ALL.map(legend).into_iter().collect_view()}
            </div>
        </section>
    }
    .into_any()
}

fn class_of(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Undecided => "coverage-cell is-undecided",
        Coverage::Excluded => "coverage-cell is-excluded",
        Coverage::NotStarted => "coverage-cell is-not-started",
        Coverage::Planned => "coverage-cell is-planned",
        Coverage::Partly => "coverage-cell is-partly",
        Coverage::Implemented => "coverage-cell is-implemented",
        Coverage::Verified => "coverage-cell is-verified",
    }
}

fn one(here: Here, index: usize, cell: &Cell, at: RwSignal<usize>) -> AnyView {
    let mut words = format!("{}: {}", cell.words, t(&format!("statement.{}", cell.coverage.code())));
    if cell.is_contradiction {
        words = format!("{words} · {}", t("statement.gap.contradiction"));
    }
    let place = places::href(&places::record(here.session, &cell.id));
    let stop = move || if at.get() == index { "0" } else { "-1" };
    view! {
        <li>
            <a
                id=format!("coverage-{index}")
                class=class_of(cell.coverage)
                class:is-contradiction=cell.is_contradiction
                href=place
                data-noscroll=""
                tabindex=stop
                title=words.clone()
                aria-label=words
                on:focus=move |_| at.set(index)
            ></a>
        </li>
    }
    .into_any()
}
