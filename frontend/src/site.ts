// On every page: the kit's styles, our look, partial pages, and small helps that pages also do without.
import "@tabler/core/dist/css/tabler.min.css";
import "./look/fonts.css";
import "./look/site.css";
import "htmx.org";
import { fillScanned } from "./look/scanned";
import { keepToken } from "./look/token";
import { keepPlace } from "./look/language";
import { closeMenus } from "./look/menus";
import { switchTheme } from "./look/theme";

keepToken();
keepPlace();
closeMenus();
switchTheme();
fillScanned();
