"""The coder of a server process: made once, in the background; one story at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from fastapi import HTTPException, Request
from msgspec.structs import replace

from ..batch.codes import Codes, make_coder
from ..errors import DragomanError, KnowledgeError, ModelError
from ..loading import lasting
from ..story import Story
from .bodies import Given

WAITING = 8  # stories that may wait for the coder, so that what only asks the record is answered meanwhile
FIRST = "The president of France met the prime minister of Italy in Rome on Tuesday, his office said."
NAME = "the story"


class Coding:
    """Reads stories; `coder`: `module:name` of the class that does."""

    def __init__(self, coder: str) -> None:
        self.coder = coder
        self._made: Codes | None = None
        self._alone = threading.Lock()
        self._places = threading.BoundedSemaphore(WAITING)

    @property
    def ready(self) -> bool:
        """Whether it is made."""
        return self._made is not None

    def warm(self, before: Callable[[], None]) -> threading.Thread:
        """Make it in the background, and read a sentence, so that the first story is quick. `before`: done first."""

        def work() -> None:
            with lasting():
                before()
                self._warmed()

        thread = threading.Thread(target=work, name="warming", daemon=True)
        thread.start()
        return thread

    def read(self, given: Given) -> Story:
        """Read one story. Raises InputError for what cannot be read, and what is answered as a problem."""
        if not self._places.acquire(blocking=False):
            raise HTTPException(
                HTTPStatus.SERVICE_UNAVAILABLE, "other stories wait to be read: try again", {"Retry-After": "2"}
            )
        try:
            with self._alone:
                return self._read(given)
        except (ModelError, KnowledgeError) as error:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from None
        finally:
            self._places.release()

    def _read(self, given: Given) -> Story:
        if self._made is None:
            self._made = make_coder(self.coder)
        row = given.row
        story = self._made.read(
            row.text,
            id=row.id,
            name=NAME,
            date=row.date,
            agency=row.agency,
            headline=row.headline,
            lang=given.lang,
        )
        return replace(story, extra={**story.extra, **row.extra}) if row.extra else story

    def _warmed(self) -> None:
        with self._alone:
            try:
                if self._made is None:
                    made = make_coder(self.coder)
                    made.read(FIRST, date="2024-12-03")
                    self._made = made
            except DragomanError:  # told to whom sends the first story
                return


def coding_of(request: Request) -> Coding:
    """The coder of the server."""
    return cast(Coding, request.app.state.coding)
