"""`dragoman schema`."""

from __future__ import annotations

import json

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of the story object, as `read --json` and `code` write it."""
    from ..schema import story_schema

    click.echo(json.dumps(story_schema(), indent=2, ensure_ascii=False))
