"""How many places a lab keeps for each group, as far as its people may hear it. Pure.

Places are what the coordinator planned, not who came: counted people would tell, from one talk to the next, that one
more newcomer is there. And a number under five would tell of a few people who they are: then none is told.
"""

from collections.abc import Mapping
from functools import lru_cache

from lab.disclosure import publish
from lab.polls import PARTICIPANTS

TOLD = dict(zip(PARTICIPANTS, ("newcomers", "partners", "officials"), strict=True))
"""By group of participants, the placeholder for its number."""


@lru_cache(maxsize=256)
def told_of(groups: tuple[tuple[str, int], ...]) -> Mapping[str, str]:
    """Values for a text, by placeholder, of all `groups` that a lab has, with their seats. Empty where nothing may be
    said: a group is missing, or one of any kind is so small that its number could be worked out."""
    seats = {key: number for key, number in groups if number}
    shown = publish(seats, sum(seats.values()), one_each=True)
    if None in shown.values() or not shown.keys() >= TOLD.keys():
        return {}
    return {name: str(seats[key]) for key, name in TOLD.items()}
