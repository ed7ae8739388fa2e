"""Mark a task as done, and take that back."""

from aiohttp import web

from admin.log import note
from admin.routes import TEAM, post
from admin.visit import Visit
from store.desk_changes import close_tasks, reopen_task


async def done(visit: Visit) -> web.Response:
    task_id = visit.number("id")
    async with visit.desk.database.write() as connection:
        if not await close_tasks(connection, visit.reach, (task_id,), visit.member.id, visit.now):
            raise web.HTTPNotFound
        await note(visit, connection)
    return visit.go(f"/admin/?done={task_id}")


async def undo(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        if not await reopen_task(connection, visit.reach, visit.number("id")):
            raise web.HTTPNotFound
        await note(visit, connection)
    return visit.go("/admin/")


ROUTES = (
    post("/tasks/{id:[0-9]{1,18}}/done", done, TEAM),
    post("/tasks/{id:[0-9]{1,18}}/undo", undo, TEAM),
)
