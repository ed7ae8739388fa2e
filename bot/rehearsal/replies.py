"""What people tap or write under a message. Pure: they know buttons by their language-free ids, as a phone does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.messages import Outbound
from bot.rehearsal.player import STOP, Player
from bot.rehearsal.voiced import NOTHING, SKIP, Choice, Meaning, idea, voiced

DONE = "_done"
WORDS = (
    "My shift ends late.",
    "I could sleep better after it.",
    "I have an idea for the park.",
    "May I bring my sister?",
)
GUARDIAN = "My mother, 0470 12 34 56"


@dataclass(frozen=True, slots=True)
class Reply:
    """`taps` are tokens of buttons. `photo`: what is on a picture that she sends."""

    taps: tuple[str, ...] = ()
    text: str = ""
    photo: str = ""
    means: tuple[Meaning, ...] = ()


def reply(player: Player, messages: Sequence[Outbound], subject: str = "") -> Reply | None:
    """What she answers to all that came at once. None: there is nothing to answer. `subject`: a poll or a pilot."""
    asked = next((one for one in reversed(messages) if _tokens(one)), None)
    if asked is None:
        return _unasked(player, subject)
    tokens = _tokens(asked)
    choice = voiced(player, tuple(tokens), subject) or _choose(player, tuple(tokens))
    if choice is NOTHING:
        return None
    closing = (DONE,) if DONE in tokens else ()
    taps = tuple(tokens[option] for option in (*choice.options, *closing))
    return Reply(() if choice.words or choice.photo else taps, choice.words, choice.photo, choice.means)


def _unasked(player: Player, subject: str) -> Reply | None:
    """A question without buttons."""
    if player.wants == "join":
        return Reply(text=player.persona.name) if player.language else None
    said = idea(player, subject)
    return Reply(text=said.words, means=said.means) if said else None


def _tokens(message: Outbound) -> dict[str, str]:
    """By the id of the option."""
    named = (button.token for button in message.buttons if button.token.startswith("q"))
    return {token.partition(":")[2]: token for token in named}


def _choose(player: Player, ids: tuple[str, ...]) -> Choice:
    options = tuple(one for one in ids if one not in (DONE, SKIP))
    if not options:
        return _words(player)
    for known, habit in HABITS:
        if known <= set(options):
            return habit(player, options)
    if player.wants in ("join", "language") and player.persona.language in options:
        return _language(player, options)
    return Choice((player.dice.choice(options),))


def _words(player: Player) -> Choice:
    """A question that takes words, and can be skipped."""
    if player.wants == "join":
        player.wants = ""
        return Choice(words=GUARDIAN, means=(Meaning("joined", "waiting"),))
    if player.persona.kind != "asks" and player.dice.random() < 0.5:
        return Choice((SKIP,))
    return Choice(words=player.dice.choice(WORDS))


def _language(player: Player, options: tuple[str, ...]) -> Choice:
    """Hers at first, then the other one, then hers again. An interpreter should speak the one that she chose."""
    if player.wants not in ("join", "language"):
        return Choice((player.language,))
    hers, other = player.persona.language, player.persona.other_language
    player.language = other if player.language == hers and other in options else hers
    player.wants = "join" if player.wants == "join" else ""
    return Choice((player.language,), means=(Meaning("language", player.language),))


def _age(player: Player, _: tuple[str, ...]) -> Choice:
    return Choice((player.persona.age,))


def _times(player: Player, _: tuple[str, ...]) -> Choice:
    """The last question of the sign-up, but for the young. It says too when she likes to hear from us."""
    times = ("evenings",) if player.persona.kind == "fewer" else player.dice.choice((("evenings", "weekends"), ()))
    means: tuple[Meaning, ...] = (Meaning("hours", " ".join(times)),)
    if player.persona.age != "under_16":
        player.wants = ""
        means = (*means, Meaning("joined", "active"))
    return Choice(times, means=means)


def _hours(_: Player, __: tuple[str, ...]) -> Choice:
    return Choice(("evenings",), means=(Meaning("hours", "evenings"),))


def _days(_: Player, __: tuple[str, ...]) -> Choice:
    return Choice(("4",), means=(Meaning("rest_days", "4"),))


def _less(_: Player, __: tuple[str, ...]) -> Choice:
    return Choice(("less",), means=(Meaning("less", "yes"),))


def _pause(_: Player, __: tuple[str, ...]) -> Choice:
    return Choice(("30",), means=(Meaning("paused", "30"),))


def _rsvp(player: Player, _: tuple[str, ...]) -> Choice:
    habit = player.persona.temper.rsvp
    answer = habit[player.invited % len(habit)]
    player.invited += 1
    return Choice((answer,))


def _on(player: Player, _: tuple[str, ...]) -> Choice:
    player.asked += 1
    return Choice(("question" if player.persona.kind == "asks" and player.asked == 2 else "on",))


def _capacity(player: Player, _: tuple[str, ...]) -> Choice:
    return Choice(("organisation" if player.persona.kind == "official" else "self",))


def _needs(player: Player, options: tuple[str, ...]) -> Choice:
    return Choice(tuple(option for option in options if player.dice.random() < 0.25))


def _why(player: Player, options: tuple[str, ...]) -> Choice:
    """Why she could not come, or why she leaves: there she taps, since words are a hello again to Brug."""
    taps = player.wants == STOP or player.dice.random() < 0.7
    return Choice((player.dice.choice(options),)) if taps else Choice(words=WORDS[0])


def _how_are_you(player: Player, _: tuple[str, ...]) -> Choice:
    return Choice((player.dice.choice(("good", "good", "not_good", "call")),))


def _yes_no(player: Player, _: tuple[str, ...]) -> Choice:
    wanted, player.wants = player.wants, "join" if player.wants == "join" else ""
    means = {"delete": (Meaning("erased"),), "return": (Meaning("back"),)}.get(wanted, ())
    return Choice(("yes",), means=means)


def _consent(_: Player, __: tuple[str, ...]) -> Choice:
    return Choice(("yes",))


def _now(player: Player, options: tuple[str, ...]) -> Choice:
    wait = "later" in options and player.persona.kind == "late"
    return Choice(("later" if wait else "now",))


def _talk(player: Player, options: tuple[str, ...]) -> Choice:
    """The first slot that is left, as most people do: so two want the same one."""
    return Choice((options[0],)) if player.dice.random() < 0.9 else Choice(("call",))


Habit = Callable[[Player, tuple[str, ...]], Choice]
HABITS: tuple[tuple[frozenset[str], Habit], ...] = (
    (frozenset({"yes", "no", "maybe"}), _rsvp),
    (frozenset({"yes", "no", "question"}), _consent),
    (frozenset({"yes", "no"}), _yes_no),
    (frozenset({"under_16"}), _age),
    (frozenset({"mornings", "weekends"}), _times),
    (frozenset({"mornings", "evenings"}), _hours),
    (frozenset({"normal", "less"}), _less),
    (frozenset({"0", "6"}), _days),
    (frozenset({"7", "14", "30"}), _pause),
    (frozenset({"now"}), _now),
    (frozenset({"on", "question"}), _on),
    (frozenset({"self", "organisation"}), _capacity),
    (frozenset({"interpreter", "wheelchair"}), _needs),
    (frozenset({"good", "not_good", "call"}), _how_are_you),
    (frozenset({"call"}), _talk),
    (frozenset({"work", "other"}), _why),
)
"""By options that only this question has: the first that fits."""
