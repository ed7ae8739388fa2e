"""Every form of the desk that changes something: what becomes of one that is older than what a colleague saved."""

import inspect
import re
import sys

from admin.desk import all_routes
from admin.routes import Route

SHOWS_BOTH = """
broadcasts/{broadcast}/change broadcasts/{broadcast}/missing changes/{change} labs/{lab}/answers/{ready}
labs/{lab}/cadence labs/{lab}/calendars labs/{lab}/groups labs/{lab}/look labs/{lab}/markers/{marker}/change
labs/{lab}/phases labs/{lab}/plan/{kind} labs/{lab}/questions/{task}/assign labs/{lab}/report labs/{lab}/safety
labs/{lab}/texts/{text}/words labs/{lab}/translations/{text}/approve meetings/{meeting}/change
meetings/{meeting}/decided meetings/{meeting}/groups people/{id}/facts people/{id}/groups
people/{id}/meetings/{meeting}/answer people/{id}/owner people/{id}/role pilots/{pilot} pilots/{pilot}/team
polls/{poll}/change polls/{poll}/until polls/{poll}/words recommendations/{recommendation}
recommendations/{recommendation}/change staff/{staff} steps/{milestone}
"""
"""What is stored stands beside what she wrote (admin/clash.py)."""

LOOKS_AGAIN = """
broadcasts/{broadcast}/drop broadcasts/{broadcast}/send broadcasts/{broadcast}/second
labs/{lab}/answers/{ready}/delete labs/{lab}/logo labs/{lab}/logo/remove labs/{lab}/markers/{marker}/remove
labs/{lab}/texts/{text}/sound people/{id}/merge polls/{poll}/drop polls/{poll}/join polls/{poll}/open
polls/{poll}/round steps/{milestone}/remove updates/{update}/pass
"""
"""Nothing to compare, or no way back: nothing is done before she saw what a colleague did."""

ADDS = """
broadcasts/{broadcast}/test codes labs/new labs/{lab}/answers labs/{lab}/broadcasts/new labs/{lab}/markers
labs/{lab}/markers/{marker}/seen labs/{lab}/meetings/new labs/{lab}/pilots/new labs/{lab}/polls/new
labs/{lab}/recommendations/new labs/{lab}/talks labs/{lab}/translations/add people/{id}/answer people/{id}/notes
pilots/{pilot}/steps polls/{poll}/test staff
"""
"""Something new beside what is there. An answer is sent once, and colleagues see each other while they write it."""

ONCE = """
broadcasts/{broadcast}/cancel broadcasts/{broadcast}/pause broadcasts/{broadcast}/resume
labs/{lab}/answers/{ready}/ask labs/{lab}/markers/{marker}/seen/{observation}/remove
labs/{lab}/questions/{task}/merge labs/{lab}/questions/{task}/unmerge labs/{lab}/texts/{text}/review
labs/{lab}/translations/{text}/again meetings/{meeting}/answers meetings/{meeting}/attendance
meetings/{meeting}/cancel meetings/{meeting}/door meetings/{meeting}/invite messages/{message}/seen
messages/{message}/unseen people/several people/several/undo people/{id}/erase people/{id}/guardian
people/{id}/notes/{note}/delete people/{id}/quiet people/{id}/translate people/{id}/unmerge/{merging}
polls/{poll}/close staff/{staff}/back staff/{staff}/chat staff/{staff}/end staff/{staff}/factor staff/{staff}/link
steps/{milestone}/reached talks/{talk}/remove tasks/{id}/done tasks/{id}/undo
"""
"""One step that means the same whoever did it before: done once, and nothing that was written goes."""

HER_OWN = """
account account/codes account/language account/off broadcasts/{broadcast}/chat channels/chat channels/test
labs/{lab}/cadence/try labs/{lab}/plan/{kind}/try login logout polls/{poll}/chat prove second-factor
setup/{token}
"""
"""Of herself, or nothing is kept."""

KINDS = (SHOWS_BOTH, LOOKS_AGAIN, ADDS, ONCE, HER_OWN)


def test_of_every_form_somebody_thought_what_two_people_do_with_it() -> None:
    said = sorted(path for kind in KINDS for path in kind.split())

    assert said == sorted(one.name.removeprefix("POST /") for one in all_routes() if is_a_form(one))


def test_what_is_compared_is_compared_where_it_is_saved() -> None:
    for one in filter(is_a_form, all_routes()):
        path, page = one.name.removeprefix("POST /"), sys.modules[one.page.__module__]
        words = [word for kind, word in ASKS.items() if path in kind.split()]
        assert all(re.search(word, inspect.getsource(page)) for word in words), path


ASKS = {SHOWS_BOTH: r"await clash\(", LOOKS_AGAIN: r"is_stale\(|_seen\("}


def is_a_form(route: Route) -> bool:
    return route.method == "POST" and not route.passing
