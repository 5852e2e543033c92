use crate::sample::{NEW_YEAR, Sample, date, link};
use proptest::prelude::*;
use register::acceptance::{Acceptance, Matter, Signing, Stale, Standing, Verdict, acceptance, acts, sign};
use register::risk_criteria::{Criteria, Rating, rating, residual};
use register::{Answer, DeviceId, Patch, RecordId, Value};

const TODAY: &str = "2026-05-01";

struct Case {
    sample: Sample,
    risk: RecordId,
    owner: RecordId,
    top: RecordId,
    clock: u64,
}

impl Case {
    fn new(current: (i64, i64)) -> Self {
        let mut sample = Sample::new();
        let owner = sample.person("Chi", false);
        let top = sample.person("Ada", true);
        let risk = sample.add(
            "risk",
            &[
                ("owner", link(&owner)),
                ("current_likelihood", current.0.into()),
                ("current_impact", current.1.into()),
            ],
        );
        Self { sample, risk, owner, top, clock: NEW_YEAR }
    }

    fn criteria(&self) -> Criteria {
        Criteria::of(&self.sample.register)
    }

    fn does(&mut self, by: &RecordId, matter: Matter, verdict: Verdict) {
        self.clock += 1000;
        let signing = Signing { by, on: date("2026-04-01"), now_ms: self.clock, random: [1; 10] };
        let command = sign(self.sample.record(&self.risk), matter, verdict, &self.criteria(), "", &signing);
        crate::sample::carry_out(&mut self.sample.register, &command);
    }

    fn stands(&self, matter: Matter) -> Acceptance {
        self.stands_on(matter, TODAY)
    }

    fn stands_on(&self, matter: Matter, day: &str) -> Acceptance {
        let risk = self.sample.record(&self.risk);
        acceptance(risk, &self.sample.register, matter, &self.criteria(), date(day))
    }
}

#[test]
fn what_remains_is_the_target_until_the_plan_is_done() {
    let mut case = Case::new((4, 4));
    let which = |case: &Case| residual(case.sample.record(&case.risk), &case.criteria());
    assert_eq!(which(&case), Rating::Current);
    case.sample.set(&case.risk.clone(), "target_likelihood", 2);
    assert_eq!(which(&case), Rating::Current);
    case.sample.set(&case.risk.clone(), "target_impact", 4);
    assert_eq!(which(&case), Rating::Target);
    case.sample.set(&case.risk.clone(), "plan_done_on", "2026-04-30");
    assert_eq!(which(&case), Rating::Current);
}

#[test]
fn the_owner_accepts_and_above_the_appetite_a_top_manager_too() {
    let mut case = Case::new((2, 5));
    let (owner, top) = (case.owner.clone(), case.top.clone());
    assert_eq!(case.stands(Matter::Residual).standing, Standing::None);
    case.does(&owner, Matter::Residual, Verdict::Proposed);
    assert_eq!(case.stands(Matter::Residual).standing, Standing::Proposed);
    case.does(&owner, Matter::Residual, Verdict::Accepted);
    assert!(case.stands(Matter::Residual).needs_top_manager);
    assert_eq!(case.stands(Matter::Residual).standing, Standing::AwaitsTopManager);
    case.does(&top, Matter::Residual, Verdict::Accepted);
    assert_eq!(case.stands(Matter::Residual).standing, Standing::Accepted);
    case.does(&top, Matter::Residual, Verdict::Revoked);
    assert_eq!(case.stands(Matter::Residual).standing, Standing::Revoked);
}

#[test]
fn a_top_manager_alone_cannot_accept_in_the_owners_place() {
    let mut case = Case::new((2, 2));
    let top = case.top.clone();
    case.does(&top, Matter::Residual, Verdict::Accepted);
    assert_eq!(case.stands(Matter::Residual).standing, Standing::Proposed);
}

#[test]
fn an_owner_who_is_a_top_manager_accepts_once() {
    let mut case = Case::new((5, 5));
    let top = case.top.clone();
    case.sample.set(&case.risk.clone(), "owner", link(&top));
    case.does(&top, Matter::Residual, Verdict::Accepted);
    assert_eq!(case.stands(Matter::Residual).standing, Standing::Accepted);
}

#[test]
fn an_acceptance_expires_as_the_criteria_say() {
    let mut case = Case::new((2, 2));
    let owner = case.owner.clone();
    case.sample.set(&register::risk_criteria::record_id(), "acceptance_days", 30);
    case.does(&owner, Matter::Residual, Verdict::Accepted);
    assert_eq!(case.stands_on(Matter::Residual, "2026-05-01").standing, Standing::Accepted);
    assert_eq!(case.stands_on(Matter::Residual, "2026-05-02").standing, Standing::Expired);
}

#[test]
fn another_owner_and_another_rating_make_it_stale_and_say_why() {
    let mut case = Case::new((2, 2));
    let (owner, top) = (case.owner.clone(), case.top.clone());
    case.does(&owner, Matter::Residual, Verdict::Accepted);
    case.sample.set(&case.risk.clone(), "current_impact", 3);
    let stands = case.stands(Matter::Residual);
    assert_eq!(stands.standing, Standing::Stale);
    assert_eq!(stands.reasons, [Stale::RatingChanged { from: Some((2, 2)), to: Some((2, 3)) }]);
    case.sample.set(&case.risk.clone(), "current_impact", 2);
    assert_eq!(case.stands(Matter::Residual).standing, Standing::Accepted);
    case.sample.set(&case.risk.clone(), "owner", link(&top));
    assert_eq!(case.stands(Matter::Residual).reasons, [Stale::OwnerChanged]);
}

#[test]
fn approving_the_plan_is_an_act_of_its_own_and_stale_once_the_plan_changes() {
    let mut case = Case::new((2, 2));
    let owner = case.owner.clone();
    case.sample.set(&case.risk.clone(), "plan", "Two sites.");
    case.does(&owner, Matter::Plan, Verdict::Accepted);
    assert_eq!(case.stands(Matter::Plan).standing, Standing::Accepted);
    assert_eq!(case.stands(Matter::Residual).standing, Standing::None);
    case.sample.set(&case.risk.clone(), "plan", "Three sites.");
    assert_eq!(case.stands(Matter::Plan).reasons, [Stale::PlanChanged]);
}

#[test]
fn who_wrote_an_act_down_is_told_and_a_later_change_of_it_shows() {
    let mut case = Case::new((2, 2));
    let (owner, top) = (case.owner.clone(), case.top.clone());
    case.sample.register.apply(&Patch::Device { device: DeviceId([1; 32]), person: top.clone() });
    case.does(&owner, Matter::Residual, Verdict::Accepted);
    let act = acts(case.sample.record(&case.risk), &case.sample.register).remove(0);
    assert_eq!((act.recorded_by, act.is_altered), (Some(top), false));
    let later = Answer { value: Value::Int(1), by: DeviceId([2; 32]), at: NEW_YEAR as i64 + 9 };
    let path = format!("acceptances/{}/likelihood", act.row);
    case.sample.answers(&case.risk.clone(), &path, vec![later]);
    let stands = case.stands(Matter::Residual);
    assert_eq!(stands.standing, Standing::Stale);
    assert!(stands.reasons.contains(&Stale::Altered));
}

proptest! {
    #[test]
    fn an_acceptance_holds_exactly_as_long_as_what_remains_is_what_was_accepted(
        before in (1_i64..6, 1_i64..6),
        after in (1_i64..6, 1_i64..6),
        target in proptest::option::of((1_i64..6, 1_i64..6)),
        is_done in any::<bool>(),
    ) {
        let mut case = Case::new(before);
        let (risk, owner, top) = (case.risk.clone(), case.owner.clone(), case.top.clone());
        if let Some((likelihood, impact)) = target {
            case.sample.set(&risk, "target_likelihood", likelihood);
            case.sample.set(&risk, "target_impact", impact);
        }
        let remains = |case: &Case| {
            let record = case.sample.record(&case.risk);
            rating(record, residual(record, &case.criteria()), &case.criteria())
        };
        let accepted = remains(&case);
        prop_assert_eq!(accepted, Some(target.unwrap_or(before)));
        case.does(&owner, Matter::Residual, Verdict::Accepted);
        case.does(&top, Matter::Residual, Verdict::Accepted);
        prop_assert_eq!(case.stands(Matter::Residual).standing, Standing::Accepted);
        case.sample.set(&risk, "current_likelihood", after.0);
        case.sample.set(&risk, "current_impact", after.1);
        if is_done {
            case.sample.set(&risk, "plan_done_on", "2026-04-30");
        }
        let expected = if target.is_none() || is_done { after } else { target.unwrap_or(after) };
        prop_assert_eq!(remains(&case), Some(expected));
        let holds = case.stands(Matter::Residual).standing == Standing::Accepted;
        prop_assert_eq!(holds, accepted == Some(expected));
    }
}

#[test]
fn a_risk_whose_acceptance_is_stale_proves_only_half_and_the_list_finds_what_is_above_the_appetite() {
    use register::evidence::{Flaw, Standing as Proof, standing_of};
    use register::query::{ABOVE_APPETITE, Filter, Query, Reading, Test, find};
    let mut case = Case::new((2, 2));
    let (risk, owner) = (case.risk.clone(), case.owner.clone());
    for (key, value) in
        [("title", Value::from("Fire")), ("inherent_likelihood", 3.into()), ("inherent_impact", 3.into())]
    {
        case.sample.set(&risk, key, value);
    }
    case.does(&owner, Matter::Residual, Verdict::Accepted);
    let proof = |case: &Case| {
        let record = Some(case.sample.record(&case.risk));
        standing_of(record, &case.sample.register, date(TODAY), 366).1
    };
    assert_eq!(proof(&case), Proof::Fresh);
    case.sample.set(&risk, "current_impact", 5);
    assert_eq!(proof(&case), Proof::Flawed(1, Flaw::Acceptance(Standing::Stale)));
    let above = |case: &Case| {
        let test = Test::OneOf(vec![Value::Flag(true)]);
        let filters = vec![Filter { key: ABOVE_APPETITE.to_owned(), test }];
        let query = Query { filters, ..Query::default() };
        find(&case.sample.register, crate::sample::kind("risk"), &query, &Reading::default()).len()
    };
    assert_eq!(above(&case), 1);
    case.sample.set(&risk, "status", "closed");
    assert_eq!(above(&case), 0);
}
