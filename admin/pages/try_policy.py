"""Other rules, tried before they are saved: what the next thirty days would be."""

from dataclasses import replace

from aiohttp import web

from admin.labs import lab_or_404
from admin.log import nothing_changed
from admin.meeting_form import typed
from admin.pages.cadence import page, read_rules, read_step, step_or_404
from admin.routes import TEAM, post
from admin.tried import tried
from admin.visit import Visit


async def try_rules(visit: Visit) -> web.Response:
    """The whole page, or the part of it that a script asks for while she changes the form."""
    lab = await lab_or_404(visit)
    nothing_changed(visit)
    wanted, problems = read_rules(visit, lab)
    found = None if problems else await tried(visit, lab, replace(lab, policy=wanted))
    if visit.request.headers.get("HX-Request") == "true":
        return await visit.show("cadence_tried.html", lab=lab, at="policy", tried=found, problems=problems, beside=True)
    return await page(visit, lab, rules=typed(visit.form), problems=problems, tried=found)


async def try_step(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    nothing_changed(visit)
    before = step_or_404(visit, lab)
    _, plan, problems = read_step(visit, lab, before)
    found = None if problems else await tried(visit, lab, replace(lab, plan=plan))
    return await page(visit, lab, steps={before.kind: typed(visit.form)}, problems=problems, tried=found)


ROUTES = (
    post("/labs/{lab:[0-9]{1,18}}/cadence/try", try_rules, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/plan/{kind:[a-z_]{1,20}}/try", try_step, TEAM),
)
