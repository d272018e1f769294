"""What changed, and what people wrote."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from safetyzone.listen.polls.models import Answer, Wave
from safetyzone.listen.polls.results.compute import figures_of
from safetyzone.listen.polls.results.topics import grouped
from safetyzone.listen.polls.results.trend import changes, difference
from safetyzone.listen.polls.tests.answers import fill
from safetyzone.listen.polls.tests.test_results_page import member_of


@pytest.fixture
def later(wave: Wave) -> Wave:
    wave.design = {"psu": "cluster"}
    wave.save()
    return Wave.objects.create(
        zone=wave.zone, questionnaire=wave.questionnaire, title="Second", mode="probability", state="open",
        opens=wave.opens + timedelta(days=1), closes=wave.closes, design={"psu": "cluster"},
    )  # fmt: skip


def more_fear(wave: Wave) -> None:
    for answer in Answer.objects.filter(wave=wave):
        answer.data = {**answer.data, "safe-after-dark": "very-unsafe"}
        answer.save()


def test_two_random_samples_are_compared_with_an_interval(wave: Wave, later: Wave) -> None:
    fill(wave, 400, clusters=20)
    fill(later, 400, clusters=20, seed=2)
    more_fear(later)
    found = changes(later, figures_of(later), by="system")
    assert found["why"] == ""
    row = next(
        r for r in found["rows"] if r["answer"]["value"] == "very-unsafe" and r["question"]["name"] == "safe-after-dark"
    )
    assert row["clear"]
    assert row["difference"] == pytest.approx(1 - row["was"]["share"])
    unchanged = [r for r in found["rows"] if r["question"]["name"] not in {"safe-after-dark"}]
    assert sum(r["clear"] for r in unchanged) < len(unchanged) / 5


@pytest.mark.parametrize(("first", "second"), [("optin", "probability"), ("probability", "quota"), ("optin", "optin")])
def test_without_two_random_samples_there_is_only_a_reason(wave: Wave, later: Wave, first: str, second: str) -> None:
    wave.mode, later.mode = first, second
    wave.save()
    later.save()
    fill(wave, 100)
    fill(later, 100)
    assert changes(later, figures_of(later), by="system")["rows"] == []
    text = member_of(wave, "resident").get(reverse("poll_results:results", args=[later.pk])).content.decode()
    assert "at least one of the two is no random sample" in text


def test_a_first_wave_says_that_there_is_nothing_to_compare_with(wave: Wave) -> None:
    fill(wave, 100, clusters=4)
    text = member_of(wave, "resident").get(reverse("poll_results:results", args=[wave.pk])).content.decode()
    assert "no earlier poll of this zone" in text


def test_the_difference_of_two_simple_samples_is_welchs(wave: Wave) -> None:
    stats = pytest.importorskip("scipy.stats")
    a, b = [1.0] * 40 + [0.0] * 60, [1.0] * 30 + [0.0] * 90
    was, now = ({"share": sum(x) / len(x), "se": (stats.tvar(x) / len(x)) ** 0.5, "df": len(x) - 1} for x in (a, b))
    ours, theirs = difference(was, now), stats.ttest_ind(b, a, equal_var=False)
    assert ours["p"] == pytest.approx(theirs.pvalue, abs=1e-12)
    interval = theirs.confidence_interval()
    assert (ours["low"], ours["high"]) == pytest.approx((interval.low, interval.high), abs=1e-12)


WRITTEN = ["ไฟถนนดับตลอดซอย มืดมาก"] * 14 + ["อยากให้มีกล้องที่ใช้ได้"] * 11 + ["หมาจรจัดเยอะ"] * 3


def test_answers_are_grouped_by_shared_words_and_small_groups_stay_hidden() -> None:
    found = grouped(WRITTEN)
    assert [topic["n"] for topic in found["topics"]] == [14, 11]
    assert found["other"] == 3
    assert "หมา" not in str(found)
    assert grouped(WRITTEN) == found


def test_personal_data_never_reaches_topics_or_quotes() -> None:
    found = grouped([f"นายสมชาย ใจดี โทร 081234567{i % 10} ไฟดับ" for i in range(20)])
    assert "สมชาย" not in str(found)
    assert "08123" not in str(found)
    assert found["hidden"] == {"name": 20, "phone": 20}


def test_many_texts_are_drawn_by_lot_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safetyzone.listen.polls.results.topics.MOST_TEXTS", 12)
    assert (grouped(WRITTEN)["n"], grouped(WRITTEN)["read"]) == (28, 12)


def test_the_page_of_words(wave: Wave) -> None:
    fill(wave, 28)
    for answer, text in zip(Answer.objects.all(), WRITTEN, strict=True):
        answer.data = {**answer.data, "suggestion": text}
        answer.save()
    client: Any = member_of(wave, "resident")
    text = client.get(reverse("poll_results:words", args=[wave.pk])).content.decode()
    assert "n = 14" in text
    assert "3 in no topic of at least 10 answers" in text


def test_html_that_somebody_wrote_is_read_as_text(wave: Wave) -> None:
    fill(wave, 12)
    for answer in Answer.objects.all():
        answer.data = {**answer.data, "suggestion": "lamps <img src=x onerror=alert(1)> here"}
        answer.save()
    client: Any = member_of(wave, "resident")
    text = client.get(reverse("poll_results:words", args=[wave.pk])).content.decode()
    assert "<img src=x" not in text
    assert "lamps &lt;img src=x onerror=alert(1)&gt; here" in text
