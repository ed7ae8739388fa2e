"""A list that is longer than what a channel shows: pages of it, and the same options on them."""

from dataclasses import replace

import pytest

from bot.messages import Button, Outbound
from bot.paging import in_pages
from flows.checks import LIST_ROWS
from flows.effects import Vote
from flows.matching import token
from flows.model import Option
from flows.techniques.model import OWN_OPTIONS
from tests.conversations import member


def asked(options: int) -> Outbound:
    buttons = tuple(Button(token(3, f"o{place}"), f"Place {place}") for place in range(1, options + 1))
    return Outbound("Where?", "en", buttons, picture=7)


@pytest.mark.parametrize(("options", "sizes"), [(0, [0]), (10, [10]), (12, [10, 2]), (20, [10, 10]), (21, [10, 10, 1])])
def test_no_page_is_longer_than_the_channel_and_none_is_empty(options: int, sizes: list[int]) -> None:
    assert [len(page.buttons) for page in in_pages(asked(options), LIST_ROWS)] == sizes


def test_every_option_keeps_its_id_and_its_place() -> None:
    pages = list(in_pages(asked(12), LIST_ROWS, "More:"))

    assert [button for page in pages for button in page.buttons] == list(asked(12).buttons)
    assert [(page.text, page.picture) for page in pages] == [("Where?", 7), ("More:", None)]


@pytest.mark.parametrize("answer", ["12", "Place 12", "tap"])
def test_an_option_of_the_second_page_is_chosen_in_every_way(answer: str) -> None:
    options = tuple(Option(f"o{place}", f"Place {place}", literal=True) for place in range(1, 13))
    talk = member(lists={f"poll:1/{OWN_OPTIONS}": options})
    talk.scene = replace(talk.scene, about={"poll:1": {"question": "Where?"}})
    talk = talk.is_written_to("poll_single", about="poll:1")

    talk = talk.taps("o12") if answer == "tap" else talk.says(answer)

    assert [effect.options for effect in talk.done if isinstance(effect, Vote)] == [("o12",)]
