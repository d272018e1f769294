"""What ODK Collect reads when it scans a code: its settings as JSON, compressed and in base64.

Source: docs.getodk.org/collect-import-export. A setting that is not named gets Collect's own default.
"""

import base64
import json
import zlib
from typing import Any, Final

LONGEST_NAME: Final = 40


def settings_for(address: str, name: str) -> dict[str, Any]:
    """The project ``name`` on the server ``address``, which holds the key: no user name, no password."""
    return {
        "general": {
            "server_url": address,
            "form_update_mode": "match_exactly",  # the poll comes by itself, and goes when it is closed
            "autosend": "wifi_and_cellular",
            "delete_send": True,  # what a resident said does not stay on the interviewer's telephone
        },
        "admin": {},
        "project": {"name": name[:LONGEST_NAME]},
    }


def settings_text(address: str, name: str) -> str:
    """The same as a code to scan holds it."""
    compact = json.dumps(settings_for(address, name), ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(compact.encode())).decode()
