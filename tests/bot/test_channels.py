"""What every channel promises, whichever it is: those that are found, and those beside them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels import Channel, Setup, build_all
from bot.channels.terminal import Terminal
from bot.clock import SystemClock
from bot.messages import Button, File, Limits, Outbound, Refused
from bot.rendering import DONE_LABEL, SKIP_LABEL
from flows.checks import LIST_LABEL, LIST_ROWS, TOKEN_BYTES
from flows.matching import DONE, SKIP, token
from flows.registry import all_flows
from locales.catalogue import Catalogues
from store.crypto import Keyring
from store.database import Database
from tests.conversations import catalogues, languages
from tests.fakes.inlets import RememberingInlet
from tests.fakes.telegram_client import telegram_server
from tests.house import SECRET, Paper, settings_for

NAMES = ("webchat", "telegram", "terminal", "paper", "narrow")
NARROW = Limits(4096, LIST_LABEL, LIST_ROWS)
"""As few rows and letters as a channel may have."""
MESSAGE = Outbound("Hello", "en", (Button("q1:yes", "Yes"), Button("q1:no", "No")))


@pytest.fixture(scope="module")
def telegram() -> Iterator[str]:
    with telegram_server() as url:
        yield url


@pytest.fixture
def channels(tmp_path: Path, telegram: str) -> dict[str, Channel]:
    settings = settings_for(tmp_path, telegram_token="123456:abc", telegram_api_url=telegram)
    database = Database(settings.database, Keyring(SECRET))
    found = build_all(Setup(settings, database, catalogues(), SystemClock()))
    everything: list[Channel] = [*found, Terminal(lambda _: None), Paper(), Paper("narrow", limits=NARROW)]
    assert len({(channel.name, channel.account) for channel in everything}) == len(everything)
    return {channel.name: channel for channel in everything}


@pytest.fixture(params=NAMES)
def channel(request: pytest.FixtureRequest, channels: dict[str, Channel]) -> Channel:
    return channels[request.param]


def test_every_channel_is_tested_here(channels: dict[str, Channel]) -> None:
    assert set(channels) == set(NAMES)


def test_without_a_token_there_is_no_telegram(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    database = Database(settings.database, Keyring(SECRET))

    found = build_all(Setup(settings, database, catalogues(), SystemClock()))
    assert [channel.name for channel in found] == ["webchat"]


def test_a_channel_fits_the_columns_that_hold_its_name(channel: Channel) -> None:
    assert 0 < len(channel.name) <= 20
    assert 0 < len(channel.account) <= 60


async def test_a_channel_sends_and_names_what_it_sent(channel: Channel) -> None:
    await channel.start(RememberingInlet())

    named = await channel.send("98765", MESSAGE, {})
    with_picture = await channel.send("98765", Outbound("Look", "en", picture=7), {7: File(b"\xff\xd8", "image/jpeg")})

    assert isinstance(named, str)
    assert isinstance(with_picture, str)
    assert len(named) <= 80
    await channel.stop()


def test_nobody_is_sent_to_a_bot_whose_name_is_unknown(channels: dict[str, Channel]) -> None:
    assert channels["telegram"].link("code") is None
    assert channels["terminal"].link("code") is None


async def test_a_link_hands_in_the_code(channels: dict[str, Channel]) -> None:
    await channels["telegram"].start(RememberingInlet())

    links = [channels[name].link("the-code") for name in ("telegram", "webchat", "paper")]

    assert all(link and link.endswith("the-code") for link in links)
    await channels["telegram"].stop()


@pytest.mark.parametrize("name", ["webchat", "terminal", "paper"])
async def test_a_file_that_is_not_there_is_refused_for_good(channels: dict[str, Channel], name: str) -> None:
    with pytest.raises(Refused):
        await channels[name].fetch("unknown")


def labels(catalogues: Catalogues, language: str) -> Iterator[str]:
    """Everything that may stand on a button."""
    for flow in all_flows().values():
        for step in flow.steps:
            for option in step.ask.options if step.ask else ():
                label = option.label if option.literal else catalogues(language, option.label)
                yield f"{option.icon} {label}".strip()
    yield from (catalogues(language, label) for label in (DONE_LABEL, SKIP_LABEL))
    yield from (option.label for option in languages())


@pytest.mark.parametrize("language", sorted(catalogues().languages))
def test_every_label_and_text_of_every_language_fits_every_channel(channels: dict[str, Channel], language: str) -> None:
    texts = catalogues()
    longest_label = max(labels(texts, language), key=len)
    longest_text = max((texts(language, text) for text in texts.source), key=len)

    for channel in channels.values():
        assert len(longest_label) <= channel.limits.label, longest_label
        assert len(longest_text) <= channel.limits.text, longest_text


def test_every_token_and_every_question_fits_every_channel(channels: dict[str, Channel]) -> None:
    questions = [step.ask for flow in all_flows().values() for step in flow.steps if step.ask]
    ids = {option.id for question in questions for option in question.options} | {DONE, SKIP}
    ids |= {option.id for option in languages()}
    tokens = [token(999_999_999, option) for option in ids]

    for channel in channels.values():
        assert max(len(one.encode()) for one in tokens) <= min(channel.limits.token_bytes, TOKEN_BYTES)
    del channels["narrow"]  # There long lists come in pages (tests/bot/test_polls_odd_answers.py).
    for channel in channels.values():
        assert max(len(question.options) + 2 for question in questions) <= channel.limits.buttons


def test_the_narrowest_channel_is_narrower_than_those_we_have(channels: dict[str, Channel]) -> None:
    assert min(channel.limits.label for channel in channels.values()) >= LIST_LABEL
    assert min(channel.limits.buttons for channel in channels.values()) >= LIST_ROWS
