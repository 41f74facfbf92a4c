"""The application: one store, the API, the pages, and what guards them."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from ..store.engine import open_store
from ..store.parts import Commits, Parts
from ..version import __version__
from .api import actors as api_actors
from .api import claims as api_claims
from .api import contacts as api_contacts
from .api import corrections as api_corrections
from .api import events as api_events
from .api import exports as api_exports
from .api import network as api_network
from .api import operating
from .api import places as api_places
from .api import search as api_search
from .api import situation as api_situation
from .api import stories as api_stories
from .api import timeline as api_timeline
from .api import writing as api_writing
from .coding import Coding
from .documents import document
from .guards import add_guards
from .kept import add_kept
from .metrics import add_metrics
from .pages import corrections, network, places, read, readouts, search, situation, stories, timeline
from .problems import add_problems
from .settings import Settings
from .shared import API
from .together import Together
from .turns import add_turns
from .warming import warm

HERE = Path(__file__).parent
SWITCH = 0.0005  # seconds after which a thread that makes an answer lets the one go on that gives those that are there


def create_app(settings: Settings) -> FastAPI:
    """The application over one database, which is opened as it starts."""

    @asynccontextmanager
    async def opened(app: FastAPI) -> AsyncIterator[None]:
        with open_store(settings.db) as store, closing(Commits(store.engine)) as commits, ExitStack() as ends:
            app.state.store, app.state.commits, app.state.together = store, commits, None
            if settings.shared:
                app.state.together = ends.enter_context(closing(Together(settings.shared)))
            if settings.keep:
                store.parts = Parts(commits)
            if settings.warm:
                app.state.coding.warm(partial(warm, store))
            yield

    app = FastAPI(
        title="Dragoman",
        version=__version__,
        description="Who did or said what to whom, when, where, on whose word and how sure.",
        lifespan=opened,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.coding = Coding(settings.coder)
    add_turns(app)
    if settings.keep:
        add_kept(app)
    add_guards(app, settings.host)
    add_metrics(app)
    add_problems(app)
    for api in (
        api_events,
        api_contacts,
        api_timeline,
        api_situation,
        api_places,
        api_search,
        api_actors,
        api_network,
        api_stories,
        api_claims,
        api_writing,
        api_exports,
        api_corrections,
    ):
        app.include_router(api.router, prefix=API)
    app.include_router(operating.router)
    for view in (search, readouts, timeline, stories, situation, places, network, read, corrections):
        app.include_router(view.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.openapi = partial(document, app)  # type: ignore[method-assign]
    return app


def from_environment() -> FastAPI:
    """The application that the environment variables tell of: what each worker process starts."""
    sys.setswitchinterval(SWITCH)
    return create_app(Settings.told())
