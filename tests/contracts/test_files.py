"""Small files, short functions, no broad excepts, nothing that names a registry or a place it should not."""

import ast
import re
import statistics
from pathlib import Path

import pytest

from tests.contracts.house import ROOT, product_code, tracked, tree

LONGEST_FILE = 400
LONGEST_BODY = 50
# Written in pieces so that this file does not name them either.
REGISTRIES = [
    re.compile(p) for p in (r"pypi\." r"org", r"python" r"hosted\.org", r"registry\." r"npmjs", r"deb\." r"debian\.org")
]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def bodies(path: Path) -> list[tuple[str, int]]:
    """(name, lines without docstring) of every function in the file."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            found.append((f"{relative(path)}:{node.name}", (node.end_lineno or 0) - body[0].lineno + 1 if body else 0))
    return found


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {relative(path): path.read_text().count("\n") for path in product_code()}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}
    assert statistics.median(lengths.values()) <= 80 or len(lengths) < 20


def test_no_function_body_is_longer_than_50_lines() -> None:
    lengths = [pair for path in product_code() for pair in bodies(path)]
    assert [pair for pair in lengths if pair[1] > LONGEST_BODY] == []
    ordered = sorted(n for _, n in lengths)
    assert ordered[len(ordered) // 2] <= 8
    assert ordered[int(len(ordered) * 0.9)] <= 30


def test_no_except_is_broad() -> None:
    broad = {None, "Exception", "BaseException"}
    found = []
    for path in product_code():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler):
                names = (
                    [None]
                    if node.type is None
                    else [getattr(n, "id", "?") for n in getattr(node.type, "elts", [node.type])]
                )
                found += [f"{relative(path)}:{node.lineno}" for name in names if name in broad]
    assert found == []


def test_no_committed_file_names_a_package_registry() -> None:
    named = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "ignore")
        named += [f"{relative(path)}: {pattern.pattern}" for pattern in REGISTRIES if pattern.search(text)]
    assert named == []


@pytest.mark.parametrize("name", ["utils", "common", "extras", "helpers", "misc"])
def test_no_module_is_a_drawer_for_everything(name: str) -> None:
    assert [relative(path) for path in product_code() if path.stem == name or name in path.parent.parts] == []
