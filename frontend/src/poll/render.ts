// The engine's tree as a page: after every change the tree is walked once and the page brought in line with it.
import type { AnyControlNode, AnyNode, RootNode } from "@getodk/xforms-engine";
import { controlFor, type Changed, type Control } from "./fields";
import type { Settings } from "./settings";
import { say } from "./settings";

interface Drawn {
  element: HTMLElement;
  label: HTMLElement | null;
  hint: HTMLElement | null;
  error: HTMLElement | null;
  inside: HTMLElement;
  control: Control | null;
  extra: () => void;
}

const CONTROLS = new Set(["input", "select", "upload", "trigger", "range", "rank", "note"]);

function make(tag: string, className = ""): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  return element;
}

export class Form {
  private readonly drawn = new Map<string, Drawn>();
  private readonly touched = new Set<string>();
  private checked = false;

  constructor(
    private readonly root: RootNode,
    private readonly place: HTMLElement,
    private readonly settings: Settings,
    private readonly changed: Changed,
  ) {
    this.refresh();
  }

  refresh(): void {
    this.fill(this.place, this.root.currentState.children as readonly AnyNode[]);
  }

  // Shows every fault and goes to the first; true when there is none.
  check(): boolean {
    this.checked = true;
    this.refresh();
    const first = this.root.validationState.violations[0];
    if (first) {
      const drawn = this.drawn.get(first.nodeId);
      drawn?.element.scrollIntoView({ block: "center" });
      drawn?.control?.focus();
    }
    return !first;
  }

  private fill(parent: HTMLElement, nodes: readonly AnyNode[]): void {
    const wanted: HTMLElement[] = [];
    for (const node of nodes) {
      if (!this.shown(node)) continue;
      const drawn = this.drawn.get(node.nodeId) ?? this.draw(node);
      this.update(node, drawn);
      wanted.push(drawn.element);
    }
    const same = parent.children.length === wanted.length && wanted.every((element, at) => parent.children[at] === element);
    if (!same) parent.replaceChildren(...wanted);
  }

  private shown(node: AnyNode): boolean {
    if (!node.currentState.relevant || node.nodeType === "model-value") return false;
    return CONTROLS.has(node.nodeType) || ((node.currentState.children ?? []) as readonly AnyNode[]).some((child) => this.shown(child)) || node.nodeType.startsWith("repeat");
  }

  private draw(node: AnyNode): Drawn {
    const made = CONTROLS.has(node.nodeType) ? this.question(node as AnyControlNode) : this.group(node);
    made.element.dataset.ref = node.currentState.reference;
    this.drawn.set(node.nodeId, made);
    return made;
  }

  private question(node: AnyControlNode): Drawn {
    const id = node.nodeId.replace(":", "-");
    const touched = () => {
      this.touched.add(node.nodeId);
      this.changed();
    };
    const control = node.nodeType === "note" ? null : controlFor(node, id, this.settings, this.changed, touched);
    const several = node.nodeType === "select" || (node.nodeType === "input" && node.valueType === "geopoint");
    const element = make(several ? "fieldset" : "div", "poll-field");
    const label = make(several ? "legend" : node.nodeType === "note" ? "p" : "label", node.nodeType === "note" ? "" : "form-label");
    if (label instanceof HTMLLabelElement) label.htmlFor = id;
    const [hint, error, inside] = [make("p", "form-hint"), make("p", "errorlist"), make("div")];
    error.id = `${id}-error`;
    element.setAttribute("aria-describedby", error.id);
    if (control) inside.append(control.element);
    else if (node.nodeType !== "note") inside.append(say(this.settings.words, "unasked"));
    element.append(label, hint, error, inside);
    return { element, label, hint, error, inside, control, extra: () => undefined };
  }

  private group(node: AnyNode): Drawn {
    const element = make("section", "poll-group");
    const label = make(node.nodeType === "group" ? "h2" : "h3");
    const inside = make("div");
    element.append(label, inside);
    let extra = () => undefined as void;
    if (node.nodeType === "repeat-range:uncontrolled") {
      const add = this.button("add", () => node.addInstances());
      element.append(add);
    } else if (node.nodeType === "repeat-instance") {
      const parent = node.parent;
      if (parent.nodeType === "repeat-range:uncontrolled") {
        const drop = this.button("drop", () => parent.removeInstances(parent.currentState.children.indexOf(node)));
        element.append(drop);
      }
      extra = () => {
        const at = (parent.currentState.children as readonly unknown[]).indexOf(node) + 1;
        label.textContent = `${parent.currentState.label?.asString ?? ""} ${at}`.trim();
      };
    }
    return { element, label, hint: null, error: null, inside, control: null, extra };
  }

  private button(word: string, act: () => unknown): HTMLButtonElement {
    const button = make("button", "btn btn-outline-secondary") as HTMLButtonElement;
    button.type = "button";
    button.textContent = say(this.settings.words, word);
    button.addEventListener("click", () => {
      act();
      this.changed();
    });
    return button;
  }

  private update(node: AnyNode, drawn: Drawn): void {
    const { label, hint } = node.currentState;
    if (drawn.label) {
      const optional = drawn.control && !node.currentState.required ? ` ${say(this.settings.words, "optional")}` : "";
      const text = (label?.asString ?? "") + optional;
      if (drawn.label.textContent !== text) drawn.label.textContent = text;
      drawn.label.hidden = !label;
    }
    if (drawn.hint) {
      drawn.hint.textContent = hint?.asString ?? "";
      drawn.hint.hidden = !hint;
    }
    if (drawn.error) this.complain(node as AnyControlNode, drawn, drawn.error);
    drawn.control?.refresh();
    drawn.extra();
    if (node.currentState.children && !CONTROLS.has(node.nodeType)) this.fill(drawn.inside, node.currentState.children as readonly AnyNode[]);
  }

  private complain(node: AnyControlNode, drawn: Drawn, error: HTMLElement): void {
    const { violation } = node.validationState;
    const due = violation && (this.checked || (this.touched.has(node.nodeId) && violation.condition === "constraint"));
    error.textContent = due ? (violation.message?.asString ?? say(this.settings.words, violation.condition)) : "";
    error.hidden = !due;
    drawn.element.toggleAttribute("data-wrong", Boolean(due));
  }
}
