"""Whose address counts: a header is believed only where a web server of ours wrote it."""

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.http import client_of
from bot.settings import BadSettings, read_settings

PEER = "10.0.0.9"
"""The web server before Brug, as Brug sees it."""


@pytest.mark.parametrize(
    ("trusted", "said", "counts"),
    [
        ("", "203.0.113.7", PEER),
        ("10.0.0.0/8", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.9", "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.0/8", "203.0.113.7, 10.0.0.8", "203.0.113.7"),
        ("10.0.0.0/8", "", PEER),
        ("10.0.0.0/8", "nonsense", "nonsense"),
        ("192.168.0.0/16", "203.0.113.7", PEER),
    ],
)
def test_the_last_address_that_a_proxy_of_ours_saw_counts(trusted: str, said: str, counts: str) -> None:
    request = make_mocked_request("POST", "/admin/login", headers={"X-Forwarded-For": said}).clone(remote=PEER)

    assert client_of(request, read_settings(trusted_proxies=trusted).proxies) == counts


def test_what_is_no_network_is_said_at_the_start() -> None:
    with pytest.raises(BadSettings, match="BRUG_TRUSTED_PROXIES"):
        read_settings(trusted_proxies="my proxy")
