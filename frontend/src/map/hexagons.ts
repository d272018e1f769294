// The zone's cells as GeoJSON hexagons.
import { cellToBoundary } from "h3-js";
import type { MapData } from "./cells";

export function cellFeatures(data: MapData): GeoJSON.FeatureCollection {
  const features = data.cells.map((cell, position): GeoJSON.Feature => {
    const properties = { cell, n: data.n[position], state: data.state[position], shade: data.shade[position] };
    const ring = cellToBoundary(cell, true);
    return { type: "Feature", id: position, properties, geometry: { type: "Polygon", coordinates: [ring] } };
  });
  return { type: "FeatureCollection", features };
}
