"""Where a command keeps its data, settled before Django reads its settings."""

import os
import tempfile
from pathlib import Path

DEMO_FOLDER = Path("data") / "demo"
THROWAWAY: list[Path] = []


def demo_folder() -> None:
    """A folder and database of its own, and the first page with a card per role."""
    os.environ.setdefault("SAFETYZONE_DATA", str(DEMO_FOLDER))
    os.environ["SAFETYZONE_DEMO"] = "1"
    os.environ.pop("DATABASE_URL", None)


def throwaway_folder() -> None:
    """A temporary folder with a database of its own; whoever asked for it removes what ``THROWAWAY`` lists."""
    folder = Path(tempfile.mkdtemp(prefix="safetyzone-"))
    THROWAWAY.append(folder)
    os.environ["SAFETYZONE_DATA"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
