"""The one contract that every public function keeps; each module's cases are in ``cases/``."""

import dataclasses
import inspect
import pkgutil
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import pytest

import zonestats
from zonestats.errors import InvalidInput
from zonestats.tests import cases
from zonestats.tests.contract import Arrays, Case, digest

SEED = 20_250_301
SHIFT = 131_072.0  # metres; a power of two, so that whole metres stay whole
SECONDS = 30.0

_MODULES = sorted(found.name for found in pkgutil.iter_modules(cases.__path__))
_CASES: list[Case] = [case for name in _MODULES for case in import_module(f"{cases.__name__}.{name}").CASES]


def those(wanted: Callable[[Case], object]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [case for case in _CASES if wanted(case)], ids=lambda case: case.name)


every = those(lambda case: True)


def _arrays(case: Case, n: int) -> Arrays:
    return case.arrays(n, SEED)


def _run(case: Case, arrays: Arrays) -> Any:
    return case.call(**arrays, **case.options)


def _answers_or_says_why(case: Case, arrays: Arrays) -> None:
    """Any other exception, or a warning, fails the test; so does a refusal that does not say what is wrong."""
    try:
        found = _run(case, arrays)
    except InvalidInput as error:
        refused = error
    else:
        _well_formed(found)
        return
    assert refused.argument
    assert refused.problem


def _well_formed(result: Any) -> None:
    """A frozen dataclass with a summary, or plain arrays and numbers."""
    if not dataclasses.is_dataclass(result):
        assert isinstance(result, np.ndarray | tuple | list | dict | int | float | np.generic)
        return
    assert result.__dataclass_params__.frozen  # type: ignore[union-attr]
    said = result.summary()  # type: ignore[union-attr]
    assert isinstance(said, str)
    assert said.strip()


def _refused(case: Case, arrays: Arrays) -> InvalidInput:
    with pytest.raises(InvalidInput) as error:
        _run(case, arrays)
    return error.value


def _same(found: Any, wanted: Any, tolerance: float) -> None:
    if isinstance(wanted, tuple | list) and not np.isscalar(wanted):
        assert len(found) == len(wanted)
        for a, b in zip(found, wanted, strict=True):
            _same(a, b, tolerance)
        return
    np.testing.assert_allclose(
        np.asarray(found, dtype=float), np.asarray(wanted, dtype=float), rtol=tolerance, atol=tolerance
    )


@every
def test_an_ordinary_call_answers_with_a_frozen_result(case: Case) -> None:
    _well_formed(_run(case, _arrays(case, case.n)))


@every
@pytest.mark.parametrize("rows", [0, 1, 2])
def test_hardly_any_rows_are_answered_or_refused_in_words(case: Case, rows: int) -> None:
    _answers_or_says_why(case, {name: array[:rows] for name, array in _arrays(case, case.n).items()})


@every
@pytest.mark.parametrize("bad", [np.nan, np.inf], ids=["nan", "infinity"])
def test_missing_and_infinite_values_are_named(case: Case, bad: float) -> None:
    arrays = _arrays(case, case.n)
    for name, array in arrays.items():
        if array.dtype.kind != "f":
            continue
        spoiled = array.copy()
        spoiled.reshape(-1)[0] = bad
        changed = arrays | {name: spoiled}
        if np.isnan(bad) and name in case.nan_allowed:
            _answers_or_says_why(case, changed)
        else:
            assert name in _refused(case, changed).argument


@every
def test_text_is_refused_in_words(case: Case) -> None:
    arrays = _arrays(case, case.n)
    for name, array in arrays.items():
        if array.dtype.kind in "fiub":
            _refused(case, arrays | {name: np.full(array.shape, "many")})


@every
def test_a_wrong_shape_is_refused_in_words(case: Case) -> None:
    arrays = _arrays(case, case.n)
    for name, array in arrays.items():
        if name not in case.any_shape:
            _refused(case, arrays | {name: array[None]})
        if len(arrays) > 1 and name not in case.own_length:
            _refused(case, arrays | {name: array[:-1]})


@every
def test_lists_are_as_good_as_arrays(case: Case) -> None:
    arrays = _arrays(case, case.n)
    lists: Any = {name: array.tolist() for name, array in arrays.items() if array.dtype.kind in "fiub"}
    assert digest(_run(case, arrays | lists)) == digest(_run(case, arrays))


@every
def test_many_rows_are_answered_in_time(case: Case) -> None:
    arrays = _arrays(case, case.huge)
    _run(case, _arrays(case, case.n))  # compile
    since = time.process_time()
    _well_formed(_run(case, arrays))
    assert time.process_time() - since < 2 * SECONDS  # two cores


@every
def test_the_callers_arrays_are_never_written_to(case: Case) -> None:
    arrays = _arrays(case, case.n)
    kept = {name: array.copy() for name, array in arrays.items()}
    wanted = digest(_run(case, arrays))
    for array in arrays.values():
        array.flags.writeable = False
    assert digest(_run(case, arrays)) == wanted
    for name, array in arrays.items():
        assert array.tobytes() == kept[name].tobytes()


@every
def test_the_same_seed_gives_the_same_bytes(case: Case) -> None:
    assert digest(_run(case, _arrays(case, case.n))) == digest(_run(case, _arrays(case, case.n)))


@those(lambda case: case.unordered or case.aligned)  # elsewhere the order of rows has a meaning
def test_the_order_of_rows_does_not_matter(case: Case) -> None:
    arrays = _arrays(case, case.n)
    turned = np.random.default_rng(SEED).permutation(case.n)
    first = _run(case, arrays)
    second = _run(case, {name: np.ascontiguousarray(array[turned]) for name, array in arrays.items()})
    if case.unordered is not None:
        _same(case.unordered(second), case.unordered(first), case.tolerance)
    if case.aligned is not None:
        _same(case.aligned(second), np.asarray(case.aligned(first))[turned], case.tolerance)


@those(lambda case: case.coordinates and (case.translated or case.unordered or case.aligned))
def test_moving_everything_changes_nothing(case: Case) -> None:
    seen = case.translated or case.unordered or case.aligned
    assert seen is not None
    arrays = _arrays(case, case.n)
    moved = arrays | {name: arrays[name] + SHIFT for name in case.coordinates}
    _same(seen(_run(case, moved)), seen(_run(case, arrays)), case.tolerance)


@pytest.mark.parametrize("name", _MODULES)
def test_every_public_function_has_a_case(name: str) -> None:
    module, declared = import_module(f"zonestats.{name}"), import_module(f"{cases.__name__}.{name}")
    public = {f"{name}.{word}" for word in module.__all__ if inspect.isfunction(getattr(module, word))}
    tried = {case.name.split(" ")[0] for case in declared.CASES}
    exempt = getattr(declared, "EXEMPT", {})
    assert public - tried - set(exempt) == set()
    assert set(exempt) <= public
    assert all(reason for reason in exempt.values())


def test_every_module_that_exists_has_cases() -> None:
    existing = {name for name in zonestats._MODULES if _importable(name)} - {"minimums"}
    assert existing <= set(_MODULES)


def _importable(name: str) -> bool:
    try:
        import_module(f"zonestats.{name}")
    except ModuleNotFoundError as error:
        return error.name != f"zonestats.{name}"
    return True
