// Sends what waits, one answer after the other; the same instance id makes a second try harmless.
import type { Settings } from "./settings";
import { arrived, mark, waitingOf, type Waiting } from "./store";

interface Challenge {
  challenge: string;
  bits: number;
}

export interface Outcome {
  sent: number;
  waiting: Waiting[];
}

function solve({ challenge, bits }: Challenge, instance: string): Promise<string> {
  if (bits === 0) return Promise.resolve("");
  const worker = new Worker(new URL("./solve.worker.ts", import.meta.url), { type: "module" });
  return new Promise<string>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
    worker.onerror = () => reject(new Error("no work done"));
    worker.postMessage({ start: `${challenge}:${instance}`, bits });
  }).finally(() => worker.terminate());
}

async function post(settings: Settings, answer: Waiting): Promise<Response> {
  const asked = await fetch(settings.challenge, { cache: "no-store" });
  if (!asked.ok) return asked;
  const challenge = (await asked.json()) as Challenge;
  const body = new FormData();
  for (const [name, file] of answer.parts) body.append(name, file, file.name || name);
  body.append("challenge", challenge.challenge);
  body.append("number", await solve(challenge, answer.instance));
  return fetch(`${settings.answers}${answer.via ? `?via=${encodeURIComponent(answer.via)}` : ""}`, { method: "POST", body });
}

// Only what the server has looked at and refused is shown as refused; everything else is tried again.
const refusal = (status: number): boolean => status === 400 || status === 404 || status === 413 || status === 422;

async function reason(response: Response): Promise<string> {
  try {
    return ((await response.json()) as { error: { message: string } }).error.message;
  } catch {
    return `${response.status}`;
  }
}

let running: Promise<Outcome> | null = null;

export function sendWaiting(settings: Settings): Promise<Outcome> {
  running ??= sendAll(settings).finally(() => (running = null));
  return running;
}

async function sendAll(settings: Settings): Promise<Outcome> {
  let sent = 0;
  for (const answer of await waitingOf(settings.token)) {
    if (answer.refused) continue;
    try {
      const response = await post(settings, answer);
      if (response.status === 201) {
        await arrived(answer.instance);
        sent += 1;
      } else if (refusal(response.status)) {
        await mark({ ...answer, refused: await reason(response) });
      }
    } catch {
      break; // no network: the rest would fail as well
    }
  }
  return { sent, waiting: await waitingOf(settings.token) };
}
