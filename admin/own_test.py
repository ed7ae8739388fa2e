"""A message to chats of the team themselves, to try something out; and the link that makes a chat somebody's own."""

import re

from sqlalchemy.ext.asyncio import AsyncConnection

from admin.language import say
from admin.visit import Visit
from bot.messages import Outbound
from bot.packing import pack
from lab.codes import NewCode
from locales import N_
from store.labs import new_entry

TEAM_TEST = N_("This is a test. Only people of the team see it, and nothing is counted.")
NO_CHAT = N_("You have no chat of your own here yet. Make a link to one first.")
NO_WORDS = N_("There is nothing to send: words are missing in every language.")
NO_WAY = N_("We cannot reach your own chat just now. Write something there, then try again.")


def is_a_test(visit: Visit, text: str, language: str) -> Outbound:
    """Says so before the test, in the language of the chat that gets it. Without one, in that of the desk."""
    code = language if language in visit.desk.catalogues.languages else visit.language
    return Outbound(say(visit.desk.catalogues, code, text), code)


def row_of_test(visit: Visit, person_id: int, address_id: int, message: Outbound, what: str) -> dict[str, object]:
    """For the outbox. `what` tells messages of one form apart: pressed twice, each goes out once."""
    form = re.sub(r"[^A-Za-z0-9_-]", "", visit.form.text("key", 64))
    return {
        "person_id": person_id,
        "address_id": address_id,
        "kind": "coordinator",
        "body": pack(message),
        "state": "queued",
        "due_at": visit.now,
        "key": f"test:{visit.member.id}:{form}:{person_id}:{what}",
        "staff_id": visit.member.id,
        "created_at": visit.now,
    }


async def own_entry(visit: Visit, connection: AsyncConnection, lab_id: int) -> dict[str, str]:
    """A one-time code that makes a chat hers, as a page shows it once."""
    keyring = visit.desk.database.keyring
    made: NewCode = await new_entry(connection, keyring, lab_id, visit.now, staff_id=visit.member.id, once=True)
    return {"own_link": f"{visit.desk.settings.base_url}/join/{made.token}", "own_code": made.aloud}
