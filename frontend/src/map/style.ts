// Layers in the page's own colours; no fonts, no pictures, no foreign host.
import type { DataDrivenPropertyValueSpecification, StyleSpecification } from "maplibre-gl";
import type { MapData } from "./cells";
import { cellFeatures } from "./hexagons";

export type Fill = "state" | "shade";
type Colour = DataDrivenPropertyValueSpecification<string>;
type Number = DataDrivenPropertyValueSpecification<number>;

export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function fillColour(fill: Fill): Colour {
  if (fill === "shade") return colour("--series-1");
  const [high, low, quiet] = [colour("--high"), colour("--low"), colour("--quiet")];
  return ["match", ["get", "state"], "hot", high, "leaning", high, "cold", low, quiet];
}

export function fillOpacity(fill: Fill): Number {
  if (fill === "shade") return ["match", ["get", "shade"], 0, 0.04, 1, 0.2, 2, 0.38, 3, 0.56, 4, 0.74, 0.92];
  return ["match", ["get", "state"], "hot", 0.8, "leaning", 0.35, "cold", 0.6, 0.25];
}

export function styleOf(data: MapData, fill: Fill): StyleSpecification {
  const line = colour("--tblr-body-color");
  return {
    version: 8,
    sources: {
      cells: { type: "geojson", data: cellFeatures(data) },
      boundary: { type: "geojson", data: { type: "Feature", properties: {}, geometry: data.boundary } },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colour("--map-ground") } },
      { id: "cells", type: "fill", source: "cells", paint: { "fill-color": fillColour(fill), "fill-opacity": fillOpacity(fill) } },
      {
        id: "edges", type: "line", source: "cells",
        paint: {
          "line-color": line,
          "line-width": ["case", ["boolean", ["feature-state", "on"], false], 3, ["==", ["get", "state"], "hot"], 1, 0.3],
          "line-opacity": ["case", ["boolean", ["feature-state", "on"], false], 1, 0.5],
        },
      },
      { id: "boundary", type: "line", source: "boundary", paint: { "line-color": line, "line-width": 2.5, "line-dasharray": [3, 1.5] } },
    ],
  };
}
