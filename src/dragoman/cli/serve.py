"""`dragoman serve`."""

from __future__ import annotations

import click

from .app import say
from .params import db_option


@click.command()
@db_option
@click.option("--host", metavar="HOST", help="Where to listen, else 127.0.0.1; at any other address others can read.")
@click.option("--port", type=click.IntRange(1, 65535), default=8765, help="Which port, else 8765.")
@click.option(
    "--token", envvar="DRAGOMAN_TOKEN", help="What storing and correcting need; else one is made and printed."
)
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; else one a processor, 4 at most.")
def serve(db: str | None, host: str | None, port: int, token: str | None, workers: int | None) -> int:
    """Serve the record as web pages and over HTTP. Without a database it opens on the sample stories."""
    from ..serve.start import start

    return start(db, host, port, token, workers, say)
