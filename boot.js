// Starts the two WebAssembly files: the page here, the engine in a worker of its own.
// The same file is the worker's script, so that both come from one hashed name.
//
// What the page's Rust finds in `window.__isomerge`:
//   spawnEngine()    Promise<Worker>: an engine that listens. Call it again after an engine fell.
//   engineInPage()   Promise<module>: the engine's exports, started in this window.
//   editor()         Promise<module>: the editor of rich text, see editor/main.ts.
//   styles()         Promise: the looks of what comes later are applied.
//   picture(register) Promise<Uint8Array?>: what was last shown of the register, opened; see crates/bridge/src/picture.rs.
//   invitation()     string: the fragment of an invitation's link that the page was opened with; given once.
//   updateWaiting    true once a newer version is ready; window hears `isomerge:update`.
//   activateUpdate() the newer version takes over and the page reloads.

const load = async ({ js, wasm }) => {
  const module = await import(js);
  await module.default({ module_or_path: wasm });
  return module;
};

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// The next frame has been painted, or there will be none for a while.
const painted = () =>
  new Promise((resolve) => {
    if (document.hidden) resolve();
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 1000);
  });

const inWindow = typeof document !== "undefined";

if (inWindow) {
  startPage();
} else {
  // Listening before anything is awaited: a message that arrives unheard is lost.
  addEventListener(
    "message",
    ({ data }) =>
      load(data).then(
        () => postMessage("ready"),
        (error) => postMessage({ failed: String(error) }),
      ),
    { once: true },
  );
}

function startPage() {
  // Its secret leaves the address bar before anything is awaited.
  let invitation = location.hash.startsWith("#j=") ? location.hash : "";
  if (invitation) history.replaceState(null, "", location.pathname + location.search);

  const [, named, page] = location.pathname.match(/\/r\/([0-9a-f]{64})(?:\/([^/]*)|$)/) ?? [];
  fetchLanguageAhead(named ? ["start", "register"] : ["start"]);
  const files = (name) => {
    const { js, wasm } = document.querySelector(`meta[name=${name}]`).dataset;
    return { js: new URL(js, document.baseURI).href, wasm: new URL(wasm, document.baseURI).href };
  };

  const spawn = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(import.meta.url, { type: "module", name: "engine" });
      const settle = (outcome) => {
        worker.removeEventListener("message", answered);
        worker.removeEventListener("error", failed);
        outcome();
      };
      const answered = ({ data }) => {
        if (data === "ready") settle(() => resolve(worker));
        else if (data?.failed) fail(data.failed);
      };
      const failed = (event) => fail(event.message || "the engine's script could not be loaded");
      const fail = (reason) =>
        settle(() => {
          worker.terminate();
          reject(new Error(reason));
        });
      worker.addEventListener("message", answered);
      worker.addEventListener("error", failed);
      worker.postMessage(files("engine"));
    });

  let first;
  let isTaken = false;
  const spawnAhead = () => {
    if (isTaken) return;
    first ??= spawn();
    first.catch(() => {}); // whoever asks for the engine hears of it
  };

  let ahead = named && openPicture(named);
  // A register is shown by the page's later parts: they need not wait for the first to ask for them.
  const part = (name) => Object.values(document.querySelector(`meta[name=${name}]`).dataset).forEach(fetchAhead);
  if (named) part("later");
  if (page) part("further");
  let showing;
  const picture = (register) => {
    const opening = (register === named && ahead) || openPicture(register);
    ahead = undefined;
    showing = opening.then((bytes) => bytes && painted());
    return opening;
  };

  let later;
  const styles = () => {
    const sheet = document.querySelector("meta[name=styles]");
    if (!sheet) return Promise.resolve(); // then all of them are in the page's own sheet
    later ??= new Promise((resolve, reject) => {
      const link = document.createElement("link");
      link.onload = resolve;
      link.onerror = () => {
        later = undefined;
        link.remove();
        reject(new Error("the style sheet could not be had"));
      };
      Object.assign(link, { rel: "stylesheet", href: sheet.dataset.later });
      document.head.append(link);
    });
    return later;
  };
  if (named) styles().catch(() => {}); // whoever asks for them hears of it

  let inPage;
  let editor;
  const contract = {
    spawnEngine: async () => {
      isTaken = true;
      const engine = first ?? spawn();
      first = undefined;
      engine.catch(() => {}); // whoever asked hears of it below
      // Reading a register takes every processor there is: what can be shown at once is shown first.
      await showing;
      return engine;
    },
    engineInPage: () => {
      inPage ??= load(files("engine")).catch((error) => {
        inPage = undefined;
        throw error;
      });
      return inPage;
    },
    editor: () => {
      const { js } = document.querySelector("meta[name=editor]").dataset;
      editor ??= import(new URL(js, document.baseURI).href).catch((error) => {
        editor = undefined;
        throw error;
      });
      return editor;
    },
    styles,
    picture,
    invitation: () => {
      const taken = invitation;
      invitation = "";
      return taken;
    },
    updateWaiting: false,
    activateUpdate: () => {},
  };
  window.__isomerge = contract;

  // From the cache both start at once. On a first visit over a network the engine is the
  // larger file by far, and would delay the page.
  if (navigator.serviceWorker?.controller) spawnAhead();
  load(files("page")).then(
    () => {
      spawnAhead();
      return keepOffline(contract);
    },
    (error) => {
      document.documentElement.dataset.failed = "page";
      console.error("Isomerge could not start:", error);
    },
  );
}

// The words that were spoken last are asked for while the page's code is on its way; see src/i18n/mod.rs.
function fetchLanguageAhead(folders) {
  try {
    const spoken = localStorage.getItem("isomerge.spoken");
    if (spoken) folders.forEach((folder) => fetchAhead(`locales/${folder}/${spoken}.json`));
  } catch {
    // Without it the page asks for them itself.
  }
}

function fetchAhead(href) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href });
  document.head.append(link);
}

// The engine keeps it in the register's database, sealed under a key that opens nothing else.
// Whatever is wrong with it: there is none then, and the page waits for the engine.
async function openPicture(register) {
  let database;
  try {
    const opening = indexedDB.open(`isomerge/${register}`, 1);
    // A database that is not there is not made: that is the engine's to do.
    opening.onupgradeneeded = () => opening.transaction.abort();
    database = await settled(opening);
    database.onversionchange = () => database.close();
    const transaction = database.transaction(["keys", "documents"]);
    const [key, sealed] = await Promise.all([
      settled(transaction.objectStore("keys").get("picture")),
      settled(transaction.objectStore("documents").get("picture")),
    ]);
    if (!key || !sealed) return undefined;
    const opened = await crypto.subtle.decrypt(
      {
        name: "AES-GCM",
        iv: sealed.subarray(0, 12),
        additionalData: new TextEncoder().encode("documents\0picture"),
      },
      key,
      sealed.subarray(12),
    );
    return new Uint8Array(opened);
  } catch {
    return undefined;
  } finally {
    database?.close();
  }
}

async function keepOffline(contract) {
  if (!isSecureContext || !navigator.serviceWorker) return;
  const workers = navigator.serviceWorker;
  const registration = await workers.register(new URL("sw.js", document.baseURI), { updateViaCache: "none" });

  const offer = () => {
    if (!registration.waiting || !workers.controller) return;
    contract.updateWaiting = true;
    dispatchEvent(new CustomEvent("isomerge:update"));
  };
  contract.activateUpdate = () => {
    workers.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("activate");
  };
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  offer();

  // What this first visit fetched before the service worker could see it, a language file for one.
  const { active } = await workers.ready;
  const fetched = performance.getEntriesByType("resource").map(({ name }) => name);
  active.postMessage({ keep: fetched });
}
