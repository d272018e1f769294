// MapLibre itself: only fetched by pages that draw a map and browsers that can.
import "maplibre-gl/dist/maplibre-gl.css";
import { Map as Drawn, NavigationControl, ScaleControl, setWorkerUrl, type StyleSpecification } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { MapData } from "./cells";

export * as style from "./style";

setWorkerUrl(workerUrl);

export function loadMapLibre(place: HTMLElement, data: MapData, style: StyleSpecification): Drawn {
  const sheet = document.createElement("div");
  sheet.className = "sheet";
  place.append(sheet);
  const map = new Drawn({
    container: sheet,
    style,
    bounds: data.box,
    fitBoundsOptions: { padding: 24 },
    attributionControl: { compact: true },
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    maxPitch: 0,
    fadeDuration: 0,
    locale: JSON.parse(document.getElementById("map-words")?.textContent ?? "{}") as Record<string, string>,
  });
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({}), "bottom-left");
  return map;
}
