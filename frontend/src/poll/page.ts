// From opening the link to "it has arrived": load, resume, answer, keep, send.
import { loadForm, type FormLanguage, type RootNode } from "@getodk/xforms-engine";
import { keepPage } from "../offline/keep";
import { Form } from "./render";
import { sendWaiting } from "./send";
import { readSettings, say, type Settings } from "./settings";
import { draftOf, dropDraft, finish, keepDraft, reopen, waitingOf, type Part, type Waiting } from "./store";

const settings = readSettings();
const via = new URLSearchParams(location.search).get("via") ?? "";
const part = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
const RETRY_SECONDS = [5, 15, 30, 60, 120];

export async function begin(): Promise<void> {
  try {
    await answer();
  } catch (problem) {
    console.warn(problem);
    tell(say(settings.words, "broken"));
  }
  void keepPage(settings.worker, "/p/", [settings.form]).catch((problem: unknown) => console.warn(problem));
}

function tell(text: string): void {
  part("poll-status").textContent = text;
}

async function answer(): Promise<void> {
  const waiting = await waitingOf(settings.token);
  const draft = await draftOf(settings.token);
  const text = await (await fetch(settings.form)).text();
  const loaded = await loadForm(text);
  if (loaded.status === "failure") throw loaded.error;
  const root = await instance(loaded, draft?.version === settings.version ? draft.parts : null);
  part("poll-loading").hidden = true;
  if (waiting.length > 0 && !draft) {
    await deliver();
    return;
  }
  show(root, settings, draft !== undefined);
}

async function instance(loaded: Extract<Awaited<ReturnType<typeof loadForm>>, { status: "success" | "warning" }>, parts: Part[] | null): Promise<RootNode> {
  if (parts) {
    try {
      const data = new FormData();
      for (const [name, file] of parts) data.append(name, file, file.name || name);
      return (await loaded.restoreInstance({ data: [data as never] })).root;
    } catch (problem) {
      console.warn(problem);
      await dropDraft(settings.token); // written for another version of the form
    }
  }
  return loaded.createInstance().root;
}

function show(root: RootNode, { words }: Settings, resumed: boolean): void {
  speak(root);
  // Behind # in a letter's link, so that no server notes when which code was opened.
  if (settings.code) type(root, new URLSearchParams(location.hash.slice(1)).get("code") ?? "");
  const form = part("poll-form") as HTMLFormElement;
  const keep = later(() => void save(root));
  const drawn = new Form(root, part("poll-questions"), settings, () => {
    drawn.refresh();
    keep();
  });
  window.addEventListener("pagehide", () => void save(root));
  document.addEventListener("visibilitychange", () => (document.hidden ? void save(root) : undefined));
  if (resumed) tell(say(words, "resumed"));
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (drawn.check()) void done(root);
    else tell(say(words, "faults"));
  });
}

// The form in the language of the page, where it speaks it.
function speak(root: RootNode): void {
  const wanted = document.documentElement.lang.slice(0, 2);
  const language = root.languages.find(({ language }) => language.toLowerCase().includes(`(${wanted}`));
  if (language && !language.isSyntheticDefault) root.setLanguage(language as FormLanguage);
}

function type(root: RootNode, code: string): void {
  if (!code) return;
  for (const node of root.currentState.children) {
    if (node.nodeType === "input" && node.valueType === "string" && node.currentState.reference === `/data/${settings.code}`) node.setValue(code);
  }
}

async function partsOf(root: RootNode): Promise<Part[]> {
  const { data } = await root.prepareInstancePayload();
  return [...data[0].entries()];
}

let finished = false;

async function save(root: RootNode): Promise<void> {
  if (finished) return;
  const parts = await partsOf(root);
  if (finished) return; // sent while the draft was being written
  await keepDraft({ token: settings.token, version: settings.version, parts });
  document.documentElement.dataset.draft = "kept";
}

async function done(root: RootNode): Promise<void> {
  if (finished) return;
  finished = true;
  const parts = await partsOf(root);
  const xml = await (parts.find(([name]) => name === "xml_submission_file")?.[1].text() ?? "");
  const id = new DOMParser().parseFromString(xml, "text/xml").getElementsByTagNameNS("*", "instanceID")[0]?.textContent ?? crypto.randomUUID();
  await finish({ instance: id, token: settings.token, version: settings.version, via, parts });
  part("poll-form").hidden = true;
  await deliver();
}

let tries = 0;

async function deliver(): Promise<void> {
  part("poll-form").hidden = true;
  tell(say(settings.words, "sending"));
  const { sent, waiting } = await sendWaiting(settings);
  const refused = waiting.find((answer) => answer.refused);
  if (refused) return explain(refused);
  if (waiting.length > 0) {
    tell(say(settings.words, "waiting", { n: waiting.length }));
    const seconds = RETRY_SECONDS[Math.min(tries, RETRY_SECONDS.length - 1)] ?? 60;
    tries += 1;
    window.setTimeout(() => void deliver(), seconds * 1000);
    return;
  }
  if (sent > 0 || tries > 0) thank();
}

function thank(): void {
  tell("");
  part("poll-thanks").hidden = false;
  part("poll-thanks").focus();
}

function explain(answer: Waiting): void {
  tell(say(settings.words, "refused", { reason: answer.refused ?? "" }));
  const again = part("poll-again") as HTMLButtonElement;
  again.hidden = false;
  again.addEventListener("click", () => void reopen(answer).then(() => location.reload()), { once: true });
}

window.addEventListener("online", () => {
  void waitingOf(settings.token).then((waiting) => (waiting.some((answer) => !answer.refused) ? deliver() : undefined));
});

function later(work: () => void): () => void {
  let timer = 0;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(work, 300);
  };
}
