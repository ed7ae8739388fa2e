"""Which words may take the place of ours."""

import pytest

from flows.model import END, Flow, Option, Question, Step
from flows.places import LABEL, all_places
from flows.wording_faults import ALIKE, BRACE, HOLES, INVISIBLE, NO_HOLES, TOO_LONG, faults_of, room_for

ASK, YES, NO = "Do you come, {name}?", "Yes", "No"
FLOW = Flow(
    "coming",
    (Step("ask", (ASK,), ask=Question((Option("yes", YES, "👍"), Option("no", NO)), again="Please tap."), then=END),),
)
PLACES = all_places({"coming": FLOW})


def faults(source: str, words: str) -> list[str]:
    return [text for text, _ in faults_of(source, words, PLACES.get(source, ()), {NO: "Nee"})]


def test_it_is_known_where_each_text_is_said() -> None:
    assert [(place.flow, place.step, place.room) for place in PLACES[ASK]] == [("coming", "ask", 1024)]
    assert [(place.part, place.room, place.beside) for place in PLACES[YES]] == [(LABEL, 20, (NO,))]
    assert "Please tap." in PLACES


@pytest.mark.parametrize(
    ("source", "words", "fault"),
    [
        (ASK, "Do you come?", HOLES),
        (ASK, "{name}, {lab}", HOLES),
        (ASK, "{name.__class__}", HOLES),
        (ASK, "{name:999999}", BRACE),
        (ASK, "{name!r}", BRACE),
        (ASK, "{name", BRACE),
        (ASK, "{name} \u202e", INVISIBLE),
        (ASK, "{name}\x07", INVISIBLE),
        (ASK, "{name}" + "x" * 1020, TOO_LONG),
        (YES, "I shall be there!!", ""),
        (YES, "I shall be there!!!", TOO_LONG),
        (YES, "Yes {name}", NO_HOLES),
        (YES, "nee", ALIKE),
        ("said elsewhere", "in other words", ""),
    ],
)
def test_words_are_judged_as_a_translation_is(source: str, words: str, fault: str) -> None:
    assert faults(source, words) == ([fault] if fault else [])


def test_the_narrowest_place_counts_and_an_icon_takes_room() -> None:
    assert [room_for(PLACES[YES]), room_for(PLACES[NO]), room_for(())] == [18, 20, 1024]
