"""Numbers, dates and links as people of the area write them."""

from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from safetyzone.foundation.pages.templatetags import figures
from safetyzone.foundation.places.models import AreaPack

pytestmark = pytest.mark.django_db


@pytest.fixture
def thai_area() -> None:
    AreaPack.objects.create(
        slug="thailand", version="1", digest="x", content={"calendar": {"years": "buddhist"}, "emergency": []}
    )


@pytest.mark.parametrize(
    ("value", "written"), [(1234567, "1,234,567"), (0, "0"), (12.5, "12.5"), (None, "–"), ("", "–"), (999, "999")]
)
def test_numbers_are_grouped_in_both_languages(value: float | None, written: str) -> None:
    assert figures.number(value) == written
    with translation.override("th"):
        assert figures.number(value) == written


def test_shares_are_percent_and_unknown_ones_a_dash() -> None:
    assert (figures.percent(0.423), figures.percent(0.423, 1), figures.percent(None)) == ("42 %", "42.3 %", "–")


@pytest.mark.usefixtures("thai_area")
def test_thai_dates_have_buddhist_years_and_english_ones_do_not() -> None:
    day = date(2024, 3, 5)
    assert figures.day(day) == "5 March 2024"
    assert figures.month("2024-03") == "March 2024"
    with translation.override("th"):
        assert figures.day(day) == "5 มี.ค. 2567"
        assert figures.month("2024-03") == "มีนาคม 2567"


def test_where_the_area_does_not_ask_for_it_years_stay_gregorian() -> None:
    with translation.override("th"):
        assert figures.day(date(2024, 3, 5)) == "5 มี.ค. 2024"


@pytest.mark.usefixtures("thai_area")
def test_a_moment_is_on_the_areas_clocks_and_so_is_its_day() -> None:
    moment = datetime(2024, 12, 31, 18, 30, tzinfo=UTC)  # already next year in Bangkok
    assert figures.moment(moment) == "1 January 2025 01:30"
    assert figures.day(moment) == "1 January 2025"
    with translation.override("th"):
        assert figures.moment("2024-12-31T18:30:00+00:00") == "1 ม.ค. 2568 01:30 น."
    assert figures.moment(None) == figures.day("") == figures.month(None) == "–"


def test_a_figure_shows_interval_n_source_and_its_run() -> None:
    html = render_to_string(
        "pages/figure.html",
        {
            "label": "Fear",
            "value": "42 %",
            "low": "35 %",
            "high": "49 %",
            "n": 1200,
            "source": "poll",
            "run_url": "/runs/x/",
        },
    )
    for part in ("42 %", "35 % to 49 % (95 % interval)", "n = 1,200", "poll", 'href="/runs/x/"'):
        assert part in html


def test_a_refused_figure_shows_no_number() -> None:
    html = render_to_string(
        "pages/figure.html", {"label": "Fear", "value": "42 %", "refusal": {"have": 12, "need": 50}}
    )
    assert "42 %" not in html
    assert "12 so far, 50 needed" in html
