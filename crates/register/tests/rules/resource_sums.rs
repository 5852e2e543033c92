use crate::sample::{Sample, date};
use proptest::prelude::*;
use register::Value;
use register::resource_totals::{Total, totals};

fn sums(all: &[Total]) -> (i64, i64, i64, i64) {
    all.iter().fold((0, 0, 0, 0), |sum, one| {
        (sum.0 + one.requested, sum.1 + one.granted, sum.2 + one.spent, sum.3 + one.refused)
    })
}

#[test]
fn each_year_and_sort_has_its_sums_and_a_refusal_is_among_them() {
    let mut sample = Sample::new();
    let asked = |status: &str, amount: f64| -> Vec<(&str, Value)> {
        vec![
            ("resource_type", "money".into()),
            ("unit", "EUR".into()),
            ("period_from", "2026-01-01".into()),
            ("status", status.into()),
            ("amount_requested", amount.into()),
        ]
    };
    let reduced = sample.add("resource", &asked("reduced", 1000.5));
    sample.set(&reduced, "amount_granted", 700.25);
    sample.add("resource", &asked("refused", 200.0));
    sample.add("resource", &asked("deferred", 50.0));
    let spent = sample.add("resource", &asked("spent", 100.1));
    for (row, on, amount) in [(1_u8, "2026-05-01", 60.05), (2, "2027-01-10", 40.05)] {
        let row = uuid::Uuid::from_bytes([row; 16]);
        sample.set(&spent, &format!("spending/{row}/spent_on"), on);
        sample.set(&spent, &format!("spending/{row}/amount"), amount);
    }
    let days = sample.add("resource", &asked("granted", 20.0));
    sample.set(&days, "unit", "days");
    let all = totals(&sample.register);
    let of = |year, unit: &str| {
        let found = all.iter().find(|total| total.year == Some(year) && total.unit == unit).unwrap();
        (found.requested, found.granted, found.spent, found.refused)
    };
    assert_eq!(of(2026, "EUR"), (135_060, 80_035, 6_005, 50_025));
    assert_eq!(of(2027, "EUR"), (0, 0, 4_005, 0), "what was spent stands in the year of the payment");
    assert_eq!(of(2026, "days"), (2_000, 2_000, 0, 0), "days and euros are not added up");
    assert_eq!(all.first().unwrap().year, Some(2027));
    let _ = date("2026-01-01");
}

proptest! {
    #[test]
    fn nothing_is_lost_or_counted_twice_in_the_sums(
        asked in prop::collection::vec((0_i64..1_000_000, 2020_i32..2030, 0_usize..7, 0_usize..3), 0..30),
    ) {
        let mut sample = Sample::new();
        for (amount, year, status, sort) in &asked {
            let status = ["requested", "granted", "reduced", "refused", "deferred", "provided", "spent"][*status];
            let sort = ["money", "people", "training"][*sort];
            sample.add("resource", &[
                ("resource_type", sort.into()),
                ("status", status.into()),
                ("requested_on", format!("{year}-03-01").as_str().into()),
                ("amount_requested", (*amount as f64 / 100.0).into()),
            ]);
        }
        let all = totals(&sample.register);
        let (requested, granted, spent, refused) = sums(&all);
        prop_assert_eq!(requested, asked.iter().map(|one| one.0).sum::<i64>());
        prop_assert_eq!(spent, 0);
        prop_assert!(granted + refused <= requested);
        let places: std::collections::BTreeSet<_> = all.iter().map(|one| (one.year, &one.sort, &one.unit)).collect();
        prop_assert_eq!(places.len(), all.len());
    }
}
