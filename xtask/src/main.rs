//! Everything a developer runs: `cargo xtask --help` lists it.
//! Sets up what is missing under `target/`, installs nothing globally.

mod app;
mod bench;
mod browser;
mod dist;
mod node;
mod reference;
mod relay;
mod screenshots;
mod serve;
mod site;
mod test;
mod tidy;
mod tools;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Serve, test and ship Isomerge")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the app and its relay, start them on one port and open the page
    Serve(serve::Serve),
    /// Build the app and its relay, and stop there
    Build(app::Build),
    /// Write the static files for any web host
    Dist(dist::Dist),
    /// Run everything that CI runs
    Test(test::Test),
    /// Measure speed and size against the limits
    Bench(bench::Bench),
    /// Take a picture of every page for the docs
    Screenshots(screenshots::Screenshots),
    /// Check the rules of the house
    Tidy,
    /// Write docs/reference.md from the descriptions of the record types
    Reference,
}

fn main() -> Result<()> {
    let sh = workspace::shell()?;
    match Arguments::parse().task {
        Task::Serve(serve) => serve.run(&sh),
        Task::Build(build) => build.run(&sh),
        Task::Dist(dist) => dist.run(&sh),
        Task::Test(test) => test.run(&sh),
        Task::Bench(bench) => bench.run(&sh),
        Task::Screenshots(screenshots) => screenshots.run(&sh),
        Task::Tidy => tidy::run(&sh),
        Task::Reference => reference::run(&sh),
    }
}
