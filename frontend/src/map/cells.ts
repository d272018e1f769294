// What the server sent about the zone.
export interface MapData {
  cells: string[];
  n: number[];
  state: string[];
  shade: number[];
  boundary: GeoJSON.Polygon | GeoJSON.MultiPolygon;
  box: [number, number, number, number];
}

export function readData(): MapData | null {
  const source = document.getElementById("map-data");
  return source?.textContent ? (JSON.parse(source.textContent) as MapData) : null;
}
