// The service worker of the poll's pages and of the walk's checklist: what was loaded once opens again without a network.
// Imports and exports nothing. Served below each folder that it looks after; its scope says which one this is.
{
  interface Fetched extends Event {
    readonly request: Request;
    respondWith(answer: Promise<Response>): void;
  }
  interface Lasting extends Event {
    waitUntil(work: Promise<unknown>): void;
  }
  interface Worker {
    registration: ServiceWorkerRegistration;
    skipWaiting(): Promise<void>;
    clients: { claim(): Promise<void> };
  }
  // Pages that open without a network, by folder; everything else in it is asked for as if there were no worker.
  const PAGES: Record<string, RegExp> = {
    "/p/": /^\/p\/[^/]+\/(form\.xml)?$/,
    "/walks/": /^\/walks\/[^/]+\/walk\/$/,
  };
  const worker = self as unknown as Worker;
  const folder = new URL(worker.registration.scope).pathname;
  const KEPT = `kept:${folder}`; // as offline/keep.ts calls it

  // Files whose name carries their content never change; everything else is asked for anew while there is a network.
  const fixed = (url: URL): boolean => url.pathname.startsWith("/static/built/assets/");
  const ours = (url: URL): boolean =>
    url.origin === self.location.origin && (PAGES[folder]?.test(url.pathname) || url.pathname.startsWith("/static/"));

  async function fromNetwork(request: Request): Promise<Response> {
    const cache = await caches.open(KEPT);
    try {
      const answer = await fetch(request);
      if (answer.ok && !answer.redirected) await cache.put(request.url.split("?")[0] ?? request.url, answer.clone());
      return answer;
    } catch (problem) {
      const kept = await cache.match(request.url, { ignoreSearch: true, ignoreVary: true });
      if (kept) return kept;
      throw problem;
    }
  }

  async function fromCache(request: Request): Promise<Response> {
    const kept = await (await caches.open(KEPT)).match(request.url, { ignoreVary: true });
    return kept ?? fromNetwork(request);
  }

  self.addEventListener("install", (event) => (event as Lasting).waitUntil(worker.skipWaiting()));
  self.addEventListener("activate", (event) => (event as Lasting).waitUntil(worker.clients.claim()));
  self.addEventListener("fetch", (event) => {
    const { request } = event as Fetched;
    const url = new URL(request.url);
    if (request.method !== "GET" || !ours(url)) return;
    (event as Fetched).respondWith(fixed(url) ? fromCache(request) : fromNetwork(request));
  });
}
