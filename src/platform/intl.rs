//! Dates, numbers, plurals and order as the reader's language has them, by the browser's `Intl`.

use std::cell::{OnceCell, RefCell};
use std::cmp::Ordering;
use wasm_bindgen::{JsCast, JsValue};

/// Each is made when it is first needed: making one takes the browser as long as many views.
struct Formats {
    tags: js_sys::Array,
    date: OnceCell<js_sys::Function>,
    month: OnceCell<js_sys::Function>,
    moment: OnceCell<js_sys::Function>,
    weekday: OnceCell<js_sys::Function>,
    number: OnceCell<js_sys::Function>,
    compare: OnceCell<js_sys::Function>,
    plural: OnceCell<js_sys::Intl::PluralRules>,
}

impl Formats {
    fn time<'a>(&self, place: &'a OnceCell<js_sys::Function>, said: &[(&str, &str)]) -> &'a js_sys::Function {
        place.get_or_init(|| {
            let said: Vec<(&str, JsValue)> =
                said.iter().map(|(key, value)| (*key, (*value).into())).collect();
            js_sys::Intl::DateTimeFormat::new(&self.tags, &options(&said)).format()
        })
    }

    fn date(&self) -> &js_sys::Function {
        let civil = [("day", "numeric"), ("month", "short"), ("year", "numeric"), ("timeZone", "UTC")];
        self.time(&self.date, &civil)
    }

    fn month(&self) -> &js_sys::Function {
        self.time(&self.month, &[("month", "long"), ("year", "numeric"), ("timeZone", "UTC")])
    }

    fn moment(&self) -> &js_sys::Function {
        let moment = [
            ("day", "numeric"),
            ("month", "short"),
            ("year", "numeric"),
            ("hour", "numeric"),
            ("minute", "2-digit"),
        ];
        self.time(&self.moment, &moment)
    }

    fn weekday(&self) -> &js_sys::Function {
        self.time(&self.weekday, &[("weekday", "long"), ("hour", "numeric"), ("minute", "2-digit")])
    }

    fn number(&self) -> &js_sys::Function {
        self.number.get_or_init(|| js_sys::Intl::NumberFormat::new(&self.tags, &options(&[])).format())
    }

    fn compare(&self) -> &js_sys::Function {
        let order = || [("numeric", JsValue::TRUE), ("sensitivity", "base".into())];
        self.compare.get_or_init(|| js_sys::Intl::Collator::new(&self.tags, &options(&order())).compare())
    }

    fn plural(&self) -> &js_sys::Intl::PluralRules {
        self.plural.get_or_init(|| js_sys::Intl::PluralRules::new(&self.tags, &options(&[])))
    }
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
    let formats = Formats {
        tags: js_sys::Array::of1(&tag.into()),
        date: OnceCell::new(),
        month: OnceCell::new(),
        moment: OnceCell::new(),
        weekday: OnceCell::new(),
        number: OnceCell::new(),
        compare: OnceCell::new(),
        plural: OnceCell::new(),
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
    call(Formats::date, instant.unchecked_ref()).unwrap_or_else(|| civil.to_owned())
}

/// A month of a year, its first being 1.
pub fn month(year: i32, month: u32) -> String {
    let civil = format!("{year:04}-{month:02}");
    let instant = js_sys::Date::new(&civil.as_str().into());
    call(Formats::month, instant.unchecked_ref()).unwrap_or(civil)
}

/// An instant (milliseconds since 1970) as date and time of day where the reader is.
pub fn moment(ms: i64) -> String {
    let instant = js_sys::Date::new(&(ms as f64).into());
    call(Formats::moment, instant.unchecked_ref()).unwrap_or_default()
}

/// An instant as weekday and time of day while that says enough, else as [`moment`] has it.
pub fn recent_moment(ms: i64) -> String {
    const SIX_DAYS_MS: f64 = 6.0 * 86_400_000.0;
    if !(0.0..SIX_DAYS_MS).contains(&(js_sys::Date::now() - ms as f64)) {
        return moment(ms);
    }
    let instant = js_sys::Date::new(&(ms as f64).into());
    call(Formats::weekday, instant.unchecked_ref()).unwrap_or_default()
}

/// A number.
pub fn number(number: f64) -> String {
    call(Formats::number, &number.into()).unwrap_or_else(|| (number as i64).to_string())
}

/// The plural category of a number: `one`, `other`, …
pub fn plural(number: f64) -> String {
    FORMATS.with(|cell| {
        let formats = cell.borrow();
        formats
            .as_ref()
            .map_or_else(|| "other".to_owned(), |formats| String::from(formats.plural().select(number)))
    })
}

/// The order of two texts, digits by their value: `R-2` before `R-10`.
pub fn compare(a: &str, b: &str) -> Ordering {
    FORMATS.with(|cell| {
        let formats = cell.borrow();
        let Some(formats) = formats.as_ref() else { return a.cmp(b) };
        let order = formats.compare().call2(&JsValue::NULL, &a.into(), &b.into());
        order.ok().and_then(|order| order.as_f64()).map_or(Ordering::Equal, |order| order.total_cmp(&0.0))
    })
}
