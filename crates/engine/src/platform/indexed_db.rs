//! IndexedDB with strict durability, bound by hand: the stable binding of `transaction()` cannot ask for it.
//!
//! Awaiting anything but a request of a transaction inside it lets the browser commit it; dropping a [`Tx`]
//! before [`Tx::commit`] undoes it.

use super::BrowserError;
use futures::channel::oneshot;
use js_sys::{Array, Object, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{
    IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = indexedDB, thread_local_v2)]
    static INDEXED_DB: Option<IdbFactory>;

    #[wasm_bindgen(extends = IdbDatabase)]
    type DatabaseWithOptions;

    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn transaction_with_options(
        this: &DatabaseWithOptions,
        stores: &JsValue,
        mode: &str,
        options: &JsValue,
    ) -> Result<IdbTransaction, JsValue>;

    #[wasm_bindgen(extends = IdbTransaction)]
    type CommittedTransaction;

    #[wasm_bindgen(method, catch, js_name = commit)]
    fn commit_now(this: &CommittedTransaction) -> Result<(), JsValue>;
}

/// The name of the error of a database that was deleted while it was open.
pub const GONE: &str = "Gone";

/// What awaits one of several callbacks: the first to call settles it.
struct Outcome<T> {
    receiver: oneshot::Receiver<T>,
    callbacks: Vec<Closure<dyn FnMut(web_sys::Event)>>,
    sender: Rc<RefCell<Option<oneshot::Sender<T>>>>,
}

impl<T: 'static> Outcome<T> {
    fn new() -> Self {
        let (sender, receiver) = oneshot::channel();
        Self { receiver, callbacks: Vec::new(), sender: Rc::new(RefCell::new(Some(sender))) }
    }

    fn on(&mut self, mut value: impl FnMut() -> T + 'static) -> js_sys::Function {
        let sender = Rc::clone(&self.sender);
        let callback = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| {
            let waiting = sender.borrow_mut().take();
            if let Some(waiting) = waiting {
                // Nobody listening any more is no error.
                let _ = waiting.send(value());
            }
        });
        let function = callback.as_ref().unchecked_ref::<js_sys::Function>().clone();
        self.callbacks.push(callback);
        function
    }
}

fn of_request(request: &IdbRequest) -> BrowserError {
    match request.error() {
        Ok(Some(exception)) => BrowserError { name: exception.name(), message: exception.message() },
        _ => BrowserError::new("Error", "the request failed"),
    }
}

/// A request under way.
pub struct Pending {
    request: IdbRequest,
    outcome: Outcome<Result<JsValue, BrowserError>>,
}

impl Pending {
    fn new(request: Result<IdbRequest, JsValue>) -> Result<Self, BrowserError> {
        let request = request.map_err(|thrown| BrowserError::of(&thrown))?;
        let mut outcome = Outcome::new();
        let (done, failed) = (request.clone(), request.clone());
        let succeeded = outcome.on(move || done.result().map_err(|thrown| BrowserError::of(&thrown)));
        request.set_onsuccess(Some(&succeeded));
        let refused = outcome.on(move || Err(of_request(&failed)));
        request.set_onerror(Some(&refused));
        Ok(Self { request, outcome })
    }

    /// The request's result.
    pub async fn result(mut self) -> Result<JsValue, BrowserError> {
        let lost = |_| Err(BrowserError::new("Error", "the request was forgotten"));
        (&mut self.outcome.receiver).await.unwrap_or_else(lost)
    }

    /// The request's result as bytes; none if there is no such entry.
    pub async fn bytes(self) -> Result<Option<Vec<u8>>, BrowserError> {
        Ok(self.result().await?.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec))
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.request.set_onsuccess(None);
        self.request.set_onerror(None);
    }
}

/// An open database. Closed when dropped.
pub struct Database {
    raw: IdbDatabase,
    gone: Rc<Cell<bool>>,
    _on_version_change: Closure<dyn FnMut(web_sys::Event)>,
}

fn factory() -> Result<IdbFactory, BrowserError> {
    let missing = || BrowserError::new("SecurityError", "this browser gives no storage");
    INDEXED_DB.with(Option::clone).ok_or_else(missing)
}

impl Database {
    /// Opens a database, making it and its stores if it is new.
    pub async fn open(name: &str, stores: &'static [&'static str]) -> Result<Self, BrowserError> {
        let request: IdbOpenDbRequest =
            factory()?.open_with_u32(name, 1).map_err(|thrown| BrowserError::of(&thrown))?;
        let upgrade = {
            let request = request.clone();
            Closure::<dyn FnMut(web_sys::Event)>::new(move |_| {
                let database = request.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok());
                for store in stores {
                    // A store that cannot be made shows in the first transaction that names it.
                    let _ = database.as_ref().map(|database| database.create_object_store(store));
                }
            })
        };
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let opened = Pending::new(Ok(request.clone().into()))?.result().await;
        request.set_onupgradeneeded(None);
        let raw: IdbDatabase = opened?.unchecked_into();
        let database = raw.clone();
        let gone = Rc::new(Cell::new(false));
        let lost = Rc::clone(&gone);
        // Somebody deletes it, or the browser closes it by itself: both end every use of it.
        let on_version_change = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| {
            lost.set(true);
            database.close();
        });
        raw.set_onversionchange(Some(on_version_change.as_ref().unchecked_ref()));
        raw.set_onclose(Some(on_version_change.as_ref().unchecked_ref()));
        Ok(Self { raw, gone, _on_version_change: on_version_change })
    }

    /// Whether it was deleted or closed by the browser.
    pub fn is_gone(&self) -> bool {
        self.gone.get()
    }

    /// Deletes a database.
    pub async fn delete(name: &str) -> Result<(), BrowserError> {
        let request = factory()?.delete_database(name).map_err(|thrown| BrowserError::of(&thrown))?;
        Pending::new(Ok(request.into()))?.result().await?;
        Ok(())
    }

    /// A transaction that reads.
    pub fn read(&self, stores: &[&str]) -> Result<Tx, BrowserError> {
        self.begin(stores, "readonly", "default")
    }

    /// A transaction that writes, durable once [`Tx::commit`] is through.
    pub fn write(&self, stores: &[&str]) -> Result<Tx, BrowserError> {
        self.begin(stores, "readwrite", "strict")
    }

    /// A transaction whose writes survive this program once [`Tx::commit`] is through, but perhaps no power cut.
    pub fn note(&self, stores: &[&str]) -> Result<Tx, BrowserError> {
        self.begin(stores, "readwrite", "relaxed")
    }

    fn begin(&self, stores: &[&str], mode: &str, durability: &str) -> Result<Tx, BrowserError> {
        let names: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
        if self.is_gone() {
            return Err(BrowserError::new(GONE, "the database was deleted"));
        }
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &durability.into())
            .and_then(|_| {
                let database = self.raw.unchecked_ref::<DatabaseWithOptions>();
                database.transaction_with_options(&names, mode, &options)
            })
            .map(Tx::new)
            .map_err(|thrown| BrowserError::of(&thrown))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.raw.set_onversionchange(None);
        self.raw.set_onclose(None);
        self.raw.close();
    }
}

/// A transaction under way.
pub struct Tx {
    raw: IdbTransaction,
    outcome: Outcome<Result<(), BrowserError>>,
    finished: bool,
}

impl Tx {
    fn new(raw: IdbTransaction) -> Self {
        let mut outcome = Outcome::new();
        raw.set_oncomplete(Some(&outcome.on(|| Ok(()))));
        let aborted = raw.clone();
        raw.set_onabort(Some(&outcome.on(move || {
            // A full disk shows only here, after every request succeeded.
            Err(match aborted.error() {
                Some(exception) => BrowserError { name: exception.name(), message: exception.message() },
                None => BrowserError::new("AbortError", "the transaction was undone"),
            })
        })));
        Self { raw, outcome, finished: false }
    }

    fn store(&self, name: &str) -> Result<IdbObjectStore, BrowserError> {
        self.raw.object_store(name).map_err(|thrown| BrowserError::of(&thrown))
    }

    /// Asks for the value under a key.
    pub fn get(&self, store: &str, key: &JsValue) -> Result<Pending, BrowserError> {
        Pending::new(self.store(store)?.get(key))
    }

    /// Asks for all values in a range, or all there are.
    pub fn values(&self, store: &str, range: Option<&IdbKeyRange>) -> Result<Pending, BrowserError> {
        let store = self.store(store)?;
        Pending::new(match range {
            Some(range) => store.get_all_with_key(range),
            None => store.get_all(),
        })
    }

    /// Asks for all keys in a range, or all there are.
    pub fn keys(&self, store: &str, range: Option<&IdbKeyRange>) -> Result<Pending, BrowserError> {
        let store = self.store(store)?;
        Pending::new(match range {
            Some(range) => store.get_all_keys_with_key(range),
            None => store.get_all_keys(),
        })
    }

    /// Puts a value under a key. Whether it could be put shows at [`Self::commit`].
    pub fn put(&self, store: &str, key: &JsValue, value: &JsValue) -> Result<(), BrowserError> {
        self.store(store)?.put_with_key(value, key).map_err(|thrown| BrowserError::of(&thrown))?;
        Ok(())
    }

    /// Deletes the value under a key.
    pub fn delete(&self, store: &str, key: &JsValue) -> Result<(), BrowserError> {
        self.store(store)?.delete(key).map_err(|thrown| BrowserError::of(&thrown))?;
        Ok(())
    }

    /// Makes it durable.
    pub async fn commit(mut self) -> Result<(), BrowserError> {
        self.finished = true;
        let committed = self.raw.unchecked_ref::<CommittedTransaction>().commit_now();
        committed.map_err(|thrown| BrowserError::of(&thrown))?;
        let lost = |_| Err(BrowserError::new("Error", "the transaction was forgotten"));
        (&mut self.outcome.receiver).await.unwrap_or_else(lost)
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        self.raw.set_oncomplete(None);
        self.raw.set_onabort(None);
        if !self.finished {
            // A reading transaction may be over already: then there is nothing to undo.
            let _ = self.raw.abort();
        }
    }
}

/// Bytes as a key or value: a copy of its own, not a view of the engine's memory.
pub fn js_bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// The bytes of a binary key.
pub fn key_bytes(key: &JsValue) -> Vec<u8> {
    Uint8Array::new(key).to_vec()
}

/// The items of a request's list.
pub fn items(list: &JsValue) -> Vec<JsValue> {
    list.dyn_ref::<Array>().map(|list| list.iter().collect()).unwrap_or_default()
}

/// All keys from `low` to `high`, both included.
pub fn between(low: &[u8], high: &[u8]) -> Result<IdbKeyRange, BrowserError> {
    IdbKeyRange::bound(&js_bytes(low), &js_bytes(high)).map_err(|thrown| BrowserError::of(&thrown))
}

/// All keys from one name to another, both included.
pub fn between_names(low: &str, high: &str) -> Result<IdbKeyRange, BrowserError> {
    IdbKeyRange::bound(&low.into(), &high.into()).map_err(|thrown| BrowserError::of(&thrown))
}
