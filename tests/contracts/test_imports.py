"""No module imports itself in a circle: what is read first must not need what is read after it."""

import ast
from pathlib import Path

from tests.contracts.house import ROOT, product_code, tree


def module_name(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imported(body: list[ast.stmt], known: set[str]) -> set[str]:
    """Modules that are read while this one is read; not what a function or a type checker reads."""
    found: set[str] = set()
    for node in body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        elif isinstance(node, ast.If | ast.Try | ast.With) and not is_type_checking(node):
            found |= imported(node.body, known)
    return found & known


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Each circle found by walking in depth."""
    found, done, path = [], set[str](), list[str]()

    def walk(name: str) -> None:
        if name in path:
            found.append([*path[path.index(name) :], name])
        elif name not in done:
            path.append(name)
            for other in sorted(graph[name]):
                walk(other)
            path.pop()
            done.add(name)

    for name in sorted(graph):
        walk(name)
    return found


def test_a_circle_would_be_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c", "a"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_imports_have_no_circles() -> None:
    files = {module_name(path): path for path in product_code() if path.relative_to(ROOT).parts[0] == "safetyzone"}
    graph = {name: imported(tree(path).body, set(files)) - {name} for name, path in files.items()}
    assert circles(graph) == []
