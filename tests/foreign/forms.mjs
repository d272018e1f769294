// ODK's engine answers forms. Standard input: [{name, xform, given: {question: text or texts}}]. Prints {name: the XML it would send}.
import { engine, node } from "./engine.mjs";

const read = async (stream) => Buffer.concat(await Array.fromAsync(stream)).toString();
const nameOf = (element) => element.currentState.reference.split("/").at(-1).replace(/\[\d+\]$/, "");

// One answer at a time: a list belongs to the instances of a repeat, in order.
function answer(element, given, times) {
  if (!element.currentState.relevant) return;
  if (element.nodeType.startsWith("repeat-range:uncontrolled")) {
    const wanted = Math.max(1, ...Object.values(given).map((value) => (Array.isArray(value) ? value.length : 1)));
    while (element.currentState.children.length < wanted) element.addInstances();
  }
  for (const child of element.currentState.children ?? []) answer(child, given, times);
  const value = given[nameOf(element)];
  if (value !== undefined && !element.currentState.readonly) set(element, Array.isArray(value) ? value[next(times, element)] : value);
}

function next(times, element) {
  const name = nameOf(element);
  times[name] = (times[name] ?? -1) + 1;
  return times[name];
}

function set(element, text) {
  if (element.nodeType === "select") element.selectValues(text.split(" "));
  else if (element.nodeType === "rank") element.setValues(text.split(" "));
  else if (element.nodeType === "trigger") element.setValue(text === "OK");
  else if (element.nodeType === "range") element.setValue(Number(text));
  else if (element.nodeType === "input") element.setValue(text);
}

async function sent({ name, xform, given }) {
  const loaded = await engine.loadForm(xform);
  if (loaded.status === "failure") throw new Error(`${name}: ${loaded.error}`);
  const { root } = loaded.createInstance();
  for (const child of root.currentState.children) answer(child, given, {});
  const payload = await root.prepareInstancePayload();
  if (payload.status !== "ready") throw new Error(`${name}: ${payload.violations.map(({ reference }) => reference).join(", ")}`);
  return [...payload.data[0].values()][0].text();
}

const found = {};
for (const form of JSON.parse(await read(node.stdin))) found[form.name] = await sent(form);
console.log(JSON.stringify(found));
node.exit(0);
