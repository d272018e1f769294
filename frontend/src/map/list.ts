// The list of places and the map point at each other, by mouse and by keyboard.
import type { Map as Drawn } from "maplibre-gl";
import type { MapData } from "./cells";

let marked = -1;

export function say(place: HTMLElement, data: MapData, position: number, map: () => Drawn | null): void {
  if (position === marked) return;
  mark(place, data, marked, false, map);
  mark(place, data, position, true, map);
  marked = position;
  const line = document.getElementById("map-said");
  if (line) line.textContent = position < 0 ? "" : words(place, data, position);
}

function words(place: HTMLElement, data: MapData, position: number): string {
  const state = data.state[position] ?? "even";
  const word = place.dataset[`word${state.charAt(0).toUpperCase()}${state.slice(1)}`] ?? "";
  const count = (data.n[position] ?? 0).toLocaleString(document.documentElement.lang);
  return `${count} ${place.dataset.wordN ?? ""} · ${word}`;
}

function mark(place: HTMLElement, data: MapData, position: number, on: boolean, map: () => Drawn | null): void {
  const cell = data.cells[position];
  if (cell === undefined) return;
  place.querySelector(`svg [data-cell="${cell}"]`)?.classList.toggle("on", on);
  document.querySelector(`tr[data-cell="${cell}"]`)?.classList.toggle("on", on);
  const drawn = map();
  if (drawn?.getSource("cells")) drawn.setFeatureState({ source: "cells", id: position }, { on });
}

export function pointFrom(place: HTMLElement, data: MapData, map: () => Drawn | null): void {
  marked = -1;
  const position = new Map(data.cells.map((cell, at) => [cell, at]));
  const at = (target: EventTarget | null) =>
    position.get((target as Element | null)?.closest<HTMLElement>("[data-cell]")?.dataset.cell ?? "") ?? -1;
  for (const row of document.querySelectorAll<HTMLElement>(".places tr[data-cell]")) {
    row.addEventListener("mouseenter", ({ target }) => say(place, data, at(target), map));
    row.addEventListener("mouseleave", () => say(place, data, -1, map));
    row.addEventListener("focusin", ({ target }) => say(place, data, at(target), map));
    row.addEventListener("click", ({ target }) => say(place, data, at(target), map));
  }
  place.querySelector("svg")?.addEventListener("mouseover", ({ target }) => say(place, data, at(target), map));
}
