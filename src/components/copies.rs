//! How many copies of the register there are, as far as this device knows, and how old the last backup is.

use crate::i18n::{t, t_count};
use crate::places;
use crate::platform::clock;
use crate::session::use_session;
use bridge::Status;
use leptos::prelude::*;

/// A backup older than this is worth a word.
const OLD_DAYS: usize = 30;
const DAY_MS: i64 = 86_400_000;

fn age_in_days(at: i64) -> usize {
    let now = i64::try_from(clock::now_ms()).unwrap_or(i64::MAX);
    usize::try_from((now - at) / DAY_MS).unwrap_or_default()
}

/// 'today', '3 days ago'.
pub fn age_words(at: i64) -> String {
    match age_in_days(at) {
        0 => t("backup.age.today"),
        days => t_count("backup.age", days),
    }
}

/// Who else has a copy.
pub fn copies_words(status: &Status) -> String {
    match (status.only_copy, status.colleagues as usize) {
        (true, _) => t("kept.only_copy"),
        (false, 0) if status.backed_up_at.is_some() => t("kept.backed_up"),
        (false, 0) => t("kept.on_relay"),
        (false, colleagues) => t_count("kept.copies", colleagues),
    }
}

/// What is to be said where nobody asked: nothing while there is a backup that is not old.
fn warning(status: &Status) -> Option<String> {
    // Before the engine has said anything, nothing is known.
    if *status == Status::default() {
        return None;
    }
    match status.backed_up_at.map(age_in_days) {
        None if status.only_copy => Some(t("copies.only")),
        None => Some(t("copies.no_backup")),
        Some(days) if days >= OLD_DAYS => Some(t_count("copies.old", days)),
        Some(_) => None,
    }
}

/// One quiet line with the way to a backup, where one is missing or old.
#[component]
pub fn BackupReminder() -> impl IntoView {
    let session = use_session();
    // Nothing in a sample need be kept.
    let words = Memo::new(move |_| warning(&session.status()).filter(|_| !session.is_sample()));
    let place = places::href(&places::page(session, "settings"));
    move || {
        let (words, place) = (words.get()?, place.clone());
        Some(view! { <p class="reminder">{words} " " <a href=place>{t("backup.make")}</a></p> })
    }
}
