//! Two who do the same thing apart from one another: nothing that either wrote is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod team;

use register::day::day;
use register::evidence::Target;
use register::line::{Line, Making, add_evidence, lines, set_on_line};
use register::readiness::{Reason, readiness};
use register::{Command, Record, RecordId, Register, act};
use team::Replica;

fn line<'a>(register: &'a Register, id: &str) -> Line<'a> {
    lines(register).into_iter().find(|line| line.practice.is_some_and(|known| known.id == id)).unwrap()
}

fn making(of: u8, act: impl FnOnce(&mut Making<'_>) -> Command) -> Command {
    let mut made = of;
    let mut random = || {
        made += 1;
        [made; 10]
    };
    act(&mut Making { now_ms: 1_800_000_000_000, random: &mut random })
}

fn meet(a: &mut Replica, b: &mut Replica, from_a: &[crdt::LocalChanges], from_b: &[crdt::LocalChanges]) {
    a.take_all(from_b);
    b.take_all(from_a);
    for replica in [a, b] {
        replica.settle();
        replica.check();
    }
}

#[test]
fn two_who_first_touch_one_practice_apart_keep_both_pieces_of_evidence_and_see_two_owners() {
    let (mut ada, mut ben) = (Replica::new(1), Replica::new(2));
    let today = day("2027-01-20").unwrap();
    let touch = |replica: &mut Replica, of: u8, address: &str, owner: &RecordId| {
        let target = Target::Address(address.to_owned());
        let noted = making(of, |making| {
            let line = line(&replica.register, "a3");
            add_evidence(&[&line], &target, today, None, &|known| known.id.to_owned(), making)
        });
        let mut sent: Vec<_> = replica.set(&noted.writes, 1).into_iter().collect();
        let owned = making(of + 50, |making| {
            set_on_line(
                &line(&replica.register, "a3"),
                "a3",
                "owner",
                owner.to_string().as_str().into(),
                making,
            )
        });
        sent.extend(replica.set(&owned.writes, 2));
        sent
    };
    let person = |number: u8| RecordId::new("person", 1, [number; 10]);
    let from_ada = touch(&mut ada, 10, "https://one.example", &person(1));
    let from_ben = touch(&mut ben, 20, "two.pdf", &person(2));
    meet(&mut ada, &mut ben, &from_ada, &from_ben);
    for replica in [&ada, &ben] {
        let all = readiness(&replica.register, today).into_iter().flat_map(|of| of.lines);
        let a3 = all.into_iter().find(|of| of.line.practice.is_some_and(|known| known.id == "a3")).unwrap();
        assert_eq!(a3.evidence.len(), 2);
        assert!(a3.reasons.contains(&Reason::Disputed("owner")));
    }
    assert_eq!(ada.register, ben.register);
}

#[test]
fn two_who_start_one_agenda_apart_keep_what_each_ticked_off() {
    let (mut ada, mut ben) = (Replica::new(1), Replica::new(2));
    let review = RecordId::new("management_review", 1_800_000_000_000, [9; 10]);
    let made: Vec<_> = ada.set(&[team::write(&review, "title", "Spring")], 1).into_iter().collect();
    meet(&mut ada, &mut ben, &made, &[]);
    let start = |replica: &mut Replica, input: &str| {
        let of = |register: &Register| -> Record { register.records.get(&review).unwrap().clone() };
        let agenda = act::start_agenda(&of(&replica.register), &|input| input.to_owned());
        let mut sent: Vec<_> = replica.set(&agenda.writes, 2).into_iter().collect();
        let record = of(&replica.register);
        let row = record
            .rows("agenda")
            .into_iter()
            .find(|row| record.row_value("agenda", *row, "input").as_text() == Some(input));
        let path = format!("agenda/{}/discussed", row.unwrap());
        sent.extend(replica.set(&[team::write(&review, &path, true)], 3));
        sent
    };
    let from_ada = start(&mut ada, "objectives");
    let from_ben = start(&mut ben, "feedback");
    meet(&mut ada, &mut ben, &from_ada, &from_ben);
    let record = ada.register.records.get(&review).unwrap();
    let rows = record.rows("agenda");
    let discussed = rows.iter().filter(|row| record.row_value("agenda", **row, "discussed").is_set_flag());
    assert_eq!((rows.len(), discussed.count()), (10, 2));
    assert_eq!(ada.register, ben.register);
}
