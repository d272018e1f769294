// A place on the zone's own outline: tapped, moved by the arrow keys, or taken from the device. No foreign map is asked.
import type { Ring, Settings } from "./settings";
import { say } from "./settings";

const SIDE = 320;
const SVG = "http://www.w3.org/2000/svg";
type Place = { lat: number; lon: number };

function rings(boundary: Settings["boundary"]): Ring[] {
  if (!boundary) return [];
  return boundary.type === "Polygon" ? (boundary.coordinates as Ring[]) : (boundary.coordinates as Ring[][]).flat();
}

function draw<K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string | number>): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

// East is right and north is up; a degree of longitude is shortened as it is at this latitude.
function frame(boundary: Settings["boundary"]) {
  const points = rings(boundary).flat();
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (SIDE * 0.84) / Math.max((east - west) * shrink, north - south);
  const [midLon, midLat] = [(west + east) / 2, (south + north) / 2];
  return {
    to: (lon: number, lat: number): [number, number] => [SIDE / 2 + (lon - midLon) * shrink * scale, SIDE / 2 - (lat - midLat) * scale],
    from: (x: number, y: number): Place => ({ lon: midLon + (x - SIDE / 2) / (shrink * scale), lat: midLat - (y - SIDE / 2) / scale }),
  };
}

export function placeField(settings: Settings, chosen: Place | null, choose: (place: Place | null) => void): HTMLElement {
  const box = document.createElement("div");
  box.className = "poll-place";
  const { to, from } = frame(settings.boundary);
  const svg = draw("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, tabindex: 0, role: "application", "aria-label": say(settings.words, "map") });
  const path = rings(settings.boundary).map((ring) => `M${ring.map(([lon, lat]) => to(lon, lat).map((n) => n.toFixed(1)).join(",")).join("L")}Z`);
  svg.append(draw("path", { d: path.join(""), class: "outline" }));
  const pin = draw("circle", { r: 9, class: "pin" });
  svg.append(pin);
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const show = (place: Place | null) => {
    chosen = place;
    pin.style.display = place ? "" : "none";
    if (place) for (const [name, value] of Object.entries({ cx: to(place.lon, place.lat)[0], cy: to(place.lon, place.lat)[1] })) pin.setAttribute(name, String(value));
    said.textContent = say(settings.words, place ? "placed" : "tap");
  };
  const set = (place: Place | null) => {
    show(place);
    choose(place);
  };
  svg.addEventListener("click", (event) => {
    const area = svg.getBoundingClientRect();
    set(from(((event.clientX - area.left) / area.width) * SIDE, ((event.clientY - area.top) / area.height) * SIDE));
  });
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-8, 0], ArrowRight: [8, 0], ArrowUp: [0, -8], ArrowDown: [0, 8] }[event.key];
    if (!step) return;
    event.preventDefault();
    const [x, y] = chosen ? to(chosen.lon, chosen.lat) : [SIDE / 2, SIDE / 2];
    set(from(x + (step[0] ?? 0), y + (step[1] ?? 0)));
  });
  box.append(svg, said, buttons(settings, set));
  show(chosen);
  return box;
}

function buttons(settings: Settings, set: (place: Place | null) => void): HTMLElement {
  const row = document.createElement("div");
  row.className = "buttons";
  const here = press(say(settings.words, "here"), () =>
    navigator.geolocation.getCurrentPosition(({ coords }) => set({ lat: coords.latitude, lon: coords.longitude })),
  );
  here.hidden = !("geolocation" in navigator) || !isSecureContext;
  row.append(here, press(say(settings.words, "unplace"), () => set(null)));
  return row;
}

function press(text: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-secondary";
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}
