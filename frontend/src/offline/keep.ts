// Makes this page open again without a network: it and its files are put where the service worker of its folder looks.
export async function keepPage(worker: string, folder: string, more: string[] = []): Promise<void> {
  if (!("serviceWorker" in navigator)) return; // plain http from another machine: the page works while there is a network
  await navigator.serviceWorker.register(worker, { scope: folder });
  const cache = await caches.open(`kept:${folder}`);
  const files = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>("link[href], script[src]")].map((element) =>
    element instanceof HTMLLinkElement ? element.href : element.src,
  );
  const fetched = performance.getEntriesByType("resource").map(({ name }) => name);
  const wanted = new Set([...files, ...fetched].filter((url) => url.startsWith(location.origin) && url.includes("/static/")));
  for (const address of [location.href, ...more]) wanted.add(new URL(address, location.href).href.split(/[?#]/)[0] ?? address);
  await Promise.all([...wanted].map((url) => keep(cache, url)));
  document.documentElement.dataset.kept = "yes";
}

async function keep(cache: Cache, url: string): Promise<void> {
  const answer = await fetch(url);
  if (answer.ok && !answer.redirected) await cache.put(url, answer);
}
