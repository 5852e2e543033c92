use crate::sample::{Sample, date};
use chrono::{NaiveDateTime, TimeDelta, Timelike};
use proptest::prelude::*;
use register::notification::{Standing, duties};
use register::{RecordId, Value};
use uuid::Uuid;

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn incident(sample: &mut Sample, values: &[(&str, Value)]) -> RecordId {
    let incident = sample.add("incident", &[("detected_on", "2026-03-02".into())]);
    for (key, value) in values {
        let key = match key.strip_prefix('.') {
            Some(key) => format!("notifications/{}/{key}", Uuid::from_bytes([7; 16])),
            None => (*key).to_owned(),
        };
        sample.set(&incident, &key, value.clone());
    }
    incident
}

fn stands(values: &[(&str, Value)], now: &str) -> Standing {
    let mut sample = Sample::new();
    let incident = incident(&mut sample, values);
    duties(sample.record(&incident), at(now)).first().unwrap().standing
}

#[test]
fn the_clock_runs_from_the_detection_and_says_whether_somebody_was_told_in_time() {
    let clock = [("detected_time", "14:30".into()), (".hours", 72.into())];
    assert_eq!(stands(&clock, "2026-03-02 15:30"), Standing::Open(71));
    assert_eq!(stands(&clock, "2026-03-05 14:30"), Standing::Open(0));
    assert_eq!(stands(&clock, "2026-03-05 16:31"), Standing::Overdue(2));
    let told = |on: &str, time: &str| {
        let mut all = clock.to_vec();
        all.extend([(".notified_on", on.into()), (".notified_time", time.into())]);
        stands(&all, "2026-06-01 12:00")
    };
    assert_eq!(told("2026-03-05", "14:30"), Standing::InTime);
    assert_eq!(told("2026-03-05", "14:31"), Standing::Late(1));
    assert_eq!(told("2026-03-05", ""), Standing::Late(10), "without a time of day it was the day's end");
    assert_eq!(
        stands(&[(".hours", 24.into())], "2026-03-02 23:00"),
        Standing::Open(1),
        "detected at midnight"
    );
    assert_eq!(stands(&[(".due", "2026-03-03".into())], "2026-03-03 23:00"), Standing::Open(0));
    assert_eq!(stands(&[(".to", "the authority".into())], "2026-03-03 23:00"), Standing::NoClock);
    assert_eq!(
        stands(&[(".hours", 24.into()), ("detected_time", "half past".into())], "2026-03-02 23:00"),
        Standing::Open(1)
    );
}

proptest! {
    #[test]
    fn told_within_the_hours_is_in_time_and_else_it_is_not(
        minute in 0_i64..1440, hours in 0_i64..2000, delay in 0_i64..200_000,
    ) {
        let began = date("2026-03-02").and_time(Default::default()) + TimeDelta::minutes(minute);
        let told = began + TimeDelta::minutes(delay);
        let clock = |time: NaiveDateTime| format!("{:02}:{:02}", time.hour(), time.minute());
        let mut sample = Sample::new();
        let incident = incident(&mut sample, &[
            ("detected_time", clock(began).as_str().into()),
            (".hours", hours.into()),
            (".notified_on", told.date().to_string().as_str().into()),
            (".notified_time", clock(told).as_str().into()),
        ]);
        let duty = duties(sample.record(&incident), told).remove(0);
        prop_assert_eq!(duty.due, Some(began + TimeDelta::hours(hours)));
        prop_assert_eq!(duty.told, Some(told));
        let is_in_time = delay <= hours * 60;
        prop_assert_eq!(duty.standing == Standing::InTime, is_in_time);
        if let Standing::Late(late) = duty.standing {
            prop_assert!(late >= 1 && late * 60 >= delay - hours * 60);
        }
    }
}
