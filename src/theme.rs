//! Light, dark, or as the device has it.

use crate::platform::{dom, prefs};

const PREFERENCE: &str = "theme";

/// The themes, by their names in the language files and style sheets.
pub const THEMES: [&str; 3] = ["system", "light", "dark"];

/// The theme in use.
pub fn current() -> String {
    prefs::get(PREFERENCE)
        .filter(|theme| THEMES.contains(&theme.as_str()))
        .unwrap_or_else(|| "system".to_owned())
}

/// Uses a theme and remembers it.
pub fn choose(theme: &str) {
    prefs::set(PREFERENCE, theme);
    restore();
}

/// Uses the theme chosen before.
pub fn restore() {
    let theme = current();
    dom::set_root_attribute("data-theme", Some(theme.as_str()).filter(|theme| *theme != "system"));
}
