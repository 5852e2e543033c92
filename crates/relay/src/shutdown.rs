//! The signals that end the relay: SIGTERM from a service manager, Ctrl-C from a terminal.

/// Waits for the first of them.
///
/// # Errors
/// If the system does not let them be heard.
#[cfg(unix)]
pub fn signals() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Waits for Ctrl-C.
///
/// # Errors
/// Never here.
#[cfg(not(unix))]
pub fn signals() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
