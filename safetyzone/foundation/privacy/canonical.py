"""One spelling of a value, so that its digest is one thing."""

import json
from typing import Any


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spaces and no NaN, as UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
