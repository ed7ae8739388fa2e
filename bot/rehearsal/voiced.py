"""What people answer to polls, about their pilot, and to "is this a question?". Pure, as `replies`."""

from dataclasses import dataclass

from bot.rehearsal.player import PILOT, POLL, Player
from bot.rehearsal.voices import MARK, NO_TIME

SKIP = "_skip"
SORTS = ("yes", "yes", "yes", "idea", "signal", "no")
HOW = frozenset({"on_track", "slow", "stuck"})
SHOWS, TELLS = 0.5, 0.8
"""How many of ten send a photo of their pilot; how many do that or write."""
HOW_MOSTLY = ("on_track", "on_track", "slow", "stuck")
IDEAS = ("A bench in the shade", "Lessons in the evening", "Somebody who listens", "A list of doctors")
DONE_SO_FAR = ("We cooked for twenty.", "It rained, few came.", "A school wants to help.")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer means to her, whatever Brug makes of it: the checks compare the two."""

    what: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Options by id, or words, or a photo: what is on it."""

    options: tuple[str, ...] = ()
    words: str = ""
    photo: str = ""
    means: tuple[Meaning, ...] = ()


NOTHING = Choice()
"""She lets it lie."""


def voiced(player: Player, ids: tuple[str, ...], subject: str) -> Choice | None:
    """None: it is no question of that kind."""
    if {"idea", "signal"} <= set(ids):
        return Choice((player.dice.choice(SORTS),))
    if subject.startswith(POLL):
        return _answer(player, ids, subject)
    return _report(player, ids, subject) if subject.startswith(PILOT) else None


def idea(player: Player, subject: str) -> Choice | None:
    """Words for a poll that no button is shown for."""
    return _confide(player, subject) if subject.startswith(POLL) else None


def _answer(player: Player, ids: tuple[str, ...], subject: str) -> Choice:
    options = tuple(one for one in ids if one != SKIP)
    if options:
        return Choice((player.dice.choice(options),), means=(Meaning("voted", subject),))
    return _confide(player, subject) if player.dice.random() < 0.6 else Choice((SKIP,))


def _confide(player: Player, subject: str) -> Choice:
    """Words that nobody else says: wherever they are found, one knows whose they were."""
    player.confided += 1
    words = f"{player.dice.choice(IDEAS)} ({player.persona.number}.{player.confided})"
    return Choice(words=words, means=(Meaning("voted", subject), Meaning("confided", words)))


def _report(player: Player, ids: tuple[str, ...], subject: str) -> Choice | None:
    if set(ids) >= HOW:
        if player.persona.kind in NO_TIME:
            return NOTHING
        return Choice((player.dice.choice(HOW_MOSTLY),), means=(Meaning("reported", subject),))
    if set(ids) != {SKIP}:
        return None
    chance = player.dice.random()
    if chance < SHOWS:
        player.confided += 1
        photo = f"photo {player.persona.number}.{player.confided}"
        return Choice(photo=photo, means=(Meaning("reported", subject),))
    if chance < TELLS:
        said = f"{player.dice.choice(DONE_SO_FAR)} {MARK.format(code=player.language)}"
        return Choice(words=said, means=(Meaning("reported", subject),))
    return None
