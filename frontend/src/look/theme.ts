// One button goes round: as the device, light, dark. The device's own wish is followed while nothing was chosen.
const ORDER = ["auto", "light", "dark"] as const;
type Choice = (typeof ORDER)[number];

const device = matchMedia("(prefers-color-scheme: dark)");

function chosen(): Choice {
  const stored = localStorage.getItem("theme");
  return stored === "light" || stored === "dark" ? stored : "auto";
}

function apply(choice: Choice): void {
  const dark = choice === "auto" ? device.matches : choice === "dark";
  const root = document.documentElement;
  root.dataset.bsTheme = dark ? "dark" : "light";
  root.dataset.themeChoice = choice;
  // Maps and charts draw themselves again.
  document.dispatchEvent(new CustomEvent("theme", { detail: { dark } }));
}

export function switchTheme(): void {
  device.addEventListener("change", () => apply(chosen()));
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-switch]")) {
    const name = () => {
      const words = button.dataset[chosen()] ?? "";
      button.setAttribute("aria-label", words);
      button.title = words;
    };
    button.hidden = false;
    name();
    button.addEventListener("click", () => {
      const next = ORDER[(ORDER.indexOf(chosen()) + 1) % ORDER.length] ?? "auto";
      if (next === "auto") localStorage.removeItem("theme");
      else localStorage.setItem("theme", next);
      apply(next);
      name();
    });
  }
}
