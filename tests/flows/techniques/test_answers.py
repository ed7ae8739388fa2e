"""What people do with single techniques."""

from dataclasses import replace

import pytest

from flows.checks import problems_of
from flows.engine import advance
from flows.matching import SKIP, understand
from flows.model import Flow, Frame, Option, Question, Replied, Step
from flows.registry import all_techniques
from flows.techniques import brainwriting, temperature
from flows.techniques.asking import FEWER_WORDS, THANKS, WHY
from tests.flows.techniques.player import Player


def playing(key: str, number: int = 1, **settings: int) -> Player:
    return Player(all_techniques()[key], number, settings).begins()


def chosen(options: tuple[Option, ...], typed: str) -> str | None:
    scene = playing("single").scene
    found = understand(Question(options), options, Frame("single", "ask", 1), Replied(typed), scene)
    return found.answer.option if found and found.answer else None


def test_several_dots_may_go_to_one_option() -> None:
    player = playing("dot_voting", dots=3).taps("o2").taps("o2").taps("o1")

    assert [(vote.part, vote.options, vote.place) for vote in player.votes] == [
        ("dot", ("o2",), 1),
        ("dot", ("o2",), 2),
        ("dot", ("o1",), 3),
    ]
    assert player.texts[-1] == THANKS


def test_who_has_given_enough_dots_skips_the_rest() -> None:
    player = playing("dot_voting", dots=6).taps("o2").taps(SKIP)

    assert player.frame is None
    assert len(player.votes) == 1


def test_an_option_may_be_typed_by_its_number_or_its_words() -> None:
    player = playing("two_priorities").says("2").says("light")

    assert [vote.options for vote in player.votes] == [("o2",), ("o3",)]


def test_a_number_in_words_chooses_the_option_that_is_called_so_before_the_one_in_that_place() -> None:
    options = tuple(Option(f"o{at}", word, literal=True) for at, word in enumerate(("Two", "One", "Light"), start=1))

    typed = {words: chosen(options, words) for words in ("one", "two", "three", "twee", "2", "seven")}

    assert typed == {"one": "o2", "two": "o1", "three": "o3", "twee": "o2", "2": "o2", "seven": None}


@pytest.mark.parametrize("typed", ["7", "٧", "7.", "7️⃣", "seven", "Sept!", "سبعة"])
def test_a_number_on_a_scale_means_itself_and_not_the_place_of_a_button(typed: str) -> None:
    player = playing("participation_thermometer").says(typed)

    assert player.votes[0].options == ("7",)


def test_zero_is_a_number_too() -> None:
    assert playing("participation_thermometer").says("0").votes[0].options == ("0",)


@pytest.mark.parametrize("slip", ["12", "١٢", "99."])
def test_a_number_that_no_button_has_is_asked_for_once_more_and_is_no_message_to_the_team(slip: str) -> None:
    player = playing("participation_thermometer").says(slip)

    assert player.texts[-1] == player.texts[-2]
    assert (player.votes, player.unkept) == ([], 1)
    assert player.says("7").votes[0].options == ("7",)


def test_what_may_be_nine_or_no_is_asked_again() -> None:
    player = playing("participation_thermometer")
    player.scene = replace(player.scene, texts=lambda _, text: text, language="fa_AF")

    player.says("نه")

    assert player.texts[-1] == player.texts[-2]
    assert (player.votes, player.unkept) == ([], 1)


@pytest.mark.parametrize("said", [("12", "12"), ("112",), ("twelve",)])
def test_who_writes_one_twice_or_a_number_to_call_is_heard_by_the_team(said: tuple[str, ...]) -> None:
    player = playing("participation_thermometer")
    *before, last = said
    for words in before:
        player.says(words)
    assert player.frame is not None

    assert advance(player.technique.flow, player.frame, Replied(last), player.scene, player.asked).lost


def test_a_voice_note_is_an_answer() -> None:
    player = playing("key_takeaway").says(media="voice:3")

    assert player.votes[0].media == "voice:3"


def test_an_idea_of_4000_characters_is_taken_as_it_is() -> None:
    player = playing("brainwriting").says("i" * 4000)

    assert len(player.votes[0].text) == 4000


def test_words_that_are_too_long_are_asked_for_again_and_go_nowhere_else() -> None:
    player = playing("key_takeaway").says("i" * 4001)

    assert player.texts[-1] == FEWER_WORDS
    assert player.votes == []
    assert player.unkept == 1

    assert player.says("A shorter one").texts[-1] == THANKS


def test_in_the_first_round_of_temperature_people_place_themselves_and_say_why() -> None:
    player = playing("temperature").taps("4").says("It is near")

    assert [(vote.part, vote.options, vote.text) for vote in player.votes] == [
        ("place", ("4",), ""),
        ("why", (), "It is near"),
    ]


def test_in_the_second_round_they_see_the_group_and_may_move() -> None:
    player = playing("temperature", 2)

    assert player.texts == [temperature.AGAIN]
    assert player.said[0].values["standing"] == "▇▇ 6  I agree"
    assert player.taps("5").votes[0].options == ("5",)
    assert player.texts[-1] == THANKS
    assert WHY not in player.texts


def test_who_stays_says_so_with_one_tap() -> None:
    assert playing("temperature", 2).taps("stay").votes[0].options == (temperature.STAY,)


def test_who_is_asked_again_when_nobody_knows_the_idea_any_more_is_told_of_none() -> None:
    player = playing("brainwriting", 2)
    player.scene = replace(player.scene, about={"poll:12": {"question": "How?", "idea": "", "idea_original": ""}})

    assert player.is_reminded().texts[2:] == [brainwriting.BUILD]


def test_in_the_first_round_of_brainwriting_one_writes_up_to_three_ideas() -> None:
    player = playing("brainwriting").says("A bench").says("A tree").says("", media="voice:1")

    assert [(vote.part, vote.place) for vote in player.votes] == [("idea", 1), ("idea", 2), ("idea", 3)]
    assert player.texts[-1] == THANKS


def test_who_has_no_other_idea_is_not_asked_for_a_third() -> None:
    player = playing("brainwriting").says("A bench").taps(SKIP)

    assert player.texts == [brainwriting.IDEA, brainwriting.ANOTHER, THANKS]


@pytest.mark.parametrize(("skippable", "problems"), [(True, 0), (False, 1)])
def test_only_a_question_that_can_be_skipped_says_where_a_skip_leads(skippable: bool, problems: int) -> None:
    step = Step("a", ("A",), Question(words=True, skippable=skippable), {"": "b", "*": "b"})

    assert len(list(problems_of(Flow("f", (step, Step("b", ("B",))))))) == problems


def test_in_later_rounds_one_builds_on_the_idea_of_somebody_else() -> None:
    player = playing("brainwriting", 2)

    assert player.texts == [brainwriting.HANDED, brainwriting.BUILD]
    assert player.said[0].values == {"idea": "A bench", "idea_original": "بنك"}
    assert player.is_reminded().texts[2:] == [brainwriting.HANDED, brainwriting.BUILD]
    assert [vote.part for vote in player.says("With a roof").votes] == ["build"]
    assert player.texts[-1] == THANKS
