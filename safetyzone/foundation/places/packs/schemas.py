"""The versioned JSON Schema of each file, and its errors as sentences."""

import json
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from jsonschema import Draft202012Validator, ValidationError

from safetyzone.foundation.places.packs.files import Documents, areas_folder
from safetyzone.foundation.places.packs.mistakes import Mistake

VERSION: Final = "1.0.0"


@cache
def _validator(stem: str) -> Draft202012Validator:
    path = areas_folder() / "schema" / VERSION / f"{stem}.schema.json"
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def shape_errors(documents: Documents) -> Iterator[tuple[Mistake, str, tuple[str | int, ...]]]:
    """Each mistake of shape with its file and the raw path to it."""
    for name, data in documents.data.items():
        for error in _validator(name.split(".")[0]).iter_errors(data):
            path = tuple(error.absolute_path)
            yield Mistake(name, place_in(documents, name, path), str(error.validator), _sentence(error)), name, path


def place_in(documents: Documents, name: str, path: tuple[str | int, ...]) -> str:
    """Where in the file, as its author sees it."""
    lines = documents.lines.get(name)
    if lines is not None and path and isinstance(path[0], int):
        inside = [str(part) for part in path[1:]]
        column = "_".join(["name", *inside[1:]]) if inside[:1] == ["names"] else "".join(inside)
        return f"line {lines[path[0]]}" + (f", column {column}" if column else "")
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _sentence(error: ValidationError) -> str:
    rule, given, wanted = str(error.validator), _plain(error.instance), _plain(error.validator_value)
    if rule in _SENTENCES:
        made = _SENTENCES[rule](error)
    elif rule in _PLAIN_SENTENCES:
        made = _PLAIN_SENTENCES[rule].format(given=given, wanted=wanted)
    else:
        made = str(error.message)
    described = _plain(error.schema).get("description")
    return f"{made}: {described}" if described else made


def _plain(value: Any) -> Any:
    """jsonschema types what an error may not have as ``Unset``; an error from a validator has all of it."""
    return value


def _required(error: ValidationError) -> str:
    wanted, given = _plain(error.validator_value), _plain(error.instance)
    missing = [key for key in wanted if key not in given]
    # jsonschema reports each missing key on its own; its message begins with the key.
    named = next((key for key in missing if error.message.startswith(repr(key))), missing[0])
    return f"{named} is missing"


def _additional(error: ValidationError) -> str:
    known = sorted(_plain(error.schema).get("properties", {}))
    strange = [key for key in _plain(error.instance) if key not in known]
    near = get_close_matches(str(strange[0]), known, 1) if strange else []
    advice = f"did you mean {near[0]}?" if near else f"possible are {', '.join(known)}"
    return f"{', '.join(map(str, strange))} does not belong here; {advice}"


def _type(error: ValidationError) -> str:
    kinds = {"string": "text", "object": "a set of keys and values", "array": "a list", "boolean": "true or false"}
    wanted = kinds.get(str(error.validator_value), f"a {error.validator_value}")
    numeric = isinstance(error.instance, int | float) and error.validator_value == "string"
    shown: Any = error.instance if not isinstance(error.instance, dict | list) else "it"
    return f"{shown!r} should be {wanted}" + ("; put it in quotation marks" if numeric else "")


def _enum(error: ValidationError) -> str:
    return f"{error.instance!r} is none of {', '.join(map(repr, _plain(error.validator_value)))}"


def _beside(error: ValidationError) -> str:
    return str(error.message).replace("is a dependency of", "must stand beside")


_SENTENCES: Final[dict[str, Callable[[ValidationError], str]]] = {
    "required": _required,
    "additionalProperties": _additional,
    "enum": _enum,
    "type": _type,
    "dependentRequired": _beside,
}
_PLAIN_SENTENCES: Final = {
    "const": "{given!r} should be {wanted!r}",
    "pattern": "{given!r} is not written the way it must be ({wanted})",
    "minItems": "it is empty",
    "minProperties": "it needs a name in at least one language",
}
