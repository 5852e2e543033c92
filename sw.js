// Opens the app with no network. One cache for each version, filled before that version takes over;
// the next version waits until the page says 'activate' or no tab is left.
// Sockets to the relay never pass here.

// These four are written by xtask/src/site/service_worker.rs.
const VERSION = "unassembled";
const SHELL = [];
const BEHIND = [];
const ON_USE = [];

const CACHE = `isomerge-${VERSION}`;
const CONFIG_PATIENCE_MS = 2000;
const url = (path) => new URL(path, self.registration.scope).href;
const onUse = new Set(ON_USE.map(url));

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
  if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const target = new URL(request.url);
  if (request.method !== "GET" || target.origin !== location.origin) return;
  if (!target.href.startsWith(self.registration.scope)) return;
  if (request.mode === "navigate") {
    const file = target.pathname.split("/").pop();
    if (!file.includes(".") || file === "index.html") event.respondWith(shell());
  } else if (target.pathname.endsWith("/config.json")) {
    event.respondWith(config(request));
  } else {
    event.respondWith(file(event));
  }
});

async function fill() {
  const cache = await caches.open(CACHE);
  // Hashed names come from the browser's own cache, all others are asked for again.
  const request = (path) => new Request(url(path), { cache: hashed(path) ? "default" : "no-cache" });
  await cache.addAll(SHELL.map(request));
  // Who is here for the first time is not kept waiting by what nobody has opened yet.
  await cache.addAll(BEHIND.map(request));
  // Languages in use before this version are in use after it.
  const used = await Promise.all(ON_USE.map(async (path) => ((await caches.match(url(path))) ? path : null)));
  await keep(used.filter(Boolean).map(url));
}

async function keep(urls) {
  const cache = await caches.open(CACHE);
  const wanted = [...new Set(urls.flatMap(whole))].filter((each) => onUse.has(each));
  await Promise.all(
    wanted.map(async (each) => {
      if (!(await cache.match(each))) await cache.add(new Request(each, { cache: "no-cache" }));
    }),
  );
}

// A language in use is kept in every folder, also where nobody has looked yet.
function whole(address) {
  const [, name] = address.match(/\/locales\/[^/]+(\/[^/]+)$/) ?? [];
  return name ? ON_USE.filter((path) => path.startsWith("locales/") && path.endsWith(name)).map(url) : [address];
}

async function takeOver() {
  // The version before stays: a tab that still shows it may yet need one of its files.
  const names = (await caches.keys()).filter((name) => name.startsWith("isomerge-") && name !== CACHE);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function shell() {
  const cache = await caches.open(CACHE);
  return (await cache.match(url("./"))) ?? fetch(url("./"));
}

async function file(event) {
  const { request } = event;
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(request)) ?? (await caches.match(request));
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && onUse.has(request.url)) {
    await cache.put(request, answer.clone());
    event.waitUntil(keep([request.url]));
  }
  return answer;
}

// The network's word counts, but a network that says nothing must not hold up the app.
async function config(request) {
  const cache = await caches.open(CACHE);
  const fromNetwork = fetch(request, { signal: AbortSignal.timeout(CONFIG_PATIENCE_MS) }).then(async (answer) => {
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  });
  try {
    return await fromNetwork;
  } catch {
    return (await cache.match(request)) ?? Response.json({});
  }
}

function hashed(path) {
  return /-[0-9a-f]{16}(_bg)?\.\w+$/.test(path);
}
