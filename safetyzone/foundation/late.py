"""What features register with one another: named when the apps start, imported when it is first asked for.

So a command that shows no page and reads no pack imports none of what pages and packs need: it starts in a fifth of the time.
"""

import threading
from collections import defaultdict
from typing import Final

from django.utils.module_loading import import_string

# Registries.
PANELS: Final = "panels"
SUBJECTS: Final = "subjects"
PARTS: Final = "parts"
WELCOME: Final = "welcome"

_waiting: Final[defaultdict[str, list[str]]] = defaultdict(list)
_one_at_a_time: Final = threading.RLock()


def later(registry: str, path: str) -> None:
    """``path``: dotted name of a function without arguments that registers something with ``registry``."""
    _waiting[registry].append(path)


def settle(registry: str) -> None:
    """Let everybody register who named a function for it; each registry does so before it answers."""
    if not (waiting := _waiting[registry]):
        return
    with _one_at_a_time:  # who comes meanwhile waits until all are there
        while waiting:
            import_string(waiting[0])()
            del waiting[0]
