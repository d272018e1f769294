// Makes this page open again without a network: its own files are put where the service worker looks.
export async function keepPage(worker: string, form: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return; // plain http from another machine: the page works while there is a network
  await navigator.serviceWorker.register(worker, { scope: "/p/" });
  const cache = await caches.open("poll-1");
  const files = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>("link[href], script[src]")].map((element) =>
    element instanceof HTMLLinkElement ? element.href : element.src,
  );
  const fetched = performance.getEntriesByType("resource").map(({ name }) => name);
  const wanted = new Set([...files, ...fetched, new URL(form, location.href).href].filter((url) => /\/static\/|form\.xml$/.test(url)));
  wanted.add(location.href.split(/[?#]/)[0] ?? location.href);
  await Promise.all([...wanted].filter((url) => url.startsWith(location.origin)).map((url) => keep(cache, url)));
  document.documentElement.dataset.kept = "yes";
}

async function keep(cache: Cache, url: string): Promise<void> {
  const answer = await fetch(url);
  if (answer.ok) await cache.put(url, answer);
}
