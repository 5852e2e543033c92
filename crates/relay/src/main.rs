//! The program `relay`: flags in, one line out once it listens, logs on stderr.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;
use relay::config::Config;
use relay::server::{Server, ServerError};
use relay::shutdown::signals;

#[tokio::main]
async fn main() -> ExitCode {
    let config = Config::parse();
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).with_target(false).init();
    match run(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the relay ended");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Config) -> Result<(), ServerError> {
    let signals = signals().map_err(ServerError::Accept)?;
    let server = Server::bind(config).await?;
    let mut out = std::io::stdout();
    // Whoever started the relay may have closed its end; the relay serves all the same.
    let _ = writeln!(out, "listening on http://{}", server.address()).and_then(|()| out.flush());
    server.run(signals).await?;
    tracing::info!("ended in good order");
    Ok(())
}
