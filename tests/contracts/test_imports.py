"""No module imports itself in a circle: what is read first must not need what is read after it."""

import ast
import re
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


REASON = re.compile(r"# noqa: PLC0415 - \w{2,}")


def hidden_imports(code: ast.Module, text: str) -> list[int]:
    """Lines where a function imports something and does not say why there."""
    lines = text.splitlines()
    inside = {
        node.lineno
        for function in ast.walk(code)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return sorted(line for line in inside if not REASON.search(lines[line - 1]))


def test_an_import_without_its_reason_would_be_found() -> None:
    text = "def late():\n    import a\n    import b  # noqa: PLC0415\n    import c  # noqa: PLC0415 - optional extra\nimport d\n"
    assert hidden_imports(ast.parse(text), text) == [2, 3]


def test_an_import_inside_a_function_says_why() -> None:
    hidden = {
        str(path.relative_to(ROOT)): found
        for path in product_code()
        if (found := hidden_imports(tree(path), path.read_text()))
    }
    assert hidden == {}
