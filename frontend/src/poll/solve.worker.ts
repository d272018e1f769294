// Looks for the number that proves some work was done, without holding up the page.
import { sha256 } from "@noble/hashes/sha2.js";

interface Task {
  start: string;
  bits: number;
}

function zeroBits(digest: Uint8Array): number {
  let bits = 0;
  for (const byte of digest) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

self.addEventListener("message", ({ data }: MessageEvent<Task>) => {
  const words = new TextEncoder();
  let number = 0;
  while (zeroBits(sha256(words.encode(`${data.start}:${number}`))) < data.bits) number += 1;
  self.postMessage(String(number));
});
