"""Whether somebody can be written to from the desk, and through which address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from flows.with_a_human import REPLY
from lab.people import STOPPED
from locales import N_

STOP = N_("{name} said stop. We do not write any more. If {name} says hello again, you can write here.")
NO_WAY = N_("We cannot reach {name} on any channel just now. Perhaps the worker who knows {name} can help.")
LONGEST = 4000
ANSWERABLE = ("danger", "question", "message", REPLY, "human", "welcome", "pilot_help")
"""Tasks that a message of ours may settle."""


@dataclass(frozen=True, slots=True)
class Way:
    """`address_id` is 0 where nothing may be sent; then `refusal` says why."""

    address_id: int = 0
    channel: str = ""
    refusal: str = ""


def way_to(standing: str, addresses: Sequence[Row[Any]]) -> Way:
    """The address she last wrote from, or else one that works."""
    if standing == STOPPED:
        return Way(refusal=STOP)
    for address in addresses:
        if address.reachable:
            return Way(address.id, address.channel)
    return Way(refusal=NO_WAY)
