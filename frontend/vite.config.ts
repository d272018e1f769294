import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

// Every src/*.ts is an entry of its own; pages name the entries they need ({% entry "zone" %}).
const entries = readdirSync("src").filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));

export default defineConfig({
  base: "/static/built/",
  publicDir: false,
  build: {
    outDir: "../safetyzone/static/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    rollupOptions: { input: Object.fromEntries(entries.map((name) => [name.slice(0, -3), `src/${name}`])) },
  },
});
