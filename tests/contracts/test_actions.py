"""Every write is an action: keyword-only, says who did it, leaves one event in the audit chain."""

import ast
from pathlib import Path

from tests.contracts.house import ROOT, product_code, tree

# Functions of actions.py that are no action of a person, and why.
NOT_AN_ACTION = {
    "foundation/audit/actions.py": "the chain itself",
    "foundation/jobs/actions.py": "the queue's own book-keeping: a job's work is an action of its feature, with its event",
}
RECORDS = {"record", "record_each"}


def action_files() -> list[Path]:
    return [
        path for path in product_code()
        if (path.name == "actions.py" or path.parent.name == "actions")
        and str(path.relative_to(ROOT / "safetyzone")) not in NOT_AN_ACTION
    ]  # fmt: skip


def public_functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def called(node: ast.AST) -> set[str]:
    """Names of everything called in a function."""
    calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
    return {getattr(func, "id", getattr(func, "attr", "")) for func in calls}


def reaches_an_event(name: str, graph: dict[str, set[str]], seen: frozenset[str] = frozenset()) -> bool:
    reached = graph.get(name, set())
    return bool(reached & RECORDS) or any(
        reaches_an_event(other, graph, seen | {name}) for other in reached & set(graph) - seen
    )


def call_graph() -> dict[str, set[str]]:
    """Function name → names it calls, over the product: an action may hand over to a function of its folder."""
    graph: dict[str, set[str]] = {}
    for path in product_code():
        if path.relative_to(ROOT).parts[0] == "safetyzone":
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.FunctionDef):
                    graph.setdefault(node.name, set()).update(called(node))
    return graph


def writes(path: Path) -> list[ast.FunctionDef]:
    """An action says ``by``; a function without it is a question or a part of an action."""
    return [node for node in public_functions(path) if "by" in {arg.arg for arg in node.args.kwonlyargs}]


def test_every_action_leaves_an_event() -> None:
    graph = call_graph()
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in action_files()
        for node in writes(path)
        if not reaches_an_event(node.name, graph)
    ]
    assert silent == []


def test_every_action_is_keyword_only() -> None:
    positional = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in action_files()
        for node in writes(path)
        if node.args.args or node.args.posonlyargs
    ]
    assert positional == []


def test_whatever_writes_in_an_actions_file_says_who_did_it() -> None:
    words = {"save", "create", "bulk_create", "update", "delete", "get_or_create", "update_or_create"}
    nameless = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in action_files()
        for node in public_functions(path)
        if called(node) & words and node not in writes(path)
    ]
    assert nameless == []
