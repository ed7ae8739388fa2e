"""A text message as Telegram posts it to a webhook, with its HTTP head."""

import json
import time
from itertools import count

from bench.conversation import words

_ids = count(1)
_HEAD = (
    "POST {path} HTTP/1.1\r\n"
    "Host: 127.0.0.1\r\n"
    "Accept-Encoding: gzip, deflate\r\n"
    "Content-Type: application/json\r\n"
    "X-Telegram-Bot-Api-Secret-Token: {secret}\r\n"
    "Content-Length: "
)
_BODY = (
    '{"update_id":%d,"message":{"message_id":%d,'
    '"from":{"id":%d,"is_bot":false,"first_name":"Amina","language_code":"en"},'
    '"chat":{"id":%d,"first_name":"Amina","type":"private"},"date":%d,"text":%s%s}}'
)
_COMMAND = ',"entities":[{"offset":0,"length":6,"type":"bot_command"}]'


def head(path: str, secret: str) -> bytes:
    """All of the request's head that is the same for every update; its length is still to follow."""
    return _HEAD.format(path=path, secret=secret).encode()


def update(chat: int, turn: int) -> bytes:
    """A new update, never seen before, in which `chat` takes her turn."""
    number = next(_ids)
    entities = _COMMAND if turn == 0 else ""
    return (_BODY % (number, number, chat, chat, int(time.time()), json.dumps(words(turn)), entities)).encode()


def request(head: bytes, body: bytes) -> bytes:
    return b"%b%d\r\n\r\n%b" % (head, len(body), body)
