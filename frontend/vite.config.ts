import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

// Every src/*.ts is an entry of its own; pages name the entries they need ({% entry "zone" %}).
const entries = readdirSync("src").filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));

// Nearly as small as the best, in a twentieth of the time.
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

// The server sends these instead of compressing at every request.
function compressed(): Plugin {
  return {
    name: "compressed",
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(css|js|json|svg)$/.test(name) || dir === undefined) continue;
        const path = join(dir, name);
        const bytes = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, quick));
      }
    },
  };
}

export default defineConfig({
  base: "/static/built/",
  publicDir: false,
  plugins: [compressed()],
  build: {
    outDir: ".built",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rollupOptions: { input: Object.fromEntries(entries.map((name) => [name.slice(0, -3), `src/${name}`])) },
  },
});
