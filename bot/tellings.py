"""What only the service can tell: somebody's own data, a code to hand on, a text read aloud."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import poll_tellings, promise_tellings, qr
from bot.data_tellings import by_the_team
from bot.meeting_tellings import enclose_calendar, meeting_details
from bot.messages import File, Outbound
from bot.own_facts import own_facts
from bot.pilot_effects import tell_files
from bot.planned_tellings import planned
from bot.poll_effects import LATE_FLOW
from bot.turn import Turn
from flows.model import Say
from flows.signup import AGE_BANDS, TIMES
from lab.moods import AROUND, are_told
from locales import N_
from locales.catalogue import full_date, listed
from store.crypto import Keyring
from store.labs import new_entry
from store.media import keep_media, keep_shared
from store.meetings import meeting_of
from store.people import consents_of, count, worker_of
from store.spoken import sound_of

SHOW_CODE = N_("Let the person scan this picture, or open {link} — or write us this code: {code}")
MY_DATA = N_("This is what we know about you:")
GIVEN = N_("You said yes on {day}")
MY_DATA_END = N_("To change something, write it here. To delete everything, write: delete.")
SOUND_TYPES = {".ogg": "audio/ogg", ".mp3": "audio/mpeg"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What the tellings need beside the turn: keys, our address, the folder of spoken texts."""

    keyring: Keyring
    base_url: str
    audio: Path

    def link(self, token: str) -> str:
        return f"{self.base_url}/join/{token}"

    def spoken(self) -> frozenset[tuple[str, str]]:
        """Texts that exist as sound, as (language, name): audio/<language>/<name>.ogg or .mp3."""
        return frozenset((path.parent.name, path.stem) for path in self.audio.glob("*/*") if path.suffix in SOUND_TYPES)

    def read(self, language: str, name: str) -> File | None:
        """Only names that a listing shows: nothing that came in leads to a path."""
        for path in self.audio.glob("*/*"):
            if (path.parent.name, path.stem) == (language, name) and path.suffix in SOUND_TYPES:
                return File(path.read_bytes(), SOUND_TYPES[path.suffix])
        return None


Telling = Callable[[AsyncConnection, Turn, Mapping[str, str], Desk], Awaitable[None]]


async def _my_data(connection: AsyncConnection, turn: Turn, _: Mapping[str, str], __: Desk) -> None:
    ledger = await consents_of(connection, turn.visitor.person_id)
    consents = [_consent_line(turn, row.at.date()) for row in ledger if row.given]
    team = await by_the_team(connection, turn)
    text = "\n".join((_line(turn, MY_DATA), *_facts(turn), *consents, *team))
    turn.outgoing.append(Outbound(f"{text}\n\n{_line(turn, MY_DATA_END)}", turn.person["language"]))


def _facts(turn: Turn) -> list[str]:
    person, facts = turn.person, turn.person["facts"] or {}
    labels = {option.id: option.label for option in (*AGE_BANDS, *TIMES)}
    interests, times = facts.get("interests", ""), facts.get("times", ())
    known = {
        N_("Name"): person["name"] or "",
        N_("Language"): turn.catalogues.languages[person["language"]].autonym,
        N_("Languages that you translate"): listed(person["language"], _translated(turn)),
        N_("Age"): _line(turn, labels[person["age_band"]]) if person["age_band"] in labels else "",
        N_("Times"): listed(person["language"], [_line(turn, labels[t]) for t in times if t in labels]),
        N_("What you like and can do"): interests.get("text") or "🎤" if isinstance(interests, dict) else interests,
        **own_facts(turn),
        N_("Place where we met you"): person["place"] or "",
        N_("We know you since"): full_date(person["language"], person["created_at"].date()),
    }
    return [f"• {_line(turn, label)}: {value}" for label, value in known.items() if value]


def _translated(turn: Turn) -> list[str]:
    known = turn.catalogues.languages
    return [known[code].autonym for code in (turn.person["facts"] or {}).get("speaks", ()) if code in known]


def _consent_line(turn: Turn, day: date) -> str:
    return f"• {turn.catalogues.render(turn.person['language'], GIVEN, {'day': day})}"


def _line(turn: Turn, text: str) -> str:
    return turn.catalogues(turn.person["language"], text)


async def _invitation(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], desk: Desk) -> None:
    """A code for one person, as a picture to scan and as letters to say."""
    worker = await worker_of(connection, turn.visitor.person_id)
    made = await new_entry(
        connection,
        desk.keyring,
        turn.person["lab_id"],
        turn.now,
        place=turn.person["place"] or "",
        worker_id=worker,
        person_id=int(values["person"]) if "person" in values else None,
        once=True,
    )
    picture = await keep_media(
        connection, turn.visitor.person_id, "photo", "image/png", qr.png(desk.link(made.token)), turn.now
    )
    say = Say(SHOW_CODE, {"link": desk.link(made.token), "code": made.aloud})
    turn.outgoing.append(replace(turn.voice().outbound(say), picture=picture))


async def _sound(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], desk: Desk) -> None:
    file = await _recorded(connection, turn, values["sound"]) or desk.read(turn.person["language"], values["sound"])
    if file is not None:
        media = await keep_shared(connection, "voice", file, turn.now)
        turn.outgoing.append(Outbound("", turn.person["language"], sound=media))


async def _recorded(connection: AsyncConnection, turn: Turn, name: str) -> File | None:
    """What somebody of her lab read aloud, as long as it says what stands there."""
    language, lab = turn.person["language"], turn.nearest_lab
    if lab is None or (language, name) not in turn.texts.recorded:
        return None
    return await sound_of(connection, lab.id, name, language)


async def _count(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], _: Desk) -> None:
    """A face that comes when those of its meeting are told already is not: the number would tell of one person.

    She hears what everybody hears whose answer comes too late.
    """
    moment, place = values["count"].rpartition("_")[0], values.get("place", "")
    if moment in AROUND and place.startswith("meeting:"):
        about = await meeting_of(connection, int(place.removeprefix("meeting:")))
        if about and are_told(moment, about, turn.now):
            turn.instead = LATE_FLOW
            return
    await count(connection, turn.person["lab_id"], values["count"], values.get("place", turn.person["place"] or ""))


async def _meeting(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], _: Desk) -> None:
    await meeting_details(connection, turn, values)


async def _calendar(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], _: Desk) -> None:
    await enclose_calendar(connection, turn, values)


async def _pilot_files(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], _: Desk) -> None:
    await tell_files(connection, turn, values)


async def _planned(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], _: Desk) -> None:
    await planned(connection, turn, values)


async def _open_poll(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], _: Desk) -> None:
    await poll_tellings.again(connection, turn, values)


async def _poll_result(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], _: Desk) -> None:
    await poll_tellings.result(connection, turn, values)


async def _promise_due(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], desk: Desk) -> None:
    await promise_tellings.due(connection, turn, values, desk.base_url)


async def _polls(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], _: Desk) -> None:
    await poll_tellings.polls(connection, turn, values)


async def _act_on_poll(connection: AsyncConnection, turn: Turn, values: Mapping[str, str], _: Desk) -> None:
    await poll_tellings.act(connection, turn, values)


TELLINGS: Mapping[str, Telling] = {
    "open_poll": _open_poll,
    "poll_result": _poll_result,
    "polls": _polls,
    "promise_due": _promise_due,
    "act_on_poll": _act_on_poll,
    "my_data": _my_data,
    "invitation": _invitation,
    "sound": _sound,
    "count": _count,
    "meeting": _meeting,
    "calendar": _calendar,
    "planned": _planned,
    "pilot_files": _pilot_files,
}
