"""Something she has beside her password: the digits of an app on her phone, or one of the codes that she wrote down."""

import base64

from aiohttp import web

from admin.means import Desk
from admin.one_time import address_of, is_secret, new_secret, plain_code, step_of
from admin.visit import Visit
from bot import qr
from lab.people import DESK_ROLES
from locales import N_
from store.second_factor import codes_left, take_code, take_step
from store.staff import Member

FACTOR = "factor"
"""The field of a form that holds it, or the password of somebody who has none."""
WRONG_DIGITS = N_("These digits are not right, or they were used already. Wait for the next ones, then try again.")
WRONG_PASSWORD = N_("The password is not right. Please try again.")
OFTEN = N_("Too many tries. Please wait a few minutes, then try again.")


def needs_factor(desk: Desk, who: Member) -> bool:
    """Coordinators and administrators, wherever the desk can be reached from outside."""
    return who.role in DESK_ROLES and desk.settings.base_url.startswith("https://")


async def amiss(visit: Visit, who: Member) -> str:
    """What is wrong with what she gave, or "". Each try counts."""
    account = counted_as(who)
    if not visit.desk.throttle.lets_through(visit.place, account):
        return OFTEN
    typed = visit.form.exactly(FACTOR)
    if who.totp is None:
        fits = await visit.desk.passwords.fits(typed, who.password_hash)
    else:
        fits = await _has_it(visit, who, who.totp, typed)
    if fits:
        visit.desk.throttle.forgive(account)
        return ""
    return WRONG_PASSWORD if who.totp is None else WRONG_DIGITS


def counted_as(who: Member) -> str:
    """Her tries, apart from those with a password."""
    return f"factor {who.id}"


async def _has_it(visit: Visit, who: Member, secret: str, typed: str) -> bool:
    step = step_of(secret, typed, visit.now)
    async with visit.desk.database.write() as connection:
        if step is not None:
            return await take_step(connection, who.id, step)
        return await take_code(connection, visit.desk.database.keyring, who.id, plain_code(typed))


async def set_up_page(visit: Visit, problem: str = "", status: int = 200) -> web.Response:
    """Where she puts it on her phone. After a wrong try the picture stays the same: her phone has it already."""
    who, sent = visit.member, visit.form.text("secret", 40)
    secret = sent if is_secret(sent) else new_secret()
    address = address_of(secret, who.email or who.name)
    async with visit.desk.database.read() as connection:
        left = await codes_left(connection, who.id)
    return await visit.show(
        "second_factor.html",
        422 if problem else status,
        at="second_factor",
        secret=secret,
        spelled=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture="data:image/png;base64," + base64.b64encode(qr.png(address)).decode(),
        has_one=who.totp is not None,
        left=left,
        languages=visit.desk.catalogues.languages.values(),
        needed=needs_factor(visit.desk, who),
        problem=problem,
        kept=visit.form.exactly("kept"),
    )
