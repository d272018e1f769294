// ODK's own engine in Node, on the document of jsdom: made for browsers, it wants a few of their names.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const installed = createRequire(`${process.env.FRONTEND}/package.json`);
const { JSDOM } = installed("jsdom");
export const { window } = new JSDOM("");
for (const name of Object.getOwnPropertyNames(window)) {
  if (/^(DOMParser|XMLSerializer|XPath|Node|Element|Document|XMLDocument|Text|Attr|Comment|CDATA|Processing|Named|HTML|SVG)/.test(name)) {
    globalThis[name] ??= window[name];
  }
}
globalThis.window = window;
globalThis.document = window.document;

// The engine's parser takes a program with `process` for an old kind of Node module.
export const { process: node } = globalThis;
globalThis.process = undefined;
export const engine = await import(pathToFileURL(`${node.env.FRONTEND}/node_modules/@getodk/xforms-engine/dist/index.js`).href);
await engine.loadForm('<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>x</h:title><model><instance><data id="x"><a/></data></instance><bind nodeset="/data/a"/></model></h:head><h:body><input ref="/data/a"><label>a</label></input></h:body></h:html>');
globalThis.process = node;
