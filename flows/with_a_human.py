"""While somebody of the team talks with her, what she writes is for that human, and no flow answers. Pure."""

from flows.model import Replied, Task

REPLY = "reply"
"""The task that says that she answered the team. One is open for each person, however much she writes."""


def for_whoever_talks(event: Replied) -> Task:
    """Nothing is promised: somebody is there already."""
    return Task(REPLY, event.text.strip(), event.media)
