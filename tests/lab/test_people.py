"""Who may do what, and how somebody is written to."""

import pytest

from lab.people import is_email


@pytest.mark.parametrize("address", ["els@example.org", " els.van@mail.stad.gent ", "é@bücher.example"])
def test_an_address_that_a_letter_can_reach(address: str) -> None:
    assert is_email(address)


@pytest.mark.parametrize(
    "address",
    ["", "els", "els@", "@example.org", "els@localhost", "els@x.", "els@.org", "a@b@c.org", "a b@c.org", "a,b@c.org"],
)
def test_an_address_that_none_can_reach(address: str) -> None:
    assert not is_email(address)
