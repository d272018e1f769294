// A client that is not ours: ODK's engine in Node knows the server by OpenRosa alone. Usage: node collect.mjs SERVER FORM-ID
// Lists the forms, fetches one, fills every question, and sends it three times with a picture. Prints the three statuses.
import { engine, node, window } from "./engine.mjs";

const [server, wanted, picture] = node.argv.slice(2);
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
