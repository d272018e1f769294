"""One figure, one verdict: nobody but ``measure/targets`` compares anything with a target's threshold."""

import ast

from tests.contracts.house import ROOT, product_code, tree

EVALUATOR = ROOT / "safetyzone" / "measure" / "targets"
WORDS = {"threshold", "thresholds"}


def compared_with_a_threshold(node: ast.AST) -> bool:
    """A comparison in which a name, attribute or key called "threshold" takes part."""
    if not isinstance(node, ast.Compare):
        return False
    for part in ast.walk(node):
        name = getattr(part, "id", None) or getattr(part, "attr", None)
        if name in WORDS or (isinstance(part, ast.Constant) and part.value in WORDS):
            return True
    return False


def test_only_the_evaluator_compares_with_targets() -> None:
    product = [path for path in product_code() if "safetyzone" in path.parts and EVALUATOR not in path.parents]
    guilty = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in product
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Compare) and compared_with_a_threshold(node)
    ]
    assert guilty == []


def test_the_check_would_find_one() -> None:
    for code in ("share <= target.threshold", "x > t['threshold']", "threshold < y"):
        assert any(compared_with_a_threshold(node) for node in ast.walk(ast.parse(code)))
