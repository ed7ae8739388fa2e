"""The kinds of work that wait for a human: what each says, and where its button leads."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from admin.visit import Visit
from locales import N_

SOMEBODY = N_("Somebody without a name")


@dataclass(frozen=True, slots=True)
class Kind:
    """`anchor` is the place on the person's page where it is done."""

    sentence: str
    button: str
    anchor: str = "#answer"


KINDS = {
    "question": Kind(N_("{name} asks a question."), N_("Answer")),
    "message": Kind(N_("{name} wrote to the team."), N_("Answer")),
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
    "translation": Kind(N_("We could not say something to {name}: a translation is missing."), N_("See the chat"), ""),
}
OTHER = Kind(N_("{name} needs somebody of the team."), N_("See the chat"), "")
MEDIA = {"voice": N_("Voice message"), "photo": N_("Photo")}


def kind_of(task: Row[Any]) -> Kind:
    return KINDS.get(task.kind, OTHER)


def sentence_of(visit: Visit, task: Row[Any]) -> str:
    return visit.say(kind_of(task).sentence, name=task.name or visit.say(SOMEBODY))


def link_of(task: Row[Any]) -> str:
    """Where it is done: on the person's page, or on that of the meeting that its note names."""
    if task.person_id:
        return f"/admin/people/{task.person_id}{kind_of(task).anchor}"
    about, _, number = (task.note or "").partition(":")
    return f"/admin/meetings/{number}#decided" if about == "meeting" and number.isdecimal() else "/admin/people"


def words_of(task: Row[Any]) -> str:
    """The person's own words. What is noted of a missing translation, or of a meeting, is ours."""
    return "" if task.kind in ("translation", "decided") else task.note or ""


def media_of(task: Row[Any]) -> str:
    """What came with it, as a word, or ""."""
    return MEDIA.get((task.media or "").partition(":")[0], "")
