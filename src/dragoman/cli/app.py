"""The group of commands, and how a command ends: with a code and at most a line, never with a traceback.

Codes: 0 done; 1 not done, or not for all that was given, or nobody reads our output; 2 the command line is wrong;
70 a fault of dragoman; 130 broken off by Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn, TextIO

import click

from ..errors import DragomanError
from ..version import __version__

COMMANDS: dict[str, tuple[str, str]] = {  # name: (module:function, one line of help)
    "read": ("dragoman.cli.read:read", "Read stories and show who did or said what to whom, and on whose word."),
    "code": ("dragoman.cli.code:code", "Read many stories: rows of JSON in, one story object a row out."),
    "add": ("dragoman.cli.add:add", "Keep stories in a database, with what is one and the same across them."),
    "events": ("dragoman.cli.events:events", "Ask for events: who did what to whom, where, when, on whose word."),
    "readouts": ("dragoman.cli.readouts:readouts", "Show contacts with the accounts of their sides, side by side."),
    "merges": ("dragoman.cli.merges:merges", "Show what is one and the same across stories: texts, versions, events."),
    "merge": ("dragoman.cli.merge:merge", "Judge whether two stories, mentions or contacts are one and the same."),
    "correct": ("dragoman.cli.correct:correct", "Correct what a story was read to tell, for good."),
    "export": ("dragoman.cli.export:export", "Write events as others read them: PLOVER, ICEWS, csv, Parquet, GraphML."),
    "import": ("dragoman.cli.import_:import_", "Take in what `export --format claims` wrote."),
    "situation": ("dragoman.cli.situation:situation", "Show which states stand: allies, wars, control, sanctions ..."),
    "diff": ("dragoman.cli.diff:diff", "Show what began, ended, changed or became contested between two days."),
    "serve": ("dragoman.cli.serve:serve", "Serve the record as web pages and over HTTP."),
    "actors": ("dragoman.cli.actors:actors", "Look up who somebody is, on a day, and why."),
    "petrarch": ("dragoman.cli.petrarch:petrarch", "Turn dictionaries of PETRARCH into knowledge files of your own."),
    "schema": ("dragoman.cli.schema:schema", "Print the JSON Schema of the story object."),
}
DEBUG = "DRAGOMAN_DEBUG"  # environment variable: set, a fault of ours shows its traceback
FAULT, INTERRUPTED = 70, 130


class LazyGroup(click.Group):
    """Commands by name; the module of one is imported when it runs, not for the list of all."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run, and exit with the command's code."""
        _open_what_is_closed()
        _never_fail_to_write(sys.stdout, sys.stderr)
        sys.exit(_ended(lambda: super(LazyGroup, self).main(args, prog_name, complete_var, False, **extra)))


def _ended(run: Callable[[], object]) -> int:
    """The exit code of a run, whose end is told on standard error where it is not a good one."""
    try:
        code = run()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except DragomanError as error:
        return say(str(error), 1)
    except (KeyboardInterrupt, click.Abort):
        return say("broken off", INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains as it exits
        return 1
    except OSError as error:
        return say(f"{error.filename or 'the output'}: {error.strerror or error}", 1)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        return say(fault(error), FAULT)


def say(message: str, code: int = 0) -> int:
    """One line on standard error; returns `code`."""
    click.echo(f"dragoman: {message}", err=True)
    return code


def fault(error: Exception) -> str:
    """A message for an error that is ours and not the user's."""
    return f"a fault in dragoman ({type(error).__name__}: {error}); please report it; {DEBUG}=1 shows where it is"


def _open_what_is_closed() -> None:
    """A stream that the shell has closed (`<&-`) is empty, and takes all."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


def _never_fail_to_write(*streams: TextIO) -> None:
    """A terminal that cannot show a character gets a `?` for it."""
    for stream in streams:
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors="replace")


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dragoman")
def app() -> None:
    """Read news of diplomacy and conflict: who did or said what to whom, when, where, on whose word, and how sure.

    Begin with `dragoman read FILE`.
    """
