use crate::sample::{Sample, date};
use register::audit_programme::{Standing, programme};

#[test]
fn the_programme_says_year_by_year_what_is_planned_done_and_missed() {
    let mut sample = Sample::new();
    let mut audit = |kind: &str, status: &str, planned: &str| {
        sample.add(
            "audit",
            &[("audit_type", kind.into()), ("status", status.into()), ("planned_for", planned.into())],
        )
    };
    let done = audit("internal", "closed", "2024-05-01");
    let missed = audit("internal", "planned", "2026-02-01");
    let running = audit("surveillance", "in_progress", "2026-02-15");
    let ahead = audit("recertification", "planned", "2027-09-01");
    let someday = audit("supplier", "planned", "");
    let years = programme(&sample.register, date("2026-03-01"));
    let told: Vec<_> = years.iter().map(|year| (year.year, year.lacks_internal, year.audits.len())).collect();
    assert_eq!(
        told,
        [
            (Some(2024), false, 1),
            (Some(2025), true, 0),
            (Some(2026), false, 2),
            (Some(2027), true, 1),
            (None, false, 1),
        ]
    );
    let all: Vec<_> = years.into_iter().flat_map(|year| year.audits).collect();
    assert_eq!(
        all,
        [
            (done, Standing::Done),
            (missed.clone(), Standing::Missed),
            (running, Standing::Running),
            (ahead, Standing::Planned),
            (someday, Standing::Planned),
        ]
    );
    sample.set(&missed, "begins_on", "2026-02-20");
    let years = programme(&sample.register, date("2026-03-01"));
    assert!(years.iter().flat_map(|year| &year.audits).all(|(_, standing)| *standing != Standing::Missed));
}
