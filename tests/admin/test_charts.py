"""Pictures of numbers: a line with a gap where a value is hidden, bars that say what they are a part of."""

import jinja2
import pytest

from admin.charts import in_digits, line_of, share_of
from admin.desk import TEMPLATES
from admin.language import translated
from tests.conversations import catalogues

PAGE = '{% from "charts.html" import bars, steps with context %}'


def drawn(calls: str, lang: str = "en", direction: str = "ltr") -> str:
    known = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True)
    known.globals |= {"_": translated, "line_of": line_of, "share_of": share_of, "in_digits": in_digits}
    return known.from_string(PAGE + calls).render(catalogues=catalogues(), lang=lang, dir=direction)


def test_a_line_starts_anew_behind_a_hidden_value() -> None:
    line = line_of([1, 2, None, 4])

    assert line.stroke == "M12.5 75.0L37.5 50.0M87.5 0.0"
    assert line.dots.count("h0") == 3


def test_time_runs_in_the_direction_of_writing() -> None:
    assert line_of([0, 1], rtl=True).stroke == "M75.0 100.0L25.0 0.0"


@pytest.mark.parametrize(
    ("value", "whole", "longest", "share"),
    [(17, 24, 99, 70.8), (5, None, 10, 50.0), (None, 24, 9, 0.0), (3, 0, 0, 100.0), (-1, 4, 4, 0.0), (9, 3, 3, 100.0)],
)
def test_a_bar_is_a_part_of_its_whole_or_of_the_longest(
    value: float | None, whole: float | None, longest: float, share: float
) -> None:
    assert share_of(value, whole, longest) == share


def test_bars_say_their_numbers_and_hide_what_is_hidden() -> None:
    page = drawn("{{ bars('Who came', [('Women', 17, 24, ''), ('<b>Men</b>', None, 24, 'too few')]) }}")

    assert "17 of 24" in page
    assert page.count(">– not shown<") == 2
    assert "&lt;b&gt;Men" in page
    assert "style=" not in page
    assert page.count("<td>") == 2


def test_a_line_says_each_point_aloud_and_has_its_table() -> None:
    page = drawn("{{ steps('Mood', [('Thu 14 May', 3.44), ('Thu 21 May', None)]) }}", "nl")

    assert "3,4" in page
    assert page.count("Thu 21 May") == 2
    assert "<table>" in page


@pytest.mark.parametrize("calls", ["{{ bars('Nothing', []) }}", "{{ steps('Nothing', []) }}"])
def test_without_numbers_nothing_breaks(calls: str) -> None:
    assert "Nothing" in drawn(calls, "ar", "rtl")
