//! Dates, numbers, plurals and order as the reader's language has them, by the browser's `Intl`.

use std::cell::RefCell;
use std::cmp::Ordering;
use wasm_bindgen::{JsCast, JsValue};

struct Formats {
    date: js_sys::Function,
    month: js_sys::Function,
    moment: js_sys::Function,
    weekday: js_sys::Function,
    number: js_sys::Function,
    compare: js_sys::Function,
    plural: js_sys::Intl::PluralRules,
}

thread_local! {
    static FORMATS: RefCell<Option<Formats>> = const { RefCell::new(None) };
}

fn options(pairs: &[(&str, JsValue)]) -> js_sys::Object {
    let object = js_sys::Object::new();
    for (key, value) in pairs {
        let _ = js_sys::Reflect::set(&object, &(*key).into(), value);
    }
    object
}

/// From now on in this language. `tag` is a BCP 47 tag that the browser gave or that names a language file.
pub fn set_language(tag: &str) {
    use js_sys::Intl;
    let tags = js_sys::Array::of1(&tag.into());
    let civil = [
        ("day", "numeric".into()),
        ("month", "short".into()),
        ("year", "numeric".into()),
        ("timeZone", "UTC".into()),
    ];
    let month = [("month", "long".into()), ("year", "numeric".into()), ("timeZone", "UTC".into())];
    let moment = [
        ("day", "numeric".into()),
        ("month", "short".into()),
        ("year", "numeric".into()),
        ("hour", "numeric".into()),
        ("minute", "2-digit".into()),
    ];
    let weekday = [("weekday", "long".into()), ("hour", "numeric".into()), ("minute", "2-digit".into())];
    let order = [("numeric", JsValue::TRUE), ("sensitivity", "base".into())];
    let formats = Formats {
        date: Intl::DateTimeFormat::new(&tags, &options(&civil)).format(),
        month: Intl::DateTimeFormat::new(&tags, &options(&month)).format(),
        moment: Intl::DateTimeFormat::new(&tags, &options(&moment)).format(),
        weekday: Intl::DateTimeFormat::new(&tags, &options(&weekday)).format(),
        number: Intl::NumberFormat::new(&tags, &options(&[])).format(),
        compare: Intl::Collator::new(&tags, &options(&order)).compare(),
        plural: Intl::PluralRules::new(&tags, &options(&[])),
    };
    FORMATS.with(|cell| *cell.borrow_mut() = Some(formats));
}

fn call(pick: impl Fn(&Formats) -> &js_sys::Function, argument: &JsValue) -> Option<String> {
    FORMATS.with(|cell| {
        let formats = cell.borrow();
        pick(formats.as_ref()?).call1(&JsValue::NULL, argument).ok()?.as_string()
    })
}

/// A civil date (`YYYY-MM-DD`) in words; what is no date comes back as it is.
pub fn date(civil: &str) -> String {
    let instant = js_sys::Date::new(&civil.into());
    if civil.len() != 10 || instant.get_time().is_nan() {
        return civil.to_owned();
    }
    call(|formats| &formats.date, instant.unchecked_ref()).unwrap_or_else(|| civil.to_owned())
}

/// A month of a year, its first being 1.
pub fn month(year: i32, month: u32) -> String {
    let civil = format!("{year:04}-{month:02}");
    let instant = js_sys::Date::new(&civil.as_str().into());
    call(|formats| &formats.month, instant.unchecked_ref()).unwrap_or(civil)
}

/// An instant (milliseconds since 1970) as date and time of day where the reader is.
pub fn moment(ms: i64) -> String {
    let instant = js_sys::Date::new(&(ms as f64).into());
    call(|formats| &formats.moment, instant.unchecked_ref()).unwrap_or_default()
}

/// An instant as weekday and time of day while that says enough, else as [`moment`] has it.
pub fn recent_moment(ms: i64) -> String {
    const SIX_DAYS_MS: f64 = 6.0 * 86_400_000.0;
    if !(0.0..SIX_DAYS_MS).contains(&(js_sys::Date::now() - ms as f64)) {
        return moment(ms);
    }
    let instant = js_sys::Date::new(&(ms as f64).into());
    call(|formats| &formats.weekday, instant.unchecked_ref()).unwrap_or_default()
}

/// A number.
pub fn number(number: f64) -> String {
    call(|formats| &formats.number, &number.into()).unwrap_or_else(|| (number as i64).to_string())
}

/// The plural category of a number: `one`, `other`, …
pub fn plural(number: f64) -> String {
    FORMATS.with(|cell| {
        let formats = cell.borrow();
        formats
            .as_ref()
            .map_or_else(|| "other".to_owned(), |formats| String::from(formats.plural.select(number)))
    })
}

/// The order of two texts, digits by their value: `R-2` before `R-10`.
pub fn compare(a: &str, b: &str) -> Ordering {
    FORMATS.with(|cell| {
        let formats = cell.borrow();
        let Some(formats) = formats.as_ref() else { return a.cmp(b) };
        let order = formats.compare.call2(&JsValue::NULL, &a.into(), &b.into());
        order.ok().and_then(|order| order.as_f64()).map_or(Ordering::Equal, |order| order.total_cmp(&0.0))
    })
}
