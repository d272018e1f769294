/** The page of a poll's results: the layout of a page of panels, and bars beside the figures. Works without scripts. */
import "./map/zone.css";
import "./results/results.css";
