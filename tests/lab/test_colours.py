"""A lab's colour: readable, or replaced by the nearest that is."""

import pytest

from lab.colours import BLACK, ENOUGH, WHITE, colour_of, contrast, dark_scheme, is_readable, light_scheme, nearest

ANY = ["#0b5351", "#ff0000", "#ffff00", "#ffffff", "#000000", "#888888", "#00ff00", "#0000ff", "#ffb595"]


@pytest.mark.parametrize(
    ("text", "colour"), [("#0B5351", "#0b5351"), (" ff0000 ", "#ff0000"), ("red", ""), ("#fff", "")]
)
def test_a_colour_is_six_digits(text: str, colour: str) -> None:
    assert colour_of(text) == colour


def test_black_on_white_is_the_most_there_is() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)


@pytest.mark.parametrize("colour", ANY)
def test_the_nearest_good_colour_can_be_read(colour: str) -> None:
    assert is_readable(nearest(colour))
    assert contrast(nearest(colour), WHITE) >= ENOUGH


@pytest.mark.parametrize("colour", ANY)
def test_both_schemes_can_be_read(colour: str) -> None:
    for scheme, paper in ((light_scheme(nearest(colour)), WHITE), (dark_scheme(colour), BLACK)):
        assert contrast(scheme.accent, paper) >= ENOUGH
        assert contrast(scheme.accent, scheme.tint) >= ENOUGH
        assert contrast(scheme.accent, scheme.on_accent) >= ENOUGH


def test_a_good_colour_stays_as_it_is() -> None:
    assert nearest("#0b5351") == "#0b5351"
