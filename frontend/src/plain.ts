// The plain page of a poll: a style sheet of its own, small enough for a slow network, and no script.
import "./look/fonts.css";
import "./poll/plain.css";
