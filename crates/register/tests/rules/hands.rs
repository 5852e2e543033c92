use crate::sample::{Sample, carry_out, link};
use register::hand::{Hand, confirm, hand};
use register::{Answer, DeviceId, Patch, RecordId, Value};

const ADA: DeviceId = DeviceId([1; 32]);
const BEN: DeviceId = DeviceId([2; 32]);

struct Case {
    sample: Sample,
    ada: RecordId,
    ben: RecordId,
    act: RecordId,
    clock: i64,
}

fn case() -> Case {
    let mut sample = Sample::new();
    let (ada, ben) = (sample.person("Ada", true), sample.person("Ben", false));
    for (device, person) in [(ADA, &ada), (BEN, &ben)] {
        sample.register.apply(&Patch::Device { device, person: person.clone() });
    }
    let act = sample.add("leadership_act", &[]);
    Case { sample, ada, ben, act, clock: 1 }
}

impl Case {
    fn write(&mut self, by: DeviceId, key: &str, value: impl Into<Value>) {
        self.clock += 1;
        let answer = Answer { value: value.into(), by, at: self.clock };
        self.sample.answers(&self.act.clone(), key, vec![answer]);
    }

    fn hand(&self) -> Option<Hand> {
        hand(self.sample.record(&self.act), &self.sample.register)
    }
}

#[test]
fn an_act_is_the_leaders_own_confirmed_or_reported_as_the_devices_say() {
    let mut case = case();
    let (ada, ben) = (case.ada.clone(), case.ben.clone());
    case.write(ADA, "title", "Walked the line");
    assert_eq!(case.hand(), None, "nobody says whose it is");
    case.write(ADA, "actor", link(&ada));
    assert_eq!(case.hand(), Some(Hand::Own));
    case.write(BEN, "held_on", "2026-03-01");
    assert_eq!(case.hand(), Some(Hand::Reported(Some(ben.clone()))));
    case.write(BEN, "confirmed_by", link(&ada));
    assert_eq!(case.hand(), Some(Hand::Reported(Some(ben.clone()))), "nobody confirms for somebody else");
    assert!(confirm(case.sample.record(&case.act), &case.sample.register, &ben).is_none());
    case.write(ADA, "confirmed_by", link(&ada));
    assert_eq!(case.hand(), Some(Hand::Confirmed(Some(ben.clone()))));
    case.write(BEN, "before_whom", "the night shift");
    assert_eq!(case.hand(), Some(Hand::Reported(Some(ben))), "what was changed is not what was confirmed");
}

#[test]
fn one_tap_confirms_and_there_is_nothing_to_confirm_in_ones_own() {
    let mut case = case();
    let ada = case.ada.clone();
    case.write(BEN, "actor", link(&ada));
    let command = confirm(case.sample.record(&case.act), &case.sample.register, &ada).unwrap();
    carry_out(&mut case.sample.register, &command);
    // The sample's clock stands at one time for all, later than this case's.
    assert!(matches!(case.hand(), Some(Hand::Confirmed(_))));
    assert!(confirm(case.sample.record(&case.act), &case.sample.register, &ada).is_none());
}
