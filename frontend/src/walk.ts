// Walks: the checklist keeps its stops on this device until they have arrived; the list and map need only the look.
import "./walk/walk.css";

if (document.getElementById("walk-form")) void import("./walk/page").then(({ begin }) => begin());
