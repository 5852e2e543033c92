use crate::sample::{NEW_YEAR, Sample, date};
use proptest::prelude::*;
use register::id::new_uuid;
use register::kpi::{
    Aim, Course, Health, Lack, Why, counting, current, due, lacks, late, measurements, status, trend,
};
use register::period::Period;
use register::validation::{Problem, findings, parse};
use register::{FieldType, RecordId, Value};
use uuid::Uuid;

struct Kpi {
    sample: Sample,
    id: RecordId,
    made: u64,
}

impl Kpi {
    fn new(values: &[(&str, Value)]) -> Self {
        let mut sample = Sample::new();
        let id = sample.add("kpi", values);
        Self { sample, id, made: 0 }
    }

    fn clicks() -> Self {
        Self::new(&[
            ("unit", "%".into()),
            ("period", "monthly".into()),
            ("since", "2026-01-01".into()),
            ("better", "lower".into()),
            ("target", 5.0.into()),
            ("warning", 8.0.into()),
        ])
    }

    fn measure(&mut self, held_on: &str, value: f64) -> Uuid {
        self.made += 1;
        let row = new_uuid(NEW_YEAR + self.made, [0; 10]);
        self.sample.set(&self.id, &format!("measurements/{row}/held_on"), held_on);
        self.sample.set(&self.id, &format!("measurements/{row}/value"), value);
        row
    }

    fn correct(&mut self, old: Uuid, held_on: &str, value: f64) -> Uuid {
        let row = self.measure(held_on, value);
        self.sample.set(&self.id, &format!("measurements/{row}/corrects"), old.to_string().as_str());
        row
    }

    fn record(&self) -> &register::Record {
        self.sample.record(&self.id)
    }

    fn values(&self) -> Vec<f64> {
        counting(self.record()).iter().map(|measurement| measurement.value).collect()
    }
}

#[test]
fn fourteen_percent_of_clicks_against_at_most_five_is_off_track_by_nine() {
    let mut kpi = Kpi::clicks();
    kpi.measure("2026-01-20", 14.0);
    assert_eq!(status(kpi.record(), date("2026-01-31")), (Health::OffTrack, vec![Why::Missed(9.0)]));
    kpi.measure("2026-02-20", 7.0);
    assert_eq!(status(kpi.record(), date("2026-02-28")), (Health::AtRisk, vec![Why::Close(2.0)]));
    kpi.measure("2026-03-20", 5.0);
    assert_eq!(status(kpi.record(), date("2026-03-31")), (Health::OnTrack, vec![Why::Reached]));
}

#[test]
fn the_trend_knows_which_way_is_good() {
    let course = |better: &str, before: f64, now: f64| {
        let band = [("band_low", 10.0.into()), ("band_high", 20.0.into())];
        let mut kpi = Kpi::new(&[("better", better.into()), band[0].clone(), band[1].clone()]);
        kpi.measure("2026-01-01", before);
        kpi.measure("2026-02-01", now);
        trend(kpi.record(), date("2026-02-01")).map(|trend| (trend.change, trend.course))
    };
    assert_eq!(course("lower", 14.0, 7.0), Some((-7.0, Course::Better)));
    assert_eq!(course("lower", 7.0, 14.0), Some((7.0, Course::Worse)));
    assert_eq!(course("higher", 7.0, 14.0), Some((7.0, Course::Better)));
    assert_eq!(course("higher", 7.0, 7.0), Some((0.0, Course::Steady)));
    assert_eq!(course("band", 25.0, 21.0), Some((-4.0, Course::Better)));
    assert_eq!(course("band", 12.0, 9.0), Some((-3.0, Course::Worse)));
    assert_eq!(course("band", 12.0, 15.0), Some((3.0, Course::Changed)));
    assert_eq!(course("", 12.0, 15.0), Some((3.0, Course::Changed)));
    let mut alone = Kpi::clicks();
    alone.measure("2026-01-01", 3.0);
    assert_eq!(trend(alone.record(), date("2026-02-01")), None);
}

#[test]
fn a_corrected_measurement_stays_visible_and_never_counts() {
    let mut kpi = Kpi::clicks();
    let wrong = kpi.measure("2026-01-20", 41.0);
    let right = kpi.correct(wrong, "2026-01-20", 14.0);
    assert_eq!(kpi.values(), [14.0]);
    let all = measurements(kpi.record());
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].corrected_by, Some(right));
    let once_more = kpi.correct(right, "2026-01-21", 15.0);
    assert_eq!(kpi.values(), [15.0]);
    // Nothing made earlier takes the place of what came later: two rows cannot cancel each other.
    kpi.sample.set(
        &kpi.id.clone(),
        &format!("measurements/{wrong}/corrects"),
        once_more.to_string().as_str(),
    );
    assert_eq!(kpi.values(), [15.0]);
    kpi.sample.set(&kpi.id.clone(), &format!("measurements/{once_more}/corrects"), "nonsense");
    assert_eq!(kpi.values(), [14.0, 15.0], "a correction of nothing takes no place");
}

#[test]
fn a_period_without_a_value_is_a_gap_once_it_has_passed() {
    let mut kpi = Kpi::clicks();
    let on = |kpi: &Kpi, day: &str| late(kpi.record(), date(day));
    assert_eq!(on(&kpi, "2026-01-31"), None, "the period is still running");
    assert_eq!(due(kpi.record(), date("2026-01-31")), Some(date("2026-01-31")));
    assert_eq!(on(&kpi, "2026-02-01"), Some((date("2026-01-01"), date("2026-01-31"))));
    kpi.measure("2026-02-02", 4.0);
    assert_eq!(on(&kpi, "2026-02-02"), None, "there is a value again");
    assert_eq!(on(&kpi, "2026-03-31"), None, "the last period has one");
    assert_eq!(on(&kpi, "2026-04-01"), Some((date("2026-03-01"), date("2026-03-31"))));
    assert_eq!(
        lacks(kpi.record(), date("2026-04-01")),
        [Lack::Value(date("2026-03-01"), date("2026-03-31"))]
    );
    // A good value that is too old is no longer as good.
    assert_eq!(status(kpi.record(), date("2026-04-01")).0, Health::AtRisk);
    kpi.sample.set(&kpi.id.clone(), "ended_on", "2026-03-15");
    assert_eq!(on(&kpi, "2026-04-01"), None, "nobody measures it any more");
}

#[test]
fn two_values_for_one_day_are_a_gap_until_one_corrects_the_other() {
    let mut kpi = Kpi::clicks();
    let first = kpi.measure("2026-01-20", 4.0);
    kpi.measure("2026-01-20", 4.0);
    assert_eq!(lacks(kpi.record(), date("2026-01-21")), [], "they agree");
    let other = kpi.measure("2026-01-20", 6.0);
    assert_eq!(lacks(kpi.record(), date("2026-01-21")), [Lack::TwoValues(date("2026-01-20"))]);
    kpi.correct(other, "2026-01-20", 4.0);
    assert_eq!(lacks(kpi.record(), date("2026-01-21")), []);
    assert_eq!(current(kpi.record(), date("2026-01-21")).map(|now| now.row > first), Some(true));
}

#[test]
fn what_no_percentage_can_be_and_thresholds_upside_down_are_said() {
    let mut kpi = Kpi::clicks();
    let row = kpi.measure("2026-01-20", 140.0);
    kpi.sample.set(&kpi.id.clone(), "warning", 3.0);
    kpi.sample.set(&kpi.id.clone(), "band_low", 9.0);
    kpi.sample.set(&kpi.id.clone(), "band_high", 2.0);
    let found = findings(kpi.record(), &kpi.sample.register, date("2026-01-20"));
    let said = |path: &str| {
        found.iter().find(|finding| finding.path.to_string() == path).map(|finding| finding.problem)
    };
    assert_eq!(said(&format!("measurements/{row}/value")), Some(Problem::OutOfBounds { min: 0, max: 100 }));
    assert_eq!(said("band_high"), Some(Problem::BandUpsideDown));
    assert_eq!(said("warning"), Some(Problem::WarningBeyondTarget));
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let field = register::Field::new("value", FieldType::Number { min: -1000, max: 100_000, decimals: 2 });
    let read = |text: &str| parse(&field, text);
    for (text, number) in
        [("4,5", 4.5), ("4.5", 4.5), (" 1 200 ", 1200.0), ("-3", -3.0), ("−3,25", -3.25), ("+7", 7.0)]
    {
        assert_eq!(read(text), Ok(Value::Number(number)), "{text}");
    }
    for text in ["1.200,50", "1,2,3", "vier", "1e5", "NaN", "inf", "-", "1.234", "3-4"] {
        assert_eq!(read(text), Err(Problem::NotDecimal { decimals: 2 }), "{text}");
    }
    assert_eq!(read("100001"), Err(Problem::OutOfBounds { min: -1000, max: 100_000 }));
    assert_eq!(read("  "), Ok(Value::Empty));
}

fn a_number() -> impl Strategy<Value = f64> {
    (-1_000_000_i32..1_000_000).prop_map(|number| f64::from(number) / 100.0)
}

fn a_day() -> impl Strategy<Value = register::day::NaiveDate> {
    (2000_i32..2100, 1_u32..=12, 1_u32..=28)
        .prop_map(|(year, month, day)| date(&format!("{year:04}-{month:02}-{day:02}")))
}

proptest! {
    #[test]
    fn a_better_value_never_stands_worse(target in a_number(), warning in proptest::option::of(a_number()), a in a_number(), b in a_number()) {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        let more = Aim::Higher { target, warning };
        prop_assert!(more.judge(high) <= more.judge(low));
        prop_assert!(more.miss(high) <= more.miss(low));
        let less = Aim::Lower { target, warning };
        prop_assert!(less.judge(low) <= less.judge(high));
        prop_assert!(less.miss(low) <= less.miss(high));
    }

    #[test]
    fn lower_is_the_mirror_of_higher(target in a_number(), warning in proptest::option::of(a_number()), value in a_number()) {
        let more = Aim::Higher { target, warning }.judge(value);
        let less = Aim::Lower { target: -target, warning: warning.map(|warning| -warning) }.judge(-value);
        prop_assert_eq!(more, less);
    }

    #[test]
    fn on_track_means_that_nothing_is_missed(low in a_number(), width in 0.0..100.0, margin in proptest::option::of(0.0..50.0), value in a_number()) {
        let aim = Aim::Band { low, high: low + width, margin };
        prop_assert_eq!(aim.judge(value) == Health::OnTrack, aim.miss(value) == 0.0);
        prop_assert_eq!(aim.judge(value) == Health::OnTrack, (low..=low + width).contains(&value));
    }

    #[test]
    fn a_day_lies_in_its_period_and_periods_follow_without_a_gap(day in a_day()) {
        for period in Period::ALL {
            let (from, to) = period.around(day);
            prop_assert!(from <= day && day <= to);
            prop_assert_eq!(period.around(from), (from, to));
            prop_assert_eq!(period.around(to), (from, to));
            let (next, _) = period.around(to.succ_opt().unwrap());
            prop_assert_eq!(next, to.succ_opt().unwrap());
        }
    }

    #[test]
    fn whatever_was_entered_the_current_value_is_one_that_counts(
        entered in proptest::collection::vec((a_day(), a_number(), proptest::option::of(0_usize..8)), 1..8),
        today in a_day(),
    ) {
        let mut kpi = Kpi::clicks();
        let mut rows: Vec<Uuid> = Vec::new();
        for (held_on, value, corrects) in &entered {
            let held_on = held_on.to_string();
            rows.push(match corrects.and_then(|at| rows.get(at).copied()) {
                Some(old) => kpi.correct(old, &held_on, *value),
                None => kpi.measure(&held_on, *value),
            });
        }
        let all = measurements(kpi.record());
        prop_assert_eq!(all.len(), entered.len(), "nothing entered is hidden");
        let counting = counting(kpi.record());
        prop_assert!(counting.iter().any(|last| Some(&last.row) == rows.last()), "the last word counts");
        if let Some(now) = current(kpi.record(), today) {
            prop_assert!(counting.contains(&now));
        }
        let _ = (status(kpi.record(), today), trend(kpi.record(), today), lacks(kpi.record(), today));
    }
}
