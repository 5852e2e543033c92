use crate::sample::{NEW_YEAR, Sample, carry_out, date, link};
use register::document_act::{Actor, Seen};
use register::sign_off::{Says, awaited, beside, complete, may_say, sign, sign_offs};
use register::{Command, RecordId};

struct Case {
    sample: Sample,
    review: RecordId,
    ada: RecordId,
    ben: RecordId,
    chi: RecordId,
}

fn closed() -> Case {
    let mut sample = Sample::new();
    let (ada, ben, chi) =
        (sample.person("Ada", true), sample.person("Ben", true), sample.person("Chi", false));
    let review = sample.add("management_review", &[("title", "Spring".into()), ("status", "closed".into())]);
    for (person, presence) in [(&ada, "present"), (&ben, "remote"), (&chi, "excused")] {
        sample.set(&review, &format!("attendance/{}/person", person.uuid), link(person));
        sample.set(&review, &format!("attendance/{}/presence", person.uuid), presence);
    }
    Case { sample, review, ada, ben, chi }
}

impl Case {
    /// The fingerprint stands for what is counted.
    fn command(&self, person: &RecordId, says: Says, note: &str) -> Option<Command> {
        let review = self.sample.record(&self.review);
        let print = beside(&self.sample.register, review).len().to_string();
        let random = [person.uuid.as_bytes()[15]; 10];
        let by = Actor { person, on: date("2026-03-12"), now_ms: NEW_YEAR, random };
        let seen = Seen { print: &print, text_print: "words", heads: "heads" };
        sign(review, &self.sample.register, by, seen, says, note)
    }

    fn sign(&mut self, person: &RecordId, says: Says, note: &str) -> bool {
        let command = self.command(person, says, note);
        if let Some(command) = &command {
            carry_out(&mut self.sample.register, command);
        }
        command.is_some()
    }

    fn status(&self) -> &str {
        self.sample.record(&self.review).text("status")
    }
}

#[test]
fn a_review_is_signed_with_its_last_attendee_and_whoever_was_away_takes_note() {
    let mut case = closed();
    let (ada, ben, chi) = (case.ada.clone(), case.ben.clone(), case.chi.clone());
    assert_eq!(may_say(case.sample.record(&case.review), &chi), [Says::TookNote]);
    assert!(!case.sign(&chi, Says::Agree, ""), "who was not there cannot stand for it");
    assert!(case.sign(&ada, Says::Agree, ""));
    assert!(!case.sign(&ada, Says::Agree, ""), "nobody signs the same twice");
    assert_eq!(case.status(), "closed");
    assert_eq!(awaited(case.sample.record(&case.review), &case.sample.register), std::slice::from_ref(&ben));
    assert!(!case.sign(&ben, Says::WithReservation, " "), "a reservation is named");
    assert!(case.sign(&ben, Says::WithReservation, "The budget was left open."));
    assert_eq!(case.status(), "signed");
    assert!(case.sign(&chi, Says::TookNote, ""));
    let said = sign_offs(case.sample.record(&case.review), &case.sample.register);
    assert_eq!(said.len(), 3);
    assert_eq!(said.iter().filter(|one| one.note == "The budget was left open.").count(), 1);
}

#[test]
fn an_amendment_shows_against_every_signature_and_may_be_signed_too() {
    let mut case = closed();
    let (ada, ben) = (case.ada.clone(), case.ben.clone());
    case.sign(&ada, Says::Agree, "");
    case.sign(&ben, Says::Agree, "");
    let print_now =
        |case: &Case| beside(&case.sample.register, case.sample.record(&case.review)).len().to_string();
    let fits = |case: &Case| {
        let now = print_now(case);
        let all = sign_offs(case.sample.record(&case.review), &case.sample.register);
        all.iter().filter(|one| one.content == now).count()
    };
    assert_eq!(fits(&case), 2);
    let review = case.review.clone();
    // What becomes of a decision afterwards is no amendment; another decision is.
    let decision = case.sample.add("decision", &[("title", "Buy keys".into())]);
    case.sample.set(&decision, "status", "carried_out");
    assert_eq!(fits(&case), 2);
    case.sample.set(&decision, "review", link(&review));
    assert_eq!(fits(&case), 0);
    case.sample.set(&decision, "status", "superseded");
    assert_eq!(case.status(), "signed", "no signature is taken away");
    assert!(case.sign(&ada, Says::Disagree, "We never decided that."));
    assert_eq!(fits(&case), 1);
}

#[test]
fn nothing_is_signed_before_it_is_closed_and_two_who_signed_apart_were_both_the_last() {
    let mut case = closed();
    let (ada, ben) = (case.ada.clone(), case.ben.clone());
    case.sample.set(&case.review.clone(), "status", "held");
    assert!(!case.sign(&ada, Says::Agree, ""));
    case.sample.set(&case.review.clone(), "status", "closed");
    let apart = [case.command(&ada, Says::Agree, ""), case.command(&ben, Says::Agree, "")];
    for command in apart {
        carry_out(&mut case.sample.register, &command.unwrap());
    }
    assert_eq!(case.status(), "closed");
    let command = complete(case.sample.record(&case.review), &case.sample.register).unwrap();
    carry_out(&mut case.sample.register, &command);
    assert_eq!(case.status(), "signed");
    assert!(complete(case.sample.record(&case.review), &case.sample.register).is_none());
}
