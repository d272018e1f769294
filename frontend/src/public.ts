// The public page of a zone: a style sheet of its own, small enough for a slow network, and no script.
import "./look/fonts.css";
import "./public/public.css";
