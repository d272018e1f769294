// On every page: the kit's styles and the partial pages.
import "@tabler/core/dist/css/tabler.min.css";
import "htmx.org";
