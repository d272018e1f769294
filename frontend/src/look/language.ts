// A filter changes the address after the page was written: the language switch leads back to where the reader is now.
export function keepPlace(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form.language")) {
    form.addEventListener("submit", () => {
      const next = form.querySelector<HTMLInputElement>("input[name=next]");
      if (next) next.value = location.pathname + location.search;
      // What stands behind # stays in the browser, which carries it over to the page it is led to.
      form.action = (form.action.split("#")[0] ?? form.action) + location.hash;
    });
  }
}
