"""What questions need is loaded before the first is asked: names, the gazetteer, the encoder of accounts, templates."""

from __future__ import annotations

from ..errors import DragomanError
from ..linking.lookup import look_up
from ..store.engine import Store
from ..story import Quote
from ..views.alignment import align
from ..views.asking import asking
from ..views.people import find
from ..views.vectors import word_vectors
from .templates import templates

NOBODY = "qzx"
SENTENCE = "The ceasefire must hold."


def warm(store: Store) -> None:
    """Ask one of each. What is missing or damaged is told to who asks for it."""
    for name in templates().list_templates():
        templates().get_template(name)
    try:
        asking(parties=NOBODY, place=NOBODY)
        look_up(NOBODY)
        with store.reading() as connection:
            find(connection, NOBODY)
        said = [Quote(story="", start=0, end=len(SENTENCE), text=SENTENCE)]
        align({"one": said, "other": said}, {}, word_vectors)
    except DragomanError:
        return
