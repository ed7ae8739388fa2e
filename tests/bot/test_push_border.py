"""Where a push may go, and the key that signs it."""

import socket
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.push import NoKey, PublicNames, PushKey, border, can_seal, deliver, is_public, key_of, may_go_to
from tests.house import MONDAY

KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"

REAL = (
    "https://fcm.googleapis.com/fcm/send/dQw4w9WgXcQ:APA91bH",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA-_",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2b%3d",
    "https://web.push.apple.com/QGAx",
    "https://push.example.com:443/x",
)
WRONG = (
    "",
    "http://push.example.com/x",
    "https://push.example.com",
    "https://push.example.com:8443/x",
    "https://push.example.com:80/x",
    "https://somebody@push.example.com/x",
    "https://push.example.com@127.0.0.1/x",
    "https://push.example.com\\@127.0.0.1/x",
    "https://push.example.com /x",
    "https://push.example.com/x\r\nHost: internal",
    "https://push.example.com/é",
    "https://püsh.example.com/x",
    "https://127.0.0.1/x",
    "https://127.1/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://0x7f.1/x",
    "https://0177.0.0.1/x",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://localhost/x",
    "https://printer.local/x",
    "https://metadata.google.internal/x",
    "https://router.home.arpa/x",
    "https://push.example.com./x",
    "file:///etc/passwd",
    "http://127.0.0.1:9/x",
    "https://push.example.com/" + "x" * 1024,
)


@pytest.mark.parametrize("endpoint", REAL)
def test_the_push_services_of_browsers_are_let_through(endpoint: str) -> None:
    assert may_go_to(endpoint)


@pytest.mark.parametrize("endpoint", WRONG, ids=range(len(WRONG)))
def test_whatever_is_no_public_name_on_the_usual_port_is_refused(endpoint: str) -> None:
    assert not may_go_to(endpoint)


def test_a_test_may_knock_at_its_own_machine_and_no_other() -> None:
    assert may_go_to("http://127.0.0.1:8080/push/x", loopback=True)
    assert not any(may_go_to(f"http://{host}/x", loopback=True) for host in ("127.0.0.1", "10.0.0.1:80", "localhost:9"))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
     "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "fe80::1%eth0", "nonsense"],
)  # fmt: skip
def test_an_address_of_our_own_network_is_not_public(host: str) -> None:
    assert not is_public(host)


@pytest.mark.parametrize("host", ["1.1.1.1", "142.250.1.95", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_an_address_of_the_internet_is_public(host: str) -> None:
    assert is_public(host)


class Turncoat(AbstractResolver):
    """A name that was public when it was looked at, and leads home when we go there."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = ("1.1.1.1", "127.0.0.1")
        return [ResolveResult(hostname=host, host=one, port=port, family=2, proto=6, flags=0) for one in found]

    async def close(self) -> None: ...


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    connector = aiohttp.TCPConnector(resolver=PublicNames(Turncoat()))
    async with aiohttp.ClientSession(connector=connector) as opened:
        yield opened


async def test_a_name_that_leads_home_is_not_followed_there(session: aiohttp.ClientSession) -> None:
    point = PushKey(KEY).public
    body = {"endpoint": "https://push.example.com/x", "p256dh": point, "auth": "A" * 22}
    body |= {"text": "x", "lang": "en", "dir": "ltr"}

    assert await deliver(session, PushKey(KEY), "mailto:brug@localhost", body, MONDAY) == "refused"


async def test_the_way_out_uses_our_own_resolver_and_keeps_no_cookies() -> None:
    async with border() as session:
        connector = session.connector

        assert isinstance(connector, aiohttp.TCPConnector)
        assert isinstance(connector._resolver, PublicNames)
        assert isinstance(session.cookie_jar, aiohttp.DummyCookieJar)
        assert session.trust_env is False


def test_the_key_is_made_once_and_for_our_eyes_only(tmp_path: Path) -> None:
    first, second = key_of(tmp_path), key_of(tmp_path)

    assert first.public == second.public
    assert len(first.public) == 87
    assert stat.S_IMODE((tmp_path / "vapid.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["vapid.key"]


def test_a_key_that_is_given_is_used_and_none_is_made(tmp_path: Path) -> None:
    assert key_of(tmp_path, KEY).public == PushKey(KEY).public
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("torn", ["", "x", KEY[:-4], KEY + "AAAA", "A" * 43, "_" * 43, "é"])
def test_a_torn_key_is_said_and_not_replaced(tmp_path: Path, torn: str) -> None:
    (tmp_path / "vapid.key").write_text(torn, "utf-8")

    with pytest.raises(NoKey):
        key_of(tmp_path)

    assert (tmp_path / "vapid.key").read_text("utf-8") == torn


def test_a_point_that_is_not_on_the_curve_seals_nothing() -> None:
    point = PushKey(KEY).public

    assert can_seal(point, "A" * 22)
    assert not can_seal(point[:-2] + "AA", "A" * 22)
    assert not can_seal(point, "A" * 21)
    assert not can_seal("", "")
