// What is kept on this device: one draft a poll, and the answers that wait to be sent.
export type Part = [name: string, file: File];

export interface Draft {
  token: string;
  version: string;
  parts: Part[];
}

export interface Waiting {
  instance: string;
  token: string;
  version: string;
  via: string;
  parts: Part[];
  refused?: string;
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("safetyzone-poll", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("drafts", { keyPath: "token" });
      asked.result.createObjectStore("waiting", { keyPath: "instance" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("no database"));
  });
}

let opened: Promise<IDBDatabase> | null = null;

// Resolves when the change is on the disk, not when it was asked for.
async function change(names: string[], work: (store: (name: string) => IDBObjectStore) => void): Promise<void> {
  const database = await (opened ??= open());
  return new Promise((resolve, reject) => {
    const step = database.transaction(names, "readwrite", { durability: "strict" });
    step.oncomplete = () => resolve();
    step.onerror = step.onabort = () => reject(step.error ?? new Error("not kept"));
    work((name) => step.objectStore(name));
  });
}

async function read<T>(name: string, ask: (store: IDBObjectStore) => IDBRequest): Promise<T> {
  const database = await (opened ??= open());
  return new Promise((resolve, reject) => {
    const asked = ask(database.transaction(name).objectStore(name));
    asked.onsuccess = () => resolve(asked.result as T);
    asked.onerror = () => reject(asked.error ?? new Error("not read"));
  });
}

export const draftOf = (token: string): Promise<Draft | undefined> => read("drafts", (store) => store.get(token));
export const keepDraft = (draft: Draft): Promise<void> => change(["drafts"], (store) => store("drafts").put(draft));
export const dropDraft = (token: string): Promise<void> => change(["drafts"], (store) => store("drafts").delete(token));

export async function waitingOf(token: string): Promise<Waiting[]> {
  return (await read<Waiting[]>("waiting", (store) => store.getAll())).filter((answer) => answer.token === token);
}

// Both in one step: an answer is a draft or it waits, never neither, never both.
export const finish = (answer: Waiting): Promise<void> =>
  change(["drafts", "waiting"], (store) => {
    store("waiting").put(answer);
    store("drafts").delete(answer.token);
  });

export const reopen = (answer: Waiting): Promise<void> =>
  change(["drafts", "waiting"], (store) => {
    store("drafts").put({ token: answer.token, version: answer.version, parts: answer.parts });
    store("waiting").delete(answer.instance);
  });

export const mark = (answer: Waiting): Promise<void> => change(["waiting"], (store) => store("waiting").put(answer));
export const arrived = (instance: string): Promise<void> => change(["waiting"], (store) => store("waiting").delete(instance));
