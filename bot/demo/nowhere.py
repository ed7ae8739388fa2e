"""Where messages to made-up people go: nowhere."""

from dataclasses import dataclass

from bot.messages import File, Limits, Outbound

NAME, ACCOUNT = "made up", "demo"
SIZE = Limits(text=4096, label=64, buttons=100)


@dataclass(slots=True)
class Nowhere:
    """A sender for the outbox. It is no channel: nothing comes in by it, and nobody can choose it."""

    name: str = NAME
    account: str = ACCOUNT
    limits: Limits = SIZE

    async def send(self, address: str, message: Outbound, files: dict[int, File]) -> str:
        return ""
