// Runs before the first paint, so that a dark page is never white for a moment. Imports and exports nothing.
{
  const chosen = localStorage.getItem("theme");
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
  document.documentElement.dataset.themeChoice = chosen ?? "auto";
  document.documentElement.classList.add("scripted");
}
