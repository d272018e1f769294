// A zone's page: the server's drawing becomes a map, its specifications become charts, the list and the map point at each other.
import "./map/zone.css";
import { drawMap } from "./map/zone-map";

function draw(): void {
  void drawMap();
  // The charts' library is fetched after the page and its list can be used.
  if (document.querySelector(".vega[data-spec]")) void import("./charts/draw").then(({ drawCharts }) => drawCharts(document));
}

draw();
// A filter brings a new picture into the page.
document.addEventListener("htmx:after:swap", () => {
  if (document.querySelector("#picture:not([data-drawn])")) draw();
});
