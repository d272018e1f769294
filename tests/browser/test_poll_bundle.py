"""What was built for the poll names no host that it could ask."""

import re

from django.conf import settings

from safetyzone.foundation.pages.built import chunk_of, imports_of

# Names of vocabularies, which nobody fetches, and the engine's own advice to programmers.
NAMES = (
    "http://www.w3.org/", "http://openrosa.org/", "http://www.opendatakit.org/xforms", "http://enketo.org/xforms",
    "https://github.com/getodk/", "http://unicode.org/", "http://kripken.github.io/",
)  # fmt: skip


def test_only_names_of_vocabularies_look_like_addresses() -> None:
    found = set()
    for entry in ("poll", "plain", "offline-worker"):
        for chunk in [chunk_of(entry), *imports_of(chunk_of(entry))]:
            text = (settings.PACKAGE / "static" / "built" / chunk["file"]).read_text()
            found |= set(re.findall(r"(?:https?|wss?)://[\w.-]+[^\s\"'`<>)\\]*", text))
    assert {address for address in found if not address.startswith(NAMES)} == set()
