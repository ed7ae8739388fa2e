"""The kinds of work that wait for a human: what each says, and where its button leads."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from admin.visit import Visit
from admin.words import STANDINGS
from flows.with_a_human import REPLY
from lab.people import ACTIVE, STOPPED
from lab.promises import SOMEBODY as SOMEBODY
from lab.promises import SORTS
from locales import N_
from store.moot_tasks import UNTIL_BACK, UNTIL_HEARD, UNTIL_INVITED, UNTIL_OVER, UNTIL_REACHED, UNTIL_STOP


@dataclass(frozen=True, slots=True)
class Kind:
    """`anchor` is the place on the person's page where it is done."""

    sentence: str
    button: str
    anchor: str = "#answer"


KINDS = {
    "danger": Kind(N_("{name} may be in danger. Please call or write now."), N_("Answer")),
    "question": Kind(N_("{name} asks a question."), N_("Answer")),
    "message": Kind(N_("{name} wrote to the team."), N_("Answer")),
    REPLY: Kind(N_("{name} wrote to the team."), N_("Answer")),
    "human": Kind(N_("{name} wants to talk with a person."), N_("Answer")),
    "guardian": Kind(
        N_("{name} is under 16. A parent or guardian must say yes first."), N_("Write down the consent"), "#guardian"
    ),
    "welcome": Kind(N_("{name} is new. Say when the next meeting is."), N_("Write a message")),
    "unreachable": Kind(N_("Our messages do not reach {name} any more."), N_("See the chat"), ""),
    "call": Kind(N_("{name} asks for a call or a talk."), N_("Write a message")),
    "takeaway": Kind(N_("{name} says what the meeting gave."), N_("See the chat"), ""),
    "left": Kind(N_("{name} left. A seat is free now."), N_("See the chat"), ""),
    "ask_again": Kind(N_("{name} left and may be asked once more."), N_("See the chat"), ""),
    "silent": Kind(N_("{name} has said nothing for a long time. Please call."), N_("See the chat"), ""),
    "call_nudges": Kind(N_("{name} did not answer two messages. Please call."), N_("See the chat"), ""),
    "call_unreachable": Kind(N_("We have something to tell {name}, but no way to send it."), N_("See the chat"), ""),
    "no_way": Kind(N_("{name} hears nothing when the page is closed. Ask for another way."), N_("See the chat"), ""),
    "decided": Kind(N_("Nobody wrote yet what the last meeting decided."), N_("See the meeting"), ""),
    "pilot_look": Kind(N_("The team of a pilot tells news. Look at it before others see it."), N_("See the pilot"), ""),
    "pilot_help": Kind(N_("{name} needs help with a pilot."), N_("Answer")),
    "pilot_silent": Kind(N_("Nobody of a pilot’s team answered two times. Please ask them."), N_("See the pilot"), ""),
    "poll_words": Kind(N_("Answers are written. Look at them before the group does."), N_("See the answers"), ""),
    "recommendation_words": Kind(
        N_("Some people do not hear what became of a recommendation: words in their language are missing."),
        N_("See the recommendation"),
        "",
    ),
    "translation_look": Kind(N_("A translation waits for a person of the team."), N_("See the translations"), ""),
    "no_mediator": Kind(
        N_("No mediator speaks {language}. People who wait for a text: {count}."), N_("See the translations"), ""
    ),
    "broadcast_second": Kind(N_("A message to more than 200 people waits for a second person."), N_("Look at it"), ""),
    "broadcast_left": Kind(
        N_("A message went out without {language}. People to tell in another way: {count}."), N_("See the message"), ""
    ),
    "translation": Kind(N_("We could not say something to {name}: a translation is missing."), N_("See the chat"), ""),
}
TOPICS = {
    "violence": N_("Violence"),
    "self_harm": N_("Self-harm"),
    "locked_in": N_("Locked in, or without papers"),
    "child_at_risk": N_("A child at risk"),
    "emergency": N_("Emergency"),
}
"""All that is said of danger: never the person's words."""
HEARD = N_("has written since")
CEASED = {
    UNTIL_REACHED: N_("can be reached now"),
    UNTIL_INVITED: N_("is invited now"),
    UNTIL_OVER: N_("the pilot is over"),
}
FOUND = N_("{found} of {all}")
SHORT = N_("{count} short")
_SHORT = re.compile(r"(?P<found>[0-9]{1,9}) (?P<wanted>[0-9]{1,9}) (?P<name>.+)")
CALL_WANTED = N_("Wants a call")
OURS = frozenset(
    {
        "translation",
        "no_mediator",
        "broadcast_second",
        "broadcast_left",
        "left",
        "decided",
        "danger",
        "pilot_look",
        "pilot_silent",
        "poll_words",
        "recommendation_words",
    }
)
"""Kinds whose note is ours, and no words of a person."""
IN_A_LANGUAGE = ("no_mediator", "broadcast_left")
"""Kinds whose note ends with a language and a number of people."""
PAGES = {
    "broadcast": "/admin/broadcasts/{}",
    "meeting": "/admin/meetings/{}#decided",
    "pilot": "/admin/pilots/{}#news",
    "poll": "/admin/polls/{}#words",
    "recommendation": "/admin/recommendations/{}#life",
}
OTHER = Kind(N_("{name} needs somebody of the team."), N_("See the chat"), "")
MEDIA = {"voice": N_("Voice message"), "photo": N_("Photo")}


def kind_of(task: Row[Any]) -> Kind:
    return KINDS.get(task.kind, OTHER)


def sentence_of(visit: Visit, task: Row[Any]) -> str:
    sentence = SORTS.get(task.sort, kind_of(task).sentence)
    if task.kind in IN_A_LANGUAGE:
        code, count = ["?", "?", *(task.note or "").split()][-2:]
        known = visit.desk.catalogues.languages
        return visit.say(sentence, language=known[code].autonym if code in known else code, count=count)
    return visit.say(sentence, name=task.name or visit.say(SOMEBODY))


def danger_of(visit: Visit, task: Row[Any]) -> str:
    """Of what kind the danger may be, and whether she wants a call; "" of any other task."""
    if task.kind != "danger":
        return ""
    topic, _, call = (task.note or "").partition(" ")
    found = [visit.say(TOPICS[topic])] if topic in TOPICS else []
    return " · ".join(found + ([visit.say(CALL_WANTED)] if call else []))


def short_of(visit: Visit, task: Row[Any]) -> str:
    """Which groups are short since somebody left; "" of any other task."""
    if task.kind != "left":
        return ""
    lines = filter(None, map(_SHORT.fullmatch, (task.note or "").splitlines()))
    return " · ".join(_short(visit, int(line["found"]), int(line["wanted"]), line["name"]) for line in lines)


def _short(visit: Visit, found: int, wanted: int, name: str) -> str:
    left = visit.say(FOUND, found=str(found), all=str(wanted))
    return f"{name}: {left}, {visit.say(SHORT, count=str(wanted - found))}"


def why_closed(visit: Visit, task: Row[Any]) -> str:
    """Why nobody had to do it any more; "" where somebody did it."""
    if task.done_by:
        return ""
    if task.kind in UNTIL_STOP and task.standing == STOPPED:
        return visit.say(STANDINGS[STOPPED])
    if task.kind in UNTIL_BACK:
        return visit.say(STANDINGS[ACTIVE])
    if task.kind in UNTIL_HEARD:
        return visit.say(HEARD)
    return visit.say(CEASED[task.kind]) if task.kind in CEASED else ""


def link_of(task: Row[Any]) -> str:
    """Where it is done: on the person's page, or on that of the meeting, pilot... that its note names."""
    if task.kind in ("translation_look", "no_mediator"):
        return f"/admin/labs/{task.lab_id}/translations"
    if task.person_id:
        return f"/admin/people/{task.person_id}?why=task{kind_of(task).anchor}"
    about, _, number = (task.note or "").partition(" ")[0].partition(":")
    return PAGES[about].format(number) if about in PAGES and number.isdecimal() else "/admin/people"


def words_of(task: Row[Any]) -> str:
    """The person's own words. What is noted of a missing translation, of a meeting or of danger is ours."""
    return "" if task.kind in OURS else task.note or ""


def media_of(task: Row[Any]) -> str:
    """What came with it, as a word, or ""."""
    return MEDIA.get((task.media or "").partition(":")[0], "")
