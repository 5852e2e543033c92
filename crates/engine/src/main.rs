//! The engine of Isomerge: documents and sync, on IndexedDB and the transports, in a worker of its own.
//! The same WebAssembly also runs in the page while a paper is open there; then it only offers [`paper`].

mod documents;
mod engine;
mod host;
mod paper;
mod paper_message;
mod paper_outline;
mod paper_rich;
mod platform;
mod restoring;
mod session;
mod shown;
mod storage;
#[cfg(test)]
mod tests;
mod transport;
mod worker;

fn main() {
    worker::start();
}
