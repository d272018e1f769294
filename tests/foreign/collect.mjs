// A client that is not ours: ODK's engine in Node knows the server by OpenRosa alone. Usage: node collect.mjs SERVER FORM-ID
// Lists the forms, fetches one, fills every question, and sends it three times with a picture. Prints the three statuses.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [server, wanted, picture] = process.argv.slice(2);
const installed = createRequire(`${process.env.FRONTEND}/package.json`);
const { JSDOM } = installed("jsdom");
const { window } = new JSDOM("");
for (const name of Object.getOwnPropertyNames(window)) {
  if (/^(DOMParser|XMLSerializer|XPath|Node|Element|Document|XMLDocument|Text|Attr|Comment|CDATA|Processing|Named|HTML|SVG)/.test(name)) {
    globalThis[name] ??= window[name];
  }
}
globalThis.window = window;
globalThis.document = window.document;

// The engine's parser takes a program with `process` for an old kind of Node module; it is made for browsers.
const { process: node } = globalThis;
globalThis.process = undefined;
const engine = await import(pathToFileURL(`${node.env.FRONTEND}/node_modules/@getodk/xforms-engine/dist/index.js`).href);
await engine.loadForm('<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>x</h:title><model><instance><data id="x"><a/></data></instance><bind nodeset="/data/a"/></model></h:head><h:body><input ref="/data/a"><label>a</label></input></h:body></h:html>');
globalThis.process = node;

const headers = { "X-OpenRosa-Version": "1.0" };
const get = async (url) => {
  const answer = await fetch(url, { headers });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
};

const list = new window.DOMParser().parseFromString(await get(`${server}/formList`), "text/xml");
const entry = [...list.getElementsByTagName("xform")].find((form) => form.getElementsByTagName("formID")[0].textContent === wanted);
if (!entry) throw new Error(`${wanted} is not in the list`);
await get(entry.getElementsByTagName("manifestUrl")[0].textContent);
const loaded = await engine.loadForm(await get(entry.getElementsByTagName("downloadUrl")[0].textContent));
if (loaded.status === "failure") throw loaded.error;
const { root } = loaded.createInstance();

function fill(node) {
  if (!node.currentState.relevant) return;
  if (node.nodeType === "select") node.selectValue(node.currentState.valueOptions[0].value);
  else if (node.nodeType === "upload") node.setValue(new File([Buffer.from(picture, "base64")], "view.jpg", { type: "image/jpeg" }));
  else if (node.nodeType === "input") node.setValue({ int: "3", decimal: "1.5", date: "2026-03-05", geopoint: "13.7451 100.5402 0 5" }[node.valueType] ?? "<b>lamp</b>");
  else for (const child of node.currentState.children ?? []) fill(child);
}
for (const child of root.currentState.children) fill(child);

const payload = await root.prepareInstancePayload();
if (payload.status !== "ready") throw new Error(payload.violations.map(({ reference }) => reference).join(", "));
const target = `${server}/submission`;
const head = await fetch(target, { method: "HEAD", headers });
const statuses = [head.status];
for (let time = 0; time < 3; time += 1) {
  statuses.push((await fetch(target, { method: "POST", headers, body: payload.data[0] })).status);
}
console.log(JSON.stringify(statuses));
node.exit(0);
