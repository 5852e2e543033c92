//! Every text on screen, from `locales/<folder>/<language>.json`: `start` for the first screen, `register` for all
//! that comes with an open register, other folders for what single pages fetch. Only the language in use is fetched.
//! A key without a text shows itself; the tests below find it before a reader does.

mod labels;
#[cfg(test)]
mod locale_files;

pub use labels::{
    act_label, add_row_label, choice_label, field_help, field_label, kind_label, kinds_label, register_label,
    rows_label,
};

use crate::platform::{dom, fetch, intl, prefs};
use std::cell::RefCell;
use std::collections::HashMap;

/// The languages that have a file, with their own names.
pub const LANGUAGES: [(&str, &str); 2] = [("en", "English"), ("de", "Deutsch")];
const PREFERENCE: &str = "language";
/// What `boot.js` fetches ahead.
const SPOKEN: &str = "spoken";
/// The folder of what the first screen says.
const START: &str = "start";
/// The folder of what an open register says, and all else behind the doors of `crate::parts`.
pub const REGISTER: &str = "register";

#[derive(Default)]
struct Spoken {
    language: &'static str,
    folders: Vec<&'static str>,
    texts: HashMap<String, String>,
}

thread_local! {
    static SPOKEN_NOW: RefCell<Spoken> = RefCell::new(Spoken::default());
}

fn spoken<T>(act: impl FnOnce(&mut Spoken) -> T) -> T {
    SPOKEN_NOW.with(|spoken| act(&mut spoken.borrow_mut()))
}

async fn texts_of(folder: &str, language: &str) -> Option<HashMap<String, String>> {
    fetch::flat_json(&format!("locales/{folder}/{language}.json")).await
}

/// The language to begin with: the one chosen before, else the first of the reader's that we have.
pub fn first_language() -> &'static str {
    let known = |tag: &str| {
        let language = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        LANGUAGES.iter().map(|(code, _)| *code).find(|code| *code == language)
    };
    let chosen = prefs::get(PREFERENCE).and_then(|code| known(&code));
    chosen.or_else(|| dom::languages().iter().find_map(|tag| known(tag))).unwrap_or("en")
}

/// Fetches a language and speaks it from now on, in every folder that was spoken before.
/// False if one of its files cannot be had: then nothing changes.
pub async fn speak(language: &'static str) -> bool {
    let mut folders = vec![START];
    let mut texts = HashMap::new();
    let mut next = 0;
    while let Some(folder) = folders.get(next) {
        let Some(more) = texts_of(folder, language).await else { return false };
        texts.extend(more);
        next += 1;
        // Another folder may have come meanwhile, in the language before.
        spoken(|spoken| folders.extend(spoken.folders.get(folders.len()..).unwrap_or_default()));
    }
    spoken(|spoken| *spoken = Spoken { language, folders, texts });
    // The reader's own region decides the order of a date, where their language is the one in use.
    let tags = dom::languages();
    let own = tags.iter().find(|tag| tag.split('-').next() == Some(language) && tag.contains('-'));
    intl::set_language(own.map_or(if language == "en" { "en-GB" } else { language }, String::as_str));
    dom::set_root_attribute("lang", Some(language));
    prefs::set(SPOKEN, language);
    true
}

/// Whether a folder's texts are here.
pub fn speaks(folder: &str) -> bool {
    spoken(|spoken| spoken.folders.contains(&folder))
}

/// Fetches a further folder of the language in use, unless it is here, and speaks it from now on, whichever
/// language is chosen later. False if it cannot be had.
pub async fn speak_also(folder: &'static str) -> bool {
    while !speaks(folder) {
        let language = spoken(|spoken| spoken.language);
        let Some(texts) = texts_of(folder, language).await else { return false };
        spoken(|spoken| {
            // Asked for twice, or another language was chosen meanwhile.
            if spoken.language == language && !spoken.folders.contains(&folder) {
                spoken.folders.push(folder);
                spoken.texts.extend(texts);
            }
        });
    }
    true
}

/// The language in use.
pub fn language() -> &'static str {
    spoken(|spoken| spoken.language)
}

/// Remembers a chosen language.
pub fn remember(language: &str) {
    prefs::set(PREFERENCE, language);
}

/// The text of a key, if there is one.
pub fn find(key: &str) -> Option<String> {
    spoken(|spoken| spoken.texts.get(key).cloned())
}

/// The text of a key.
pub fn t(key: &str) -> String {
    find(key).unwrap_or_else(|| key.to_owned())
}

/// The text of a key with its `{places}` filled.
pub fn t_with(key: &str, values: &[(&str, &str)]) -> String {
    let mut text = t(key);
    for (place, value) in values {
        text = text.replace(&format!("{{{place}}}"), value);
    }
    text
}

/// The text of `key.one` or `key.other`, as the number asks; `{n}` is the number.
pub fn t_count(key: &str, number: usize) -> String {
    t_count_with(key, number, &[])
}

/// The same, with more `{places}` filled.
pub fn t_count_with(key: &str, number: usize, values: &[(&str, &str)]) -> String {
    let number = number as f64;
    let category = format!("{key}.{}", intl::plural(number));
    let key = if find(&category).is_some() { category } else { format!("{key}.other") };
    let shown = intl::number(number);
    let mut all = vec![("n", shown.as_str())];
    all.extend_from_slice(values);
    t_with(&key, &all)
}
