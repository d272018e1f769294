// The code of a scanned card stands behind # in its link: that part never leaves the browser, so no log notes it. Fills the
// field for a code, where a page has one; what was typed before stays.
export function fillScanned(): void {
  const field = document.querySelector<HTMLInputElement>("input[data-scanned]");
  const code = new URLSearchParams(location.hash.slice(1)).get("code") ?? "";
  if (field && !field.value) field.value = code.slice(0, field.maxLength);
}
