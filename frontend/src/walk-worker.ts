// The service worker of the walk's checklist: opened once, it opens again without a network. Imports and exports nothing.
{
  interface Fetched extends Event {
    readonly request: Request;
    respondWith(answer: Promise<Response>): void;
  }
  interface Lasting extends Event {
    waitUntil(work: Promise<unknown>): void;
  }
  const KEPT = "walk-1";
  const worker = self as unknown as { skipWaiting(): Promise<void>; clients: { claim(): Promise<void> } };

  const fixed = (url: URL): boolean => url.pathname.startsWith("/static/built/assets/");
  const ours = (url: URL): boolean =>
    url.origin === self.location.origin && (/^\/walks\/[^/]+\/walk\/$/.test(url.pathname) || url.pathname.startsWith("/static/"));

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
