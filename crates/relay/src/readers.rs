//! A few readers of the store, lent to whoever asks, off the threads that serve connections.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use crate::store::{Reader, Store, StoreError};

const READERS: usize = 4;

/// The readers.
pub struct Readers {
    idle: Mutex<Vec<Box<dyn Reader>>>,
    lent: Arc<Semaphore>,
}

impl Readers {
    /// Opens them.
    ///
    /// # Errors
    /// If the store cannot be opened for reading.
    pub fn open(store: &dyn Store) -> Result<Arc<Self>, StoreError> {
        let idle = (0..READERS).map(|_| store.reader()).collect::<Result<Vec<_>, _>>()?;
        Ok(Arc::new(Self { idle: Mutex::new(idle), lent: Arc::new(Semaphore::new(READERS)) }))
    }

    /// Reads with the next free one.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        reading: impl FnOnce(&mut dyn Reader) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let lent = Arc::clone(&self.lent).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let readers = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            let taken = readers.idle().pop();
            let mut reader = taken.ok_or(StoreError::Closed)?;
            let result = reading(reader.as_mut());
            readers.idle().push(reader);
            // Here, not with the caller, who may have gone before the reading ended.
            drop(lent);
            result
        })
        .await
        .map_err(|_| StoreError::Closed)?
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Box<dyn Reader>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
