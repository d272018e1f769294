"""The counted answers of a wave as columns: each answer's JSON is decoded once, by Polars, for every question together."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from safetyzone.listen.polls.models import Answer, Wave
from zonestats.checks import BoolArray, FloatArray, IntArray

Question = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Columns:
    """One entry an answer, in order of the answers' random ids; ``table`` has a column for each question."""

    stratum: tuple[str, ...]
    cluster: tuple[str, ...]
    base_weight: FloatArray
    table: pl.DataFrame

    @property
    def n(self) -> int:
        return int(self.base_weight.size)

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """Stratum and cluster of each answer."""
        return list(zip(self.stratum, self.cluster, strict=True))

    def answered(self, name: str) -> BoolArray:
        """Who answered the question at all."""
        return self.table[name].is_not_null().to_numpy().astype(np.bool_)

    def chose(self, name: str, value: str) -> BoolArray:
        """Who gave ``value``, alone or among others."""
        given = self.table[name]
        hit = given.list.contains(value) if given.dtype == pl.List(pl.String) else given == value
        return hit.fill_null(value=False).to_numpy().astype(np.bool_)

    def codes(self, name: str, values: list[str]) -> IntArray:
        """Position of each answer in ``values``; ``len(values)`` for anybody who said something else, or nothing."""
        place = {value: code for code, value in enumerate(values)}
        given = self.table[name]
        if given.dtype != pl.String:
            return np.array([place.get(said, len(values)) for said in given.to_list()], np.int64)
        coded = given.replace_strict(place, default=len(values), return_dtype=pl.Int64)
        return coded.fill_null(len(values)).to_numpy().astype(np.int64)


def counted(wave: Wave) -> QuerySet[Answer]:
    """The answers that count, in an order that says nothing: their ids are random."""
    return Answer.objects.filter(wave=wave, counted=True).order_by("pk")


def columns_of(wave: Wave) -> Columns:
    """Every counted answer of the wave."""
    read = counted(wave).annotate(text=Cast("data", TextField()))
    rows = list(read.values_list("stratum", "cluster", "base_weight", "text"))
    stratum, cluster, weight, texts = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Columns(stratum, cluster, np.array(weight, np.float64), decoded(wave.questionnaire.questions, texts))


def decoded(questions: list[Question], texts: tuple[str, ...]) -> pl.DataFrame:
    """A column of text for each question; lists where several answers are possible."""
    kinds = {question["name"]: kind_of(question) for question in questions}
    if not texts or not kinds:
        return pl.DataFrame({name: pl.Series([None] * len(texts), dtype=kind) for name, kind in kinds.items()})
    # A repeated question with several answers each is a list of lists: read as texts, which is all that is asked of it.
    return pl.Series("answer", texts).str.json_decode(pl.Struct(kinds)).struct.unnest()


def kind_of(question: Question) -> pl.DataType:
    """How the question's answers are kept."""
    several = question["type"].startswith("select all") or question.get("repeat")
    return pl.List(pl.String()) if several else pl.String()
