"""A command as menus of messengers write it: "/", a word, perhaps the name of the bot, perhaps more. Pure."""

import re
from dataclasses import dataclass

START = "start"
"""How messengers open a link: behind it stands the code."""
_COMMAND = re.compile(r"/([a-z_]{2,32})(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """`name`: "meeting" for "/Meeting@our_bot tomorrow", whether there is one of that name or not; "" where it is none.
    `said`: what stands behind it."""

    name: str = ""
    said: str = ""

    @property
    def is_all(self) -> bool:
        """She says nothing else."""
        return bool(self.name) and not self.said


def command_of(text: str) -> Command:
    found = _COMMAND.fullmatch(text.strip())
    return Command(found[1].casefold(), found[2] or "") if found else Command()
