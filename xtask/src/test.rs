//! stub
use anyhow::Result;
use clap::Args;
use xshell::Shell;
/// x
#[derive(Args)]
pub struct Test {}
impl Test {
    /// x
    pub fn run(self, _sh: &Shell) -> Result<()> { Ok(()) }
}
