// Stops that wait on this device until the server has them.
export interface Stop {
  key: string;
  zone: string;
  fields: [name: string, value: string][];
  picture: File | null;
  refused?: string;
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("safetyzone-walk", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("stops", { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("no database"));
  });
}

let opened: Promise<IDBDatabase> | null = null;

// Resolves when the change is on the disk, not when it was asked for.
async function change(work: (store: IDBObjectStore) => void): Promise<void> {
  const database = await (opened ??= open());
  return new Promise((resolve, reject) => {
    const step = database.transaction(["stops"], "readwrite", { durability: "strict" });
    step.oncomplete = () => resolve();
    step.onerror = step.onabort = () => reject(step.error ?? new Error("not kept"));
    work(step.objectStore("stops"));
  });
}

export async function waitingOf(zone: string): Promise<Stop[]> {
  const database = await (opened ??= open());
  return new Promise((resolve, reject) => {
    const asked = database.transaction("stops").objectStore("stops").getAll();
    asked.onsuccess = () => resolve((asked.result as Stop[]).filter((stop) => stop.zone === zone));
    asked.onerror = () => reject(asked.error ?? new Error("not read"));
  });
}

export const keep = (stop: Stop): Promise<void> => change((store) => store.put(stop));
export const drop = (key: string): Promise<void> => change((store) => store.delete(key));
