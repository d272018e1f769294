// Partial requests carry the page's own token against forged forms.
export function keepToken(): void {
  document.addEventListener("htmx:config:request", (event) => {
    const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value;
    const request = (event as CustomEvent<{ ctx: { request: { headers: Record<string, string> } } }>).detail.ctx.request;
    if (token) request.headers["X-CSRFToken"] = token;
  });
}
