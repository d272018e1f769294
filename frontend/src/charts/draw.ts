// Vega-Lite specifications, written by the server, drawn in the page's own colours; no code is made from text.
import embed, { type Result, type VisualizationSpec } from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

const drawn = new Map<HTMLElement, Result>();

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function look(): Record<string, unknown> {
  const text = colour("--tblr-body-color");
  const line = colour("--tblr-border-color");
  const words = { labelColor: text, titleColor: text, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" };
  return {
    background: "transparent",
    font: "Sarabun, system-ui, sans-serif",
    view: { stroke: null },
    axis: { ...words, gridColor: line, domainColor: line, tickColor: line },
    legend: { ...words, symbolStrokeWidth: 2 },
    range: {
      category: [colour("--series-1"), colour("--series-2"), colour("--series-3")],
      heatmap: [colour("--map-ground"), colour("--series-1")],
      ramp: [colour("--map-ground"), colour("--series-1")],
    },
  };
}

async function drawOne(place: HTMLElement): Promise<void> {
  const source = document.getElementById(place.dataset.spec ?? "");
  if (!source?.textContent) return;
  const spec = JSON.parse(source.textContent) as VisualizationSpec;
  drawn.get(place)?.finalize();
  drawn.set(
    place,
    await embed(place, spec, {
      mode: "vega-lite",
      ast: true,
      expr: expressionInterpreter,
      renderer: "svg",
      actions: false,
      config: look(),
    }),
  );
}

export async function drawCharts(root: ParentNode): Promise<void> {
  for (const [place, result] of drawn) {
    if (place.isConnected) continue;
    result.finalize();
    drawn.delete(place);
  }
  await Promise.all([...root.querySelectorAll<HTMLElement>(".vega[data-spec]")].map(drawOne));
}

document.addEventListener("theme", () => void drawCharts(document));
