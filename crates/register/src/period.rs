//! Calendar periods in which something is due once: months, quarters, half years, years.

use crate::day::NaiveDate;
use chrono::{Datelike, Months};

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Once a month.
    Monthly,
    /// Once a quarter.
    Quarterly,
    /// Once each half year.
    HalfYearly,
    /// Once a year.
    Yearly,
}

impl Period {
    /// All, the shortest first.
    pub const ALL: [Self; 4] = [Self::Monthly, Self::Quarterly, Self::HalfYearly, Self::Yearly];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::HalfYearly => "half_yearly",
            Self::Yearly => "yearly",
        }
    }

    /// The period that is stored so.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.code() == code)
    }

    /// How many months it has.
    pub fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::HalfYearly => 6,
            Self::Yearly => 12,
        }
    }

    /// The first and the last day of the period that a day belongs to.
    pub fn around(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        let month = day.month0() / self.months() * self.months();
        let first = NaiveDate::from_ymd_opt(day.year(), month + 1, 1).unwrap_or(day);
        let next = first.checked_add_months(Months::new(self.months()));
        (first, next.and_then(|next| next.pred_opt()).unwrap_or(day))
    }
}
