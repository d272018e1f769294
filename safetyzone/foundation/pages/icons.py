"""The few drawings the pages use: 24 × 24, strokes in the colour of the text beside them."""

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

_PATHS: Final = {
    "listen": "M4 6h16v10H9l-4 4v-4H4z M8 10h8 M8 13h5",
    "analyse": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z M15.5 15.5 21 21",
    "plan": "M5 4h14v17H5z M9 2.5v3 M15 2.5v3 M8.5 11h7 M8.5 15h4",
    "act": "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z M9 11.5l2.3 2.3L15.5 9.5",
    "measure": "M4 20V4 M4 20h17 M8 16v-4 M12.5 16V8 M17 16v-6",
    "publish": "M12 15V4 M8 8l4-4 4 4 M5 13v7h14v-7",
    "programme": "M4 5h6v6H4z M14 5h6v6h-6z M4 15h6v5H4z M14 15h6v5h-6z",
    "zone": "M12 21c-4.5-4.6-7-8-7-11a7 7 0 0 1 14 0c0 3-2.5 6.4-7 11z M12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
    "person": "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M5 21c0-4 3-6.5 7-6.5s7 2.5 7 6.5",
    "light": "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M12 2.5v2 M12 19.5v2 "
    "M2.5 12h2 M19.5 12h2 M5.3 5.3l1.4 1.4 M17.3 17.3l1.4 1.4 M18.7 5.3l-1.4 1.4 M6.7 17.3l-1.4 1.4",
    "dark": "M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z",
    "auto": "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z M12 4v16 M12 8h5.5 M12 12h8 M12 16h5.5",
    "down": "M6 9.5l6 6 6-6",
    "next": "M9.5 6l6 6-6 6",
    "back": "M14.5 6l-6 6 6 6",
    "unsure": "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z M9.7 9.5a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1.1.9-1.1 1.8 M12 16.8v.1",
    "phone": "M6 3h4l1.5 5-2.3 1.6a11 11 0 0 0 5.2 5.2l1.6-2.3 5 1.5v4a2 2 0 0 1-2.2 2A17 17 0 0 1 4 5.2 2 2 0 0 1 6 3z",
    "key": "M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M12 12h9 M18 12v3.5 M15 12v2.5",
    "done": "M5 12.5l4.5 4.5L19 7.5",
    "warning": "M12 4 2.8 20h18.4z M12 10v4.5 M12 17.3v.1",
    "file": "M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 16h6",
}
_DRAWN: Final = {
    name: format_html(
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        paths,
    )
    for name, paths in _PATHS.items()
}


def drawing(name: str) -> SafeString:
    """The SVG of a name in the table above."""
    return _DRAWN[name]
