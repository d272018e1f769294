"""Compute once, keep for ever, hand out again."""

import hashlib
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

import zonestats
from safetyzone import __version__
from safetyzone.foundation.audit.actions import record
from safetyzone.foundation.places.models import Place
from safetyzone.foundation.privacy.canonical import canonical
from safetyzone.foundation.runs.models import Run
from safetyzone.foundation.runs.queries import run_of

CODE_VERSION = f"safetyzone {__version__} / zonestats {zonestats.__version__}"


def run_key(*, method: str, place: Place, inputs: str, parameters: Mapping[str, Any], seed: int) -> str:
    """The digest that names a run before it is computed."""
    stated = {
        "method": method,
        "place": place.slug,
        "inputs": inputs,
        "parameters": dict(parameters),
        "seed": seed,
        "code": CODE_VERSION,
    }
    return hashlib.sha256(canonical(stated)).hexdigest()


def computed(
    *,
    method: str,
    place: Place,
    inputs: str,
    parameters: Mapping[str, Any],
    seed: int,
    compute: Callable[[], dict[str, Any]],
    by: str,
) -> Run:
    """The stored run for exactly these inputs, computing it when there is none yet.

    ``inputs`` is a digest of the rows; ``compute`` returns JSON-ready data.
    """
    key = run_key(method=method, place=place, inputs=inputs, parameters=parameters, seed=seed)
    if found := run_of(key):
        return found
    started = time.perf_counter()
    result = compute()
    run = Run(
        method=method,
        place=place,
        key=key,
        inputs=inputs,
        parameters=dict(parameters),
        seed=seed,
        code_version=CODE_VERSION,
        duration_ms=round((time.perf_counter() - started) * 1000),
        result=result,
        result_digest=hashlib.sha256(canonical(result)).hexdigest(),
    )
    try:
        with transaction.atomic():
            run.save()
            record(action="run.computed", subject=f"run:{key}", by=by, method=method, place=place.slug, inputs=inputs)
    except IntegrityError:  # somebody computed the same at the same time; theirs is equal to ours
        return Run.objects.get(key=key)
    return run
