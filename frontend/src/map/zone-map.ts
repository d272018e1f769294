// The map in place of the server's drawing, where the browser can; the drawing stays where it cannot.
import type { Map as Drawn, MapGeoJSONFeature } from "maplibre-gl";
import { readData, type MapData } from "./cells";
import { pointFrom, say } from "./list";
import type * as Style from "./style";
import { offerStreets } from "./streets";

let current: Drawn | null = null;
let restyle: () => void = () => undefined;

function fillChosen(): Style.Fill {
  return document.querySelector<HTMLInputElement>("input[name=map-fill]:checked")?.value === "shade" ? "shade" : "state";
}

function canDraw(): boolean {
  const probe = document.createElement("canvas");
  return probe.getContext("webgl2") !== null;
}

export async function drawMap(): Promise<void> {
  const place = document.getElementById("zone-map");
  const data = readData();
  document.getElementById("picture")?.setAttribute("data-drawn", "");
  current?.remove();
  current = null;
  restyle = () => undefined;
  if (!place || !data) return;
  pointFrom(place, data, () => current);
  if (!canDraw()) return;
  const { loadMapLibre, style } = await import("./library");
  const map = loadMapLibre(place, data, style.styleOf(data, fillChosen()));
  current = map;
  map.once("load", () => {
    place.classList.add("drawn");
    listen(map, place, data, style);
    offerStreets(map, place);
  });
}

function listen(map: Drawn, place: HTMLElement, data: MapData, style: typeof Style): void {
  const repaint = () => {
    map.setPaintProperty("cells", "fill-color", style.fillColour(fillChosen()));
    map.setPaintProperty("cells", "fill-opacity", style.fillOpacity(fillChosen()));
  };
  restyle = () => map.setStyle(style.styleOf(data, fillChosen()));
  for (const radio of document.querySelectorAll("input[name=map-fill]")) radio.addEventListener("change", repaint);
  map.on("mousemove", "cells", ({ features }) => pointAt(place, data, features?.[0]));
  map.on("click", "cells", ({ features }) => pointAt(place, data, features?.[0]));
  map.on("mouseleave", "cells", () => pointAt(place, data, undefined));
}

function pointAt(place: HTMLElement, data: MapData, feature: MapGeoJSONFeature | undefined): void {
  say(place, data, typeof feature?.id === "number" ? feature.id : -1, () => current);
}

document.addEventListener("theme", () => restyle());
