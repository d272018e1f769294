// One control for each kind of question. The engine holds the answer; a control shows it and hands changes back.
import type { AnyControlNode, SelectNode } from "@getodk/xforms-engine";
import { placeField } from "./place";
import type { Settings } from "./settings";
import { say } from "./settings";

export interface Control {
  element: HTMLElement;
  focus(): void;
  refresh(): void;
}

// ``Changed``: the answer is another one. ``touched``: the person is done with it, so a fault may be told.
export type Changed = () => void;

function input(node: AnyControlNode, type: string, id: string, set: (value: string) => void, touched: Changed): Control {
  const long = type === "textarea";
  const element = document.createElement(long ? "textarea" : "input");
  element.id = id;
  element.className = "form-control";
  if (element instanceof HTMLInputElement) {
    element.type = type === "number" ? "text" : type;
    if (type === "number") element.inputMode = "decimal";
    element.autocomplete = "off";
  }
  const value = node.currentState.value as unknown;
  const shown = value === null || value === undefined ? "" : String(value);
  element.value = type === "time" ? shown.slice(0, 5) : shown;
  // Every letter counts: whoever closes the page in the middle of a sentence finds it again.
  element.addEventListener("input", () => set(element.value.trim()));
  element.addEventListener("change", () => touched());
  const refresh = () => {
    element.disabled = node.currentState.readonly;
  };
  return { element, focus: () => element.focus(), refresh };
}

// Also in Thai digits.
function numeric(text: string): string | null {
  const plain = text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0xe50));
  return plain !== "" && Number.isFinite(Number(plain)) ? plain : null;
}

// As the engine wants what was typed; it takes no time without seconds.
function typedAs(kind: string, text: string): string | null {
  if (kind === "number") return numeric(text);
  if (text === "") return null;
  return kind === "time" ? `${text}:00.000` : text;
}

function choices(node: SelectNode, id: string, changed: Changed): Control {
  const element = document.createElement("div");
  let drawn = "";
  const many = node.selectType === "select";
  const refresh = () => {
    const options = node.currentState.valueOptions;
    const now = JSON.stringify(options.map((option) => [option.value, option.label.asString]));
    if (now !== drawn) {
      drawn = now;
      element.replaceChildren(...options.map((option, at) => {
        const label = document.createElement("label");
        label.className = "form-check";
        const box = document.createElement("input");
        Object.assign(box, { type: many ? "checkbox" : "radio", name: id, value: option.value, className: "form-check-input", id: `${id}-${at}` });
        box.addEventListener("change", () => {
          if (many) node.selectValues([...element.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value));
          else node.selectValue(option.value);
          changed();
        });
        const text = document.createElement("span");
        text.textContent = option.label.asString;
        label.append(box, text);
        return label;
      }));
    }
    for (const box of element.querySelectorAll("input")) {
      box.checked = node.isSelected(box.value);
      box.disabled = node.currentState.readonly;
    }
  };
  refresh();
  return { element, focus: () => element.querySelector("input")?.focus(), refresh };
}

function picture(node: Extract<AnyControlNode, { nodeType: "upload" }>, id: string, changed: Changed): Control {
  const element = document.createElement("div");
  const choose = document.createElement("input");
  Object.assign(choose, { type: "file", id, className: "form-control", accept: node.nodeOptions.media.accept });
  const seen = document.createElement("img");
  seen.className = "poll-picture";
  seen.alt = "";
  let shown: File | null = null;
  const refresh = () => {
    const file = node.currentState.value;
    if (file !== shown) {
      if (seen.src) URL.revokeObjectURL(seen.src);
      shown = file;
      if (file?.type.startsWith("image/")) seen.src = URL.createObjectURL(file);
    }
    seen.hidden = !file?.type.startsWith("image/");
  };
  choose.addEventListener("change", () => {
    node.setValue(choose.files?.[0] ?? null);
    changed();
  });
  element.append(choose, seen);
  refresh();
  return { element, focus: () => choose.focus(), refresh };
}

function tick(node: Extract<AnyControlNode, { nodeType: "trigger" }>, id: string, changed: Changed, words: Record<string, string>): Control {
  const label = document.createElement("label");
  label.className = "form-check";
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", id, className: "form-check-input" });
  box.addEventListener("change", () => {
    node.setValue(box.checked);
    changed();
  });
  label.append(box, say(words, "acknowledge"));
  const refresh = () => {
    box.checked = Boolean(node.currentState.value);
  };
  refresh();
  return { element: label, focus: () => box.focus(), refresh };
}

const KINDS: Record<string, string> = { int: "number", decimal: "number", date: "date", time: "time" };

// Null for a question that this page cannot ask: it then says so instead of pretending.
export function controlFor(node: AnyControlNode, id: string, settings: Settings, typed: Changed, changed: Changed): Control | null {
  switch (node.nodeType) {
    case "select":
      return choices(node, id, changed);
    case "upload":
      return picture(node, id, changed);
    case "trigger":
      return tick(node, id, changed, settings.words);
    case "range":
      return input(node, "number", id, (text) => {
        const value = numeric(text);
        if (value !== null) node.setValue(node.valueType === "int" ? Math.round(Number(value)) : Number(value));
        typed();
      }, changed);
    case "input":
      return inputFor(node, id, settings, typed, changed);
    default:
      return null;
  }
}

function inputFor(node: Extract<AnyControlNode, { nodeType: "input" }>, id: string, settings: Settings, typed: Changed, changed: Changed): Control | null {
  if (node.valueType === "geopoint" && settings.boundary) {
    const at = node.currentState.value as { latitude: number; longitude: number } | null;
    const element = placeField(settings, at && { lat: at.latitude, lon: at.longitude }, (place) => {
      (node.setValue as (value: string | null) => unknown)(place ? `${place.lat.toFixed(6)} ${place.lon.toFixed(6)} 0 0` : null);
      changed();
    });
    return { element, focus: () => element.querySelector("svg")?.focus(), refresh: () => undefined };
  }
  if (["geopoint", "geotrace", "geoshape", "dateTime"].includes(node.valueType)) return null;
  const kind = KINDS[node.valueType] ?? (node.appearances.multiline ? "textarea" : "text");
  return input(node, kind, id, (text) => {
    (node.setValue as (value: string | null) => unknown)(typedAs(kind, text));
    typed();
  }, changed);
}
