"""A folder exists only when something lives in it, and has the same file names as every other."""

from tests.contracts.house import FEATURES, ROOT, product_code


def test_every_feature_stands_in_the_plan_of_the_house() -> None:
    found = set()
    for path in product_code():
        parts = path.relative_to(ROOT).parts
        if parts[0] == "safetyzone" and len(parts) > 3 and parts[1] in FEATURES and parts[2] not in FEATURES[parts[1]]:
            found.add("/".join(parts[:3]))
    assert found == set()


def test_views_do_not_write() -> None:
    """Writes are actions: a view that saves or deletes by itself would have no audit event."""
    words = (".save(", ".delete(", ".create(", ".bulk_create(", ".update(")
    found = []
    for path in product_code():
        if path.stem in {"views", "panels"} or "views" in path.parent.parts:
            text = path.read_text()
            found += [f"{path.relative_to(ROOT)}: {word}" for word in words if word in text]
    assert found == []
