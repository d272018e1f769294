// What the server tells the page: addresses, the zone's boundary, and every word that is shown.
export type Ring = [number, number][];

export interface Settings {
  token: string;
  version: string;
  form: string;
  answers: string;
  challenge: string;
  worker: string;
  code: string;
  boundary: { type: string; coordinates: Ring[] | Ring[][] } | null;
  words: Record<string, string>;
}

export function readSettings(): Settings {
  return JSON.parse(document.getElementById("poll-settings")?.textContent ?? "{}") as Settings;
}

// "{n} are waiting" with n = 2: the words come from the server, the numbers from here.
export function say(words: Record<string, string>, key: string, values: Record<string, string | number> = {}): string {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
