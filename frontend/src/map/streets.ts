// Streets come from a foreign host, so only somebody's own press of a button asks for them.
import type { Map as Drawn } from "maplibre-gl";

export function offerStreets(map: Drawn, place: HTMLElement): void {
  const button = document.getElementById("show-streets");
  const tiles = place.dataset.tiles;
  if (!(button instanceof HTMLButtonElement) || !tiles) return;
  const show = button.textContent ?? "";
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = map.getLayer("streets") !== undefined;
    if (shown) {
      map.removeLayer("streets");
      map.removeSource("streets");
    } else {
      const attribution = `© ${new URL(tiles.replace(/[{}]/g, "")).hostname}`;
      map.addSource("streets", { type: "raster", tiles: [tiles], tileSize: 256, maxzoom: 19, attribution });
      map.addLayer({ id: "streets", type: "raster", source: "streets", paint: { "raster-opacity": 0.75 } }, "cells");
    }
    button.textContent = shown ? show : (button.dataset.hide ?? show);
  });
}
