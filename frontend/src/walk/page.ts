// The checklist on a phone: fill in a stop, keep it here, send it when there is a network.
import { keepPage } from "../offline/keep";
import { placeField } from "../poll/place";
import { say, type Settings as PollSettings } from "../poll/settings";
import { sendWaiting } from "./send";
import { drop, keep, waitingOf, type Stop } from "./store";

interface Settings {
  send: string;
  worker: string;
  sign_in: string;
  zone: string;
  boundary: PollSettings["boundary"];
  words: Record<string, string>;
}

const part = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const settings = JSON.parse(part("walk-settings").textContent ?? "{}") as Settings;
const form = part<HTMLFormElement>("walk-form");
const field = (name: string): HTMLInputElement => form.elements.namedItem(name) as HTMLInputElement;
const RETRY_SECONDS = [5, 15, 30, 60, 120];
const KINDS = ["light", "sight", "escape", "upkeep"];

export async function begin(): Promise<void> {
  drawPlace();
  renew("walk");
  renew("key");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void finish();
  });
  window.addEventListener("online", () => void deliver());
  part("walk-drop").addEventListener("click", () => void withRefused((stop) => drop(stop.key).then(deliver)));
  part("walk-correct").addEventListener("click", () => void withRefused(correct));
  await deliver();
  void keepPage(settings.worker, "/walks/").catch((problem: unknown) => console.warn(problem));
}

function drawPlace(place: { lat: number; lon: number } | null = null): void {
  if (!settings.boundary) return;
  const asked = { boundary: settings.boundary, words: settings.words } as PollSettings;
  const drawn = placeField(asked, place, (chosen) => {
    field("lon").value = chosen ? chosen.lon.toFixed(6) : "";
    field("lat").value = chosen ? chosen.lat.toFixed(6) : "";
  });
  part("walk-place").replaceChildren(drawn);
}

// Also where there is no secure context, in which browsers leave out crypto.randomUUID.
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function renew(name: "walk" | "key"): void {
  field(name).value = uuid();
}

function gap(): string {
  const data = new FormData(form);
  const looked = KINDS.some((kind) => data.get(kind) !== "unseen");
  if (!looked && !data.get("other")) return "nothing";
  if (data.get("other") && !String(data.get("words")).trim()) return "nowords";
  if (!data.get("lon") && !String(data.get("place_words")).trim()) return "noplace";
  return "";
}

async function finish(): Promise<void> {
  const missing = gap();
  refuse(missing ? say(settings.words, missing) : "");
  if (missing) return;
  try {
    await keep(stopNow());
  } catch (problem) {
    console.warn(problem);
    tell("broken");
    form.submit(); // no storage here: straight to the server, as without a script
    return;
  }
  clear();
  tell("kept");
  window.scrollTo({ top: 0 });
  await deliver();
}

function stopNow(): Stop {
  const picture = field("picture").files?.[0] ?? taken;
  const fields: Stop["fields"] = [];
  new FormData(form).forEach((value, name) => {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken") fields.push([name, value]);
  });
  return { key: field("key").value, zone: settings.zone, fields, picture };
}

// Of a stop that is being corrected: a file field cannot be filled by a script.
let taken: File | null = null;

// Day, dark and walkers stay: the next stop belongs to the same walk.
function clear(): void {
  for (const kind of KINDS) form.querySelector<HTMLInputElement>(`input[name=${kind}][value=unseen]`)!.checked = true;
  field("other").checked = false;
  for (const name of ["words", "place_words", "lon", "lat", "picture"]) field(name).value = "";
  taken = null;
  drawPlace();
  renew("key");
}

function tell(key: string, values: Record<string, number | string> = {}): void {
  part("walk-status").textContent = key ? say(settings.words, key, values) : "";
}

function refuse(text: string, stop = false): void {
  part("walk-refused").textContent = text;
  part("walk-refused").hidden = !text;
  part("walk-refused-actions").hidden = !stop;
}

async function withRefused(work: (stop: Stop) => unknown): Promise<void> {
  const refused = (await waitingOf(settings.zone)).find((stop) => stop.refused);
  refuse("");
  if (refused) await work(refused);
}

// Back into the form, as it was.
function correct(stop: Stop): void {
  taken = stop.picture;
  for (const [name, value] of stop.fields) {
    const chosen = form.querySelector<HTMLInputElement>(`input[name="${name}"][value="${CSS.escape(value)}"]`);
    if (chosen && ["radio", "checkbox"].includes(chosen.type)) chosen.checked = true;
    else if (form.elements.namedItem(name)) field(name).value = value;
  }
  const [lon, lat] = [Number(field("lon").value), Number(field("lat").value)];
  drawPlace(field("lon").value ? { lon, lat } : null);
  void drop(stop.key);
}

let sentInAll = 0;
let tries = 0;
let delivering: Promise<void> | null = null;
let askedAgain = false;
let timer = 0;

// One round at a time, so that each arrival is counted once; what was kept meanwhile gets a round of its own.
function deliver(): Promise<void> {
  askedAgain = true;
  delivering ??= rounds();
  return delivering;
}

async function rounds(): Promise<void> {
  try {
    while (askedAgain) {
      askedAgain = false;
      await deliverOnce();
    }
  } finally {
    delivering = null;
  }
}

async function deliverOnce(): Promise<void> {
  window.clearTimeout(timer);
  const { sent, waiting, signedOut } = await sendWaiting(settings.send, settings.zone);
  sentInAll += sent;
  const refused = waiting.find((stop) => stop.refused);
  refuse(refused ? say(settings.words, "refused", { reason: refused.refused ?? "" }) : "", Boolean(refused));
  const left = waiting.filter((stop) => !stop.refused).length;
  document.documentElement.dataset.waiting = String(left);
  if (signedOut) tell("signin");
  else if (left > 0) tell("waiting", { n: left });
  else if (sentInAll > 0) tell("sent", { n: sentInAll });
  if (left > 0 && !signedOut) {
    timer = window.setTimeout(() => void deliver(), (RETRY_SECONDS[Math.min(tries, RETRY_SECONDS.length - 1)] ?? 60) * 1000);
    tries += 1;
  } else tries = 0;
}
