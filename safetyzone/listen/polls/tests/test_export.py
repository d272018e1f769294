"""Every published figure of a wave comes out of the exported file again, computed by others' formulas."""

import csv
import io
import math
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from safetyzone.foundation.audit.models import Event
from safetyzone.listen.polls.models import Answer, Wave
from safetyzone.listen.polls.results.compute import results_of
from safetyzone.listen.polls.results.export import lines
from safetyzone.listen.polls.tests.answers import fill
from safetyzone.listen.polls.tests.test_results import AGE, SEX
from safetyzone.listen.polls.tests.test_results_page import member_of

Rows = list[dict[str, str]]


def exported(wave: Wave) -> Rows:
    return list(csv.DictReader(io.StringIO("".join(lines(wave)).removeprefix("\ufeff"))))


def published(wave: Wave) -> list[tuple[str, str, bool, dict[str, Any]]]:
    result = results_of(wave, by="system").result
    found = [
        (asked["name"], figure["value"], asked["several"], figure)
        for asked in result["questions"]
        for figure in asked["answers"]
        if figure["kind"] == "estimate"
    ]
    assert len(found) > 60
    return found


def said(rows: Rows, name: str, value: str, several: bool) -> tuple[Any, Any]:
    among = np.array([bool(row[name]) for row in rows])
    yes = np.array([value in row[name].split() if several else row[name] == value for row in rows])
    return yes, among


def test_svy_computes_every_figure_again_from_the_file(wave: Wave) -> None:
    svy = pytest.importorskip("svy")
    polars = pytest.importorskip("polars")
    wave.design = {"psu": "cluster"}
    wave.save()
    fill(wave, 500, clusters=25)
    rows = exported(wave)
    weight, unit = [float(row["weight"]) for row in rows], [int(row["unit"]) for row in rows]
    compared = 0
    for name, value, several, ours in published(wave):
        yes, among = said(rows, name, value, several)
        answers = [("yes" if hit else "no") if asked else None for hit, asked in zip(yes, among, strict=True)]
        if ours["count"] in (0, ours["n"]):
            assert ours["share"] == ours["count"] / ours["n"]
            continue
        frame = polars.DataFrame({"y": answers, "w": weight, "unit": unit})
        made = svy.Sample(frame, svy.Design(psu="unit", wgt="w")).estimation.prop("y", drop_nulls=True)
        theirs = next(row for row in made.estimates if row.y_level == "yes")
        assert ours["share"] == pytest.approx(theirs.est, abs=1e-9)
        assert ours["se"] == pytest.approx(theirs.se, abs=1e-9)
        if ours["interval"] == "logit" and among.all():  # svy takes its degrees of freedom from all clusters
            assert (ours["low"], ours["high"]) == pytest.approx((theirs.lci, theirs.uci), abs=1e-9)
        compared += 1
    assert compared >= 40


def raked_by_hand(weight: Any, columns: list[tuple[Any, dict[str, float]]]) -> Any:
    """Proportional fitting to convergence: ours is not used."""
    fitted = weight.copy()
    for _ in range(2000):
        for column, targets in columns:
            for value, people in targets.items():
                fitted[column == value] *= people / fitted[column == value].sum()
    return fitted


def test_raked_figures_follow_the_textbook_from_the_file(wave: Wave) -> None:
    """Deville & Särndal 1992 as R's survey does it: residuals of a base-weighted regression on the margins' dummies."""
    wave.design, wave.margins = {"psu": "cluster"}, [SEX, AGE]
    wave.save()
    fill(wave, 600, clusters=30)
    rows = exported(wave)
    weight = np.array([float(row["weight"]) for row in rows])
    unit = np.array([int(row["unit"]) for row in rows])
    sex, age = np.array([row["sex"] for row in rows]), np.array([row["age-band"] for row in rows])
    sex = np.where(np.isin(sex, ["female", "male"]), sex, "silent")
    quiet = weight[sex == "silent"].sum() / weight.sum()
    by_sex = {"female": 5200 * (1 - quiet), "male": 4800 * (1 - quiet), "silent": 10000 * quiet}
    final = raked_by_hand(weight, [(sex, by_sex), (age, AGE["targets"])])
    assert final == pytest.approx(np.array([float(row["raked_weight"]) for row in rows]), rel=1e-9)
    dummies = np.column_stack([sex == v for v in by_sex] + [age == v for v in list(AGE["targets"])[1:]]).astype(float)
    gram = dummies.T @ (weight[:, None] * dummies)
    units = np.unique(unit)
    for name, value, several, ours in published(wave):
        yes, among = said(rows, name, value, several)
        total = final[among].sum()
        share = final[among & yes].sum() / total
        score = np.where(among, yes - share, 0.0) / total
        left = score - dummies @ np.linalg.solve(gram, dummies.T @ (weight * score))
        sums = np.array([(final * left)[unit == each].sum() for each in units])
        se = math.sqrt(units.size / (units.size - 1) * ((sums - sums.mean()) ** 2).sum())
        assert ours["share"] == pytest.approx(share, abs=1e-9), (name, value)
        assert ours["se"] == pytest.approx(se, abs=1e-9), (name, value)


def test_a_file_is_given_only_for_a_purpose_and_each_look_is_logged(wave: Wave) -> None:
    fill(wave, 3, clusters=1)
    address = reverse("poll_results:answers", args=[wave.pk])
    clerk = member_of(wave, "clerk")
    assert clerk.get(address).status_code == 200
    assert clerk.post(address, {"purpose": " x "}).status_code == 400
    assert not Event.objects.filter(action="polls.answers_read").exists()
    sent = clerk.post(address, {"purpose": "Recompute the figures of March"})
    assert sent.headers["Content-Disposition"].endswith(f'-{wave.pk}.csv"')
    assert b"".join(sent).count(b"\r\n") == 4
    assert Event.objects.get(action="polls.answers_read").payload["purpose"] == "Recompute the figures of March"


@pytest.mark.parametrize("role", ["resident", "patrol", "partner", "duty", "auditor"])
def test_who_may_not_read_answers_finds_no_such_page(wave: Wave, role: str) -> None:
    client: Client = member_of(wave, role)
    assert client.post(reverse("poll_results:answers", args=[wave.pk]), {"purpose": "curiosity"}).status_code == 404


def test_nothing_in_the_file_runs_in_a_spreadsheet_or_names_an_id(wave: Wave) -> None:
    fill(wave, 2)
    answer = Answer.objects.first()
    assert answer is not None
    answer.data = {**answer.data, "suggestion": '=HYPERLINK("http://x")\nsecond'}
    answer.save()
    rows = exported(wave)
    assert [row["suggestion"] for row in rows if row["suggestion"]] == ['\'=HYPERLINK("http://x")\nsecond']
    assert not any(str(pk) in str(rows) or pk.hex in str(rows) for pk in Answer.objects.values_list("pk", flat=True))
