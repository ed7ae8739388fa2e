"""A push to a browser whose page is closed: where one may go, how it is sealed, and what became of it.

RFC 8030 (delivery), 8291 (encryption for that browser alone), 8292 (VAPID: our own key says who sends).
"""

import base64
import binascii
import ipaddress
import os
import re
import socket
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import aiohttp
import orjson
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

KEPT = timedelta(days=28)
"""As long as push services keep anything. The notice stays true until she looks, and she gets no second one."""
SIGNED_FOR = timedelta(hours=12)
TOPIC = "message"
"""The push service keeps one waiting push of a topic, the newest."""
SAME_LENGTH = 512
"""In bytes, for every notice: how long it is must not tell its language."""
PATIENCE = aiohttp.ClientTimeout(total=10)
CURVE = ec.SECP256R1()
KEY_BYTES, POINT_BYTES, AUTH_BYTES = 32, 65, 16

Delivery = Literal["taken", "gone", "refused", "unknown"]
"""`refused`: verifiably not taken. `unknown`: it may have arrived."""

ENDPOINT = re.compile(r"https://((?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*)(?::443)?/[!-~]*", re.ASCII | re.IGNORECASE)
"""A host by its name: addresses in numbers, however they are written, do not end with a letter first."""
LOOPBACK = re.compile(r"http://127\.0\.0\.1:\d+/[!-~]*", re.ASCII)
LONGEST_ENDPOINT = 1024
PRIVATE_ENDS = ("arpa", "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost")
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NoKey(Exception):
    """The key that signs pushes cannot be used. One sentence on why."""


class PushKey:
    """Says who sends. Browsers bind their subscription to its public half: with another key all must ask anew."""

    def __init__(self, private: str) -> None:
        """Raises `NoKey`."""
        try:
            number = int.from_bytes(_decoded(private, KEY_BYTES))
            self._vapid = Vapid02(ec.derive_private_key(number, CURVE))
        except ValueError as error:
            raise NoKey("it is not 32 bytes in base64url") from error
        point = self._vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public = _encoded(point)

    def signature(self, endpoint: str, contact: str, now: datetime) -> dict[str, str]:
        url = urlsplit(endpoint)
        claims = {"aud": f"{url.scheme}://{url.netloc}", "exp": int((now + SIGNED_FOR).timestamp()), "sub": contact}
        signed: dict[str, str] = self._vapid.sign(claims)
        return signed


def key_of(folder: Path, given: str = "") -> PushKey:
    """As set, or made once and kept beside the data, for our eyes only. Raises `NoKey`."""
    if given:
        return PushKey(given)
    path = folder / "vapid.key"
    try:
        if not path.exists():
            _write_key(path)
        return PushKey(path.read_text("ascii").strip())
    except (OSError, UnicodeError) as error:
        raise NoKey(f"it cannot be read ({type(error).__name__})") from error


def _write_key(path: Path) -> None:
    """All of it or nothing, as with the secret key."""
    number = ec.generate_private_key(CURVE).private_numbers().private_value
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(_encoded(number.to_bytes(KEY_BYTES)))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def may_go_to(endpoint: str, *, loopback: bool = False) -> bool:
    """Only to a public name on the usual port: whoever asks for pushes decides where we knock."""
    if len(endpoint) > LONGEST_ENDPOINT:
        return False
    if loopback and LOOPBACK.fullmatch(endpoint):
        return True
    found = ENDPOINT.fullmatch(endpoint)
    return found is not None and found[1].casefold().rpartition(".")[2] not in PRIVATE_ENDS


def is_public(host: str) -> bool:
    """Whether an IP address is one of the open internet, also where an IPv6 address wraps an IPv4 one."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        low = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in NAT64 else None
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None) or low
        return is_public(str(inner)) if inner else found.is_global and not found.is_multicast
    return found.is_global and not found.is_multicast


class PublicNames(AbstractResolver):
    """Resolves where and when we connect, so that a name cannot change in between to one of our own machines."""

    def __init__(self, names: AbstractResolver | None = None) -> None:
        self._names = names or DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._names.resolve(host, port, family)
        if not all(is_public(one["host"]) for one in found):
            raise OSError("the name leads to an address that is not public")
        return found

    async def close(self) -> None:
        await self._names.close()


def border() -> aiohttp.ClientSession:
    """The way out for pushes: no cookies, no proxies of the environment, nowhere but to public addresses."""
    connector = aiohttp.TCPConnector(resolver=PublicNames(), limit_per_host=8)
    return aiohttp.ClientSession(connector=connector, timeout=PATIENCE, cookie_jar=aiohttp.DummyCookieJar())


def can_seal(p256dh: str, auth: str) -> bool:
    """Whether these are what a browser gives with its endpoint, for us to encrypt with."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, _decoded(p256dh, POINT_BYTES))
        return len(_decoded(auth, AUTH_BYTES)) == AUTH_BYTES
    except ValueError:
        return False


async def deliver(
    session: aiohttp.ClientSession, key: PushKey, contact: str, body: Mapping[str, str], now: datetime
) -> Delivery:
    """Push the words of `body` to its endpoint. A redirect is not followed and an answer not read: neither is ours."""
    from pywebpush import WebPusher  # Eight megabytes, for those who push only.

    keys = {"p256dh": body["p256dh"], "auth": body["auth"]}
    words = orjson.dumps({name: body[name] for name in ("text", "lang", "dir")})
    sealed = WebPusher({"endpoint": body["endpoint"], "keys": keys}).encode(words.ljust(SAME_LENGTH))["body"]
    headers = {"Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream", "Urgency": "normal"}
    headers |= {"TTL": str(int(KEPT.total_seconds())), "Topic": TOPIC}
    headers |= key.signature(body["endpoint"], contact, now)
    try:
        async with session.post(body["endpoint"], data=sealed, headers=headers, allow_redirects=False) as answer:
            return _outcome(answer.status)
    except (aiohttp.ClientConnectorError, aiohttp.InvalidURL):
        return "refused"
    except (aiohttp.ClientError, TimeoutError, OSError):
        return "unknown"


def _outcome(status: int) -> Delivery:
    if status < 300:
        return "taken"
    return "gone" if status in (404, 410) else "refused"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str, length: int) -> bytes:
    """Raises `ValueError` when it is not that many bytes in base64url."""
    try:
        raw = base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error
    if len(raw) != length:
        raise ValueError(f"{len(raw)} bytes and not {length}")
    return raw
