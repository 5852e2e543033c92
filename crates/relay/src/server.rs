//! The relay's start and its orderly end.
//! It ends in the order in which things depend on one another: no new connections, the connections' farewells,
//! the last writes, the store.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

use crate::admission::Admission;
use crate::config::{Config, Limits};
use crate::hub::Hub;
use crate::metrics::Metrics;
use crate::readers::Readers;
use crate::relay::Relay;
use crate::router::router;
use crate::store::memory::MemoryStore;
use crate::store::sqlite::SqliteStore;
use crate::store::{Quota, Store, StoreError};
use crate::writer::Writer;

const FORGET_EVERY: Duration = Duration::from_secs(60);
const CONNECTIONS_END_WITHIN: Duration = Duration::from_secs(8);

/// Why the relay could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: std::io::Error,
    },
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Connections can no longer be accepted.
    #[error("cannot accept connections: {0}")]
    Accept(std::io::Error),
}

/// A relay that listens, and answers once it runs.
pub struct Server {
    config: Config,
    listener: TcpListener,
    address: SocketAddr,
    relay: Arc<Relay>,
    writing: JoinHandle<()>,
    stop: watch::Sender<bool>,
    alive: mpsc::Sender<()>,
    all_gone: mpsc::Receiver<()>,
}

impl Server {
    /// Opens the store and the address.
    ///
    /// # Errors
    /// If either cannot be had.
    pub async fn bind(config: Config) -> Result<Self, ServerError> {
        let store = open_store(&config)?;
        let listening = |error| ServerError::Listen { address: config.listen, error };
        let listener = TcpListener::bind(config.listen).await.map_err(listening)?;
        let address = listener.local_addr().map_err(listening)?;

        let hub = Arc::new(Hub::default());
        let metrics = Arc::new(Metrics::default());
        let readers = Readers::open(store.as_ref())?;
        let (writer, writing) = Writer::start(store, Arc::clone(&hub), Arc::clone(&metrics))?;
        let (stop, stopping) = watch::channel(false);
        let (alive, all_gone) = mpsc::channel(1);
        let relay = Arc::new(Relay {
            limits: config.limits.clone(),
            behind_proxy: config.behind_proxy,
            admission: Arc::new(Admission::new(&config.limits)),
            hub,
            readers,
            writer,
            metrics,
            stopping,
            alive: alive.downgrade(),
            next_connection: AtomicU64::new(1),
        });
        Ok(Self { config, listener, address, relay, writing, stop, alive, all_gone })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `ended`, then ends in good order.
    ///
    /// # Errors
    /// If connections can no longer be accepted.
    pub async fn run(mut self, ended: impl Future<Output = ()> + Send + 'static) -> Result<(), ServerError> {
        let forgetting = tokio::spawn(forget_idle(Arc::clone(&self.relay.admission)));
        let routes = router(Arc::clone(&self.relay), self.config.assets.as_deref())
            .into_make_service_with_connect_info::<SocketAddr>();
        let listener = self.listener.tap_io(|stream| {
            // Without it small acknowledgements may wait for others; a connection works either way.
            let _ = stream.set_nodelay(true);
        });
        let stop = self.stop.clone();
        let serving = axum::serve(listener, routes).with_graceful_shutdown(async move {
            ended.await;
            stop.send_replace(true);
        });
        let mut stopping = self.relay.stopping.clone();
        let late = async move {
            let _ = stopping.wait_for(|stopping| *stopping).await;
            tokio::time::sleep(CONNECTIONS_END_WITHIN).await;
        };
        // A half-open page load must not keep the relay from ending.
        let served = tokio::select! {
            served = serving => served.map_err(ServerError::Accept),
            () = late => Ok(()),
        };
        self.stop.send_replace(true);
        drop(self.alive);
        let _ = tokio::time::timeout(CONNECTIONS_END_WITHIN, self.all_gone.recv()).await;
        self.relay.writer.stop().await;
        let writing = self.writing;
        let _ = tokio::task::spawn_blocking(move || writing.join()).await;
        forgetting.abort();
        served
    }
}

fn open_store(config: &Config) -> Result<Box<dyn Store>, StoreError> {
    let Limits { mailbox_envelopes, mailbox_bytes, mailbox_cells, .. } = config.limits;
    let quota = Quota { envelopes: mailbox_envelopes, bytes: mailbox_bytes, cells: mailbox_cells };
    Ok(match &config.data {
        Some(folder) => Box::new(SqliteStore::open(folder, quota)?),
        None => Box::new(MemoryStore::new(quota)),
    })
}

async fn forget_idle(admission: Arc<Admission>) {
    let mut every = tokio::time::interval(FORGET_EVERY);
    loop {
        every.tick().await;
        admission.forget_idle();
    }
}
