// Sends what waits, one stop after the other; the same key makes a second try harmless.
import { drop, keep, waitingOf, type Stop } from "./store";

export interface Outcome {
  sent: number;
  waiting: Stop[];
  signedOut: boolean;
}

// The token of now: a page that was kept for days still holds an old one.
const token = (): string => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

async function post(address: string, stop: Stop): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of stop.fields) body.append(name, value);
  if (stop.picture) body.append("picture", stop.picture, stop.picture.name || "picture");
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token() } });
}

async function reason(response: Response): Promise<string> {
  try {
    return ((await response.json()) as { error: { message: string } }).error.message;
  } catch {
    return `${response.status}`;
  }
}

export async function sendWaiting(address: string, zone: string): Promise<Outcome> {
  let sent = 0;
  let signedOut = false;
  for (const stop of await waitingOf(zone)) {
    if (stop.refused) continue;
    try {
      const response = await post(address, stop);
      // A session that has ended answers with the sign-in page, or refuses its token; the stop stays.
      signedOut = response.redirected || response.status === 403;
      if (signedOut) break;
      if (response.status === 201) {
        await drop(stop.key);
        sent += 1;
      } else if (response.status === 422 || response.status === 404 || response.status === 413) {
        await keep({ ...stop, refused: await reason(response) });
      }
    } catch {
      break; // no network: the rest would fail as well
    }
  }
  return { sent, waiting: await waitingOf(zone), signedOut };
}
