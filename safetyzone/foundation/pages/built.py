"""What the front-end build left behind: which hashed files an entry needs, read from Vite's manifest."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.templatetags.static import static

MANIFEST: Final = Path(settings.PACKAGE) / "static" / "built" / "manifest.json"
ADVICE: Final = "run: python frontend/hatch_build.py"

Chunk = dict[str, Any]


def chunk_of(name: str) -> Chunk:
    """The manifest's record of ``src/<name>.ts``."""
    found = manifest().get(f"src/{name}.ts")
    if found is None:
        raise ImproperlyConfigured(f"the front end has no entry {name!r}; if frontend/src/{name}.ts is new, {ADVICE}")
    return found


def manifest() -> dict[str, Chunk]:
    """Read once, and again when a new build has replaced it."""
    try:
        written = MANIFEST.stat().st_mtime_ns
    except FileNotFoundError:
        raise ImproperlyConfigured(f"the front end has not been built; {ADVICE}") from None
    return _read(written)


@lru_cache(maxsize=1)
def _read(written: int) -> dict[str, Chunk]:
    content: dict[str, Chunk] = json.loads(MANIFEST.read_text())
    return content


def imports_of(chunk: Chunk) -> list[Chunk]:
    """The chunks that ``chunk`` imports, directly or not, each once."""
    found: dict[str, Chunk] = {}
    waiting = list(chunk.get("imports", []))
    while waiting:
        key = waiting.pop(0)
        if key not in found:
            found[key] = manifest()[key]
            waiting += found[key].get("imports", [])
    return list(found.values())


def styles_of(name: str) -> list[str]:
    """Addresses of the style sheets an entry needs, its imports' first."""
    chunk = chunk_of(name)
    files = [file for part in [*imports_of(chunk), chunk] for file in part.get("css", [])]
    return [address(file) for file in dict.fromkeys(files)]


def scripts_of(name: str) -> tuple[str, list[str]]:
    """Addresses of an entry's script and of the modules it will ask for next."""
    chunk = chunk_of(name)
    return address(chunk["file"]), [address(part["file"]) for part in imports_of(chunk)]


def address(file: str) -> str:
    return static(f"built/{file}")


def offline_worker() -> HttpResponse:
    """The service worker of pages that open without a network; served below each folder that it may look after."""
    path = MANIFEST.parent / chunk_of("offline-worker")["file"]
    response = HttpResponse(path.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
