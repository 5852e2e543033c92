//! The eight commitments as one picture, and leadership itself below, counted apart.

use super::standing::Standing;
use super::{Here, reason_words};
use crate::components::icon::Icon;
use crate::i18n::{t, t_count, t_with};
use crate::places;
use crate::platform::intl;
use crate::session::commitments::commitment_words;
use leptos::prelude::*;
use register::practice::Commitment;
use register::readiness::{Tally, of_the_eight};

/// The picture. Each bar leads to its practices.
pub fn picture(here: Here) -> AnyView {
    let whole = move || here.standings.with(|all| whole_words(all));
    let bars = Commitment::ALL.into_iter().map(|commitment| bar(here, commitment)).collect_view();
    view! {
        <p class="commitments-whole">{whole}</p>
        <ul class="commitments-bars">{bars}</ul>
        <p class="quiet">{t("commitments.guidance")}</p>
    }
    .into_any()
}

fn whole_words(all: &[Standing]) -> String {
    let tally = of_the_eight(all.iter().map(|of| (of.commitment, of.tally)));
    t_with("commitments.whole", &[("percent", &percent(tally))])
}

/// What is reached, in the reader's numbers.
pub fn percent(tally: Tally) -> String {
    intl::number(f64::from(tally.percent()))
}

fn bar(here: Here, commitment: Commitment) -> AnyView {
    let place = places::href(&format!("{}/{}", places::page(here.session, "commitments"), commitment.code()));
    let current = move || (here.chosen.get() == Some(commitment)).then_some("true");
    let content = move || here.standing(commitment).map(bar_content);
    view! {
        <li class="commitments-bar" class:is-apart=commitment == Commitment::Across>
            <a href=place aria-current=current data-noscroll="">{content}</a>
        </li>
    }
    .into_any()
}

fn bar_content(of: Standing) -> AnyView {
    let Tally { full, half, none, .. } = of.tally;
    view! {
        <span class="commitments-name">{commitment_words(of.commitment)}</span>
        <span class="commitments-percent">{t_with("commitments.percent", &[("percent", &percent(of.tally))])}</span>
        <span class="commitments-track" aria-hidden="true">
            {part("is-full", full)} {part("is-half", half)} {part("is-none", none)}
        </span>
        <span class="quiet commitments-words">{bar_words(&of)}</span>
    }
    .into_any()
}

/// A part of a bar; none where no practice stands so.
fn part(class: &'static str, lines: u32) -> Option<AnyView> {
    (lines > 0).then(|| view! { <i class=class style:flex-grow=lines.to_string()></i> }.into_any())
}

/// The bar in words, and what the commitment itself lacks.
fn bar_words(of: &Standing) -> AnyView {
    let n = |lines: u32| intl::number(f64::from(lines));
    let Tally { full, half, none, not_applicable } = of.tally;
    let mut words = t_with("commitments.bar", &[("full", &n(full)), ("half", &n(half)), ("none", &n(none))]);
    if not_applicable > 0 {
        words.push_str(" · ");
        words.push_str(&t_count("commitments.left_out", not_applicable as usize));
    }
    let lacks = of.reasons.iter().map(reason_words).collect::<Vec<_>>().join(", ");
    view! {
        <span>{words}</span>
        {(!lacks.is_empty()).then(|| view! { <span class="commitments-lacks">{Icon::Alert.view()} {lacks}</span> })}
    }
    .into_any()
}
