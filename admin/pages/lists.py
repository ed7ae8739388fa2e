"""Other pages of a lab live under its address: whoever types that of a list which is chosen by `?lab=` finds it too."""

from aiohttp import web

from admin.labs import lab_or_404
from admin.routes import GUIDES, TEAM, get
from admin.visit import Visit


async def show(visit: Visit) -> web.Response:
    """To the list, with whatever else the address asks for."""
    lab = await lab_or_404(visit)
    asked = visit.request.rel_url
    return visit.go(str(asked.with_path(f"/admin/{asked.name}").with_query({**asked.query, "lab": str(lab.id)})))


LISTS = {"meetings": GUIDES, "people": TEAM, "pilots": TEAM, "recommendations": TEAM, "texts": TEAM}

ROUTES = tuple(get(f"/labs/{{lab:[0-9]{{1,18}}}}/{word}", show, roles) for word, roles in LISTS.items())
