//! One commitment: who owns it, and its practices by theme.

use super::evidence::evidence_of_commitment;
use super::line::line;
use super::notes::{day_input, owner_input};
use super::{Here, own, reason_words};
use crate::components::ground_gap::GroundGap;
use crate::components::icon::Icon;
use crate::i18n::{choice_label, t, t_count};
use crate::places;
use crate::session::commitments::{Subject, commitment_words};
use leptos::prelude::*;
use register::FieldPath;
use register::line::LineId;
use register::practice::{Commitment, Theme};
use register::readiness::Reason;

/// The practices of one theme.
type Group = (Option<Theme>, Vec<LineId>);

/// The commitment.
pub fn detail(here: Here, commitment: Commitment) -> AnyView {
    let back = places::href(&places::page(here.session, "commitments"));
    let subject = Subject::Commitment(commitment);
    let notes = Memo::new(move |_| here.standing(commitment).map(|of| of.notes).unwrap_or_default());
    let lacks = move || here.standing(commitment).map(|of| lack_lines(&of.reasons, of.core_without));
    // Made anew only when a practice comes or goes: what is open and typed in stays.
    let groups =
        Memo::new(move |_| here.standing(commitment).map(|of| groups_of(&of.lines)).unwrap_or_default());
    let themes = move || groups.get().into_iter().map(|group| theme(here, commitment, group)).collect_view();
    view! {
        <section class="beside-record commitments-detail" aria-labelledby="commitment-title">
            <a class="back" href=back data-noscroll="" title=t("commitments.close")>
                <span class="back-wide">{Icon::Close.view()} <span class="visually-hidden">{t("commitments.close")}</span></span>
                <span class="back-narrow">{Icon::Back.view()} {t("commitments.back")}</span>
            </a>
            <header class="record-head">
                <p class="record-kind">{t("kind.commitment.one")} " " <span class="clause">"5.1"</span></p>
                <h2 id="commitment-title" data-heading="" tabindex="-1">{commitment_words(commitment)}</h2>
            </header>
            <div class="commitments-notes">
                {owner_input(here, subject.clone(), notes)}
                {day_input(here, subject, notes)}
            </div>
            {lacks}
            {themes}
            {own::adding(here, commitment)}
            {evidence_of_commitment(here, commitment)}
        </section>
    }
    .into_any()
}

fn lack_lines(reasons: &[Reason], core_without: u32) -> AnyView {
    let line = |words: String| view! { <li>{Icon::Alert.view()} {words}</li> }.into_any();
    let mut lines: Vec<AnyView> = Vec::new();
    for reason in reasons {
        lines.push(match reason {
            Reason::Groundwork(gap) => {
                let gap = gap.clone();
                view! { <li>{Icon::Alert.view()} <span><GroundGap gap /></span></li> }.into_any()
            }
            reason => line(reason_words(reason)),
        });
    }
    if core_without > 0 {
        lines.push(line(t_count("commitments.core_without", core_without as usize)));
    }
    view! { <ul class="commitments-gaps">{lines}</ul> }.into_any()
}

fn groups_of(lines: &[super::standing::LineStanding]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in lines {
        match groups.iter_mut().find(|(theme, _)| *theme == line.theme) {
            Some((_, ids)) => ids.push(line.id.clone()),
            None => groups.push((line.theme, vec![line.id.clone()])),
        }
    }
    groups
}

fn theme(here: Here, commitment: Commitment, (theme, ids): Group) -> AnyView {
    let words = match theme {
        Some(theme) => choice_label("practice", &FieldPath::of("theme"), theme.code()),
        None => t("commitments.no_theme"),
    };
    let lines = ids.iter().map(|id| line(here, commitment, id.clone(), ids.clone())).collect_view();
    view! {
        <section class="commitments-theme">
            <h3>{words}</h3>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}
