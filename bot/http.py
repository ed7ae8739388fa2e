"""What every page and every request of ours has in common: headers, the border against foreign pages, languages."""

from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.log import where

log = structlog.get_logger()

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(self), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}
UNLESS_SAID = {**SECURITY_HEADERS, "Cache-Control": "no-store"}
"""What stands on every answer where its handler says nothing else."""
STREAM_AGAIN = {"Retry-After": "20"}
"""For one live page too many. After so many seconds it is known of each of the others whether it is still open."""


@web.middleware
async def security_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """On every answer, errors too. Nothing may be kept by a browser unless its handler says so."""
    try:
        response = await handler(request)
    except web.HTTPException as error:
        _dress(request, error)
        raise
    if not response.prepared:
        _dress(request, response)
    return response


@web.middleware
async def come_again(request: web.Request, handler: Handler) -> web.StreamResponse:
    """While the database is away or full, whoever asks is told to ask again soon."""
    try:
        return await handler(request)
    except (OperationalError, InterfaceError) as error:
        log.error("a request met a database that is away", where=where(error))
        return web.Response(status=503, headers={"Retry-After": "2"})


@web.middleware
async def compressed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Pages travel small: many of our phones are on slow and costly lines."""
    response = await handler(request)
    if isinstance(response, web.Response) and response.content_type == "text/html":
        response.enable_compression()
    return response


def _dress(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.merge(UNLESS_SAID)


def from_our_own_page(request: web.Request) -> bool:
    """Whether a request that changes something was made by a page of ours, as the browser swears."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    return urlsplit(origin).netloc == request.host


def client_of(request: web.Request, proxies: Sequence[IPv4Network | IPv6Network]) -> str:
    """The address of whoever asks. A header says it only where the one who wrote it is a proxy of ours: else anybody
    could pass for somebody else. Each proxy adds the address that it saw at the end."""
    address = request.remote or ""
    seen = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")
    for said in reversed(seen):
        if not _is_within(address, proxies) or not said.strip():
            break
        address = said.strip()
    return address


def _is_within(address: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    try:
        return any(ip_address(address) in network for network in networks)
    except ValueError:
        return False


def wanted_languages(request: web.Request) -> tuple[str, ...]:
    """The browser's languages, best first, as tags."""
    entries = request.headers.get("Accept-Language", "").split(",")[:10]
    weighed = []
    for place, entry in enumerate(entries):
        tag, _, weight = entry.strip().partition(";q=")
        if tag and tag != "*":
            weighed.append((-_weight(weight), place, tag))
    return tuple(tag for _, _, tag in sorted(weighed))


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
