//! What went wrong, in three sentences: what happened, what was kept, what to do next.

use crate::components::icon::Icon;
use crate::i18n::{t, t_with};
use bridge::Failure;
use leptos::prelude::*;

/// Every code, so that a test can ask each language file for its words.
#[cfg(test)]
pub const CODES: [&str; 24] = [
    "bad_link",
    "newer_link",
    "evicted",
    "store_gone",
    "relay_unreachable",
    "no_invitation",
    "no_register",
    "not_open",
    "no_relay",
    "not_owner",
    "unreadable_file",
    "bad_code",
    "no_backup",
    "other_code",
    "backup_cut_off",
    "backup_damaged",
    "newer_backup",
    "already_here",
    "sample",
    "sample_missing",
    "disk_full",
    "storage",
    "damaged",
    "defect",
];

fn code(failure: &Failure) -> &'static str {
    match failure {
        Failure::BadLink => "bad_link",
        Failure::NewerLink => "newer_link",
        Failure::Evicted => "evicted",
        Failure::StoreGone => "store_gone",
        Failure::RelayUnreachable => "relay_unreachable",
        Failure::NoInvitation => "no_invitation",
        Failure::NoRegister => "no_register",
        Failure::NotOpen => "not_open",
        Failure::NoRelay => "no_relay",
        Failure::NotOwner => "not_owner",
        Failure::UnreadableFile => "unreadable_file",
        Failure::BadCode => "bad_code",
        Failure::NoBackup => "no_backup",
        Failure::OtherCode => "other_code",
        Failure::BackupCutOff => "backup_cut_off",
        Failure::BackupDamaged => "backup_damaged",
        Failure::NewerBackup => "newer_backup",
        Failure::AlreadyHere => "already_here",
        Failure::Sample => "sample",
        Failure::SampleMissing => "sample_missing",
        Failure::DiskFull => "disk_full",
        Failure::Storage(_) => "storage",
        Failure::Damaged(_) => "damaged",
        Failure::Defect(_) => "defect",
    }
}

fn detail(failure: &Failure) -> Option<&str> {
    match failure {
        Failure::Storage(detail) | Failure::Damaged(detail) | Failure::Defect(detail) => Some(detail),
        _ => None,
    }
}

/// In one line, for a toast.
pub fn sentence(failure: &Failure) -> String {
    let code = code(failure);
    format!("{} {}", t(&format!("failure.{code}.happened")), t(&format!("failure.{code}.kept")))
}

/// The three sentences.
#[component]
pub fn FailureNotice(
    /// What went wrong.
    failure: Failure,
    /// A way on, such as a button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let code = code(&failure);
    let detail = detail(&failure).map(|detail| {
        view! { <p class="failure-detail">{t_with("failure.detail", &[("detail", detail)])}</p> }
    });
    view! {
        <div class="failure" role="alert">
            {Icon::Alert.view()}
            <div class="failure-words">
                <p class="failure-happened">{t(&format!("failure.{code}.happened"))}</p>
                <p>{t(&format!("failure.{code}.kept"))}</p>
                <p>{t(&format!("failure.{code}.next"))}</p>
                {detail}
                {children.map(|children| view! { <div class="actions">{children()}</div> })}
            </div>
        </div>
    }
}
