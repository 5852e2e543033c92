//! A small team meets at a real relay: the whole native way, from founding to one common register.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clap::Parser;
use five_years::{Author, Plan, Size, Team};
use relay::config::Config;
use relay::server::Server;

/// A relay in memory, for as long as the test runs. Answers where it listens.
fn a_relay() -> String {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let config = Config::parse_from(["relay", "--ephemeral", "--listen", "127.0.0.1:0"]);
            let server = Server::bind(config).await.unwrap();
            tell.send(server.address().to_string()).unwrap();
            server.run(std::future::pending()).await.unwrap();
        });
    });
    told.recv().unwrap()
}

#[test]
fn a_team_that_works_apart_and_meets_ends_with_one_register() {
    let address = a_relay();
    let plan = Plan::new(Size::SMALL, 5);
    let mut team = Team::found(&plan, &address, &format!("ws://{address}/v1/relay"), plan.begin()).unwrap();
    team.work(&plan, &|_| {}).unwrap();
    assert_eq!(team.authors.len(), Size::SMALL.authors);
    assert!(team.has_one_register());
    assert!(team.authors.iter().all(|author| author.set_aside() == 0));
    let stored: Vec<_> = team.authors.iter().map(Author::stored).collect();
    assert!(stored.iter().all(|all| all == &stored[0]), "{stored:?}");
}

#[test]
fn a_team_that_parted_meets_again() {
    let address = a_relay();
    let plan = Plan::new(Size::SMALL, 6);
    let mut team = Team::found(&plan, &address, &format!("ws://{address}/v1/relay"), plan.begin()).unwrap();
    team.part().unwrap();
    let (author, now) = team.colleague().unwrap();
    let command = five_years::team::titled(&plan.authors[1].0, "name", "Somebody else");
    author.command(&command, now).unwrap();
    assert!(!author.is_in_step());
    team.meet(now + 60_000).unwrap();
    assert!(team.authors.iter().all(Author::is_in_step));
}
