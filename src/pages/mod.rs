//! One file a page. Pages know neither the browser nor one another.

mod commitments;
mod competence_matrix;
mod concerns;
mod document;
mod frame;
mod kpi;
mod listing;
mod management_review;
mod not_found;
mod objectives;
mod overview;
mod raci;
mod record;
mod reference;
mod restore;
mod risk_criteria;
mod risk_map;
mod settings;
mod spreadsheet;
mod start;
mod statement_of_applicability;

pub use not_found::NotFound;
pub use start::Start;

use crate::parts::{further, later};
use crate::places;
use leptos::prelude::*;
use register::Purpose;

later! {
    /// The open register: all that its address can name.
    pub fn register() { view! { <frame::RegisterFrame page_of=page_of_register /> } }
}

further! {
    /// Where a backup is restored.
    pub fn restore() { view! { <restore::Restore /> } }
    /// Every page of an open register but the overview.
    fn beyond_overview(name: Option<String>, purpose: Purpose) { page_beyond_overview(name.as_deref(), purpose) }
}

/// The page of the open register that is called so in the address, as far as a register for this purpose has it.
fn page_of_register(name: Option<String>, purpose: Purpose) -> AnyView {
    match (name, purpose) {
        (None, Purpose::Isms) => view! { <overview::Overview /> }.into_any(),
        (None, Purpose::Concerns) => view! { <overview::OfConfidants /> }.into_any(),
        (name, purpose) => beyond_overview(name, purpose),
    }
}

fn page_beyond_overview(name: Option<&str>, purpose: Purpose) -> AnyView {
    let own = match purpose {
        Purpose::Isms => page_of_isms(name),
        Purpose::Concerns => None,
    };
    own.unwrap_or_else(|| match name {
        Some("reference") => view! { <reference::Reference /> }.into_any(),
        Some("spreadsheet") => view! { <spreadsheet::Spreadsheet /> }.into_any(),
        Some("settings") => view! { <settings::Settings /> }.into_any(),
        name => match name.and_then(places::kind_of_list).filter(|kind| purpose.has(kind.name)) {
            // The record that is open stands beside its list.
            Some(kind) => {
                view! { <listing::Listing kind><record::RecordBeside kind /></listing::Listing> }.into_any()
            }
            None => view! { <NotFound /> }.into_any(),
        },
    })
}

/// The pages that only the management system has.
fn page_of_isms(name: Option<&str>) -> Option<AnyView> {
    Some(match name {
        Some("commitments") => view! { <commitments::Commitments /> }.into_any(),
        Some("controls" | "control") => {
            view! { <statement_of_applicability::StatementOfApplicability /> }.into_any()
        }
        Some("concerns") => view! { <concerns::Concerns /> }.into_any(),
        Some("risk_map") => view! { <risk_map::RiskMap /> }.into_any(),
        Some("risk_criteria") => view! { <risk_criteria::RiskCriteria /> }.into_any(),
        Some("raci") => view! { <raci::Raci /> }.into_any(),
        Some("competence_matrix") => view! { <competence_matrix::CompetenceMatrix /> }.into_any(),
        Some("objectives") => view! { <objectives::Objectives /> }.into_any(),
        _ => return None,
    })
}
