"""The pages under docs/ and the README against the code: what it has is named there, and nothing that it lacks."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

import click
import pytest
import yaml
from msgspec.structs import fields

from dragoman import story
from dragoman.claims.contact_words import ContactFile
from dragoman.claims.contexts import ContextFile, context_words
from dragoman.claims.relation_words import Pattern, RelationFile
from dragoman.cli.app import COMMANDS, app
from dragoman.ingest.agencies import Agency
from dragoman.knowledge.entries import FILES, Agent, Role, Sector
from dragoman.knowledge.ontology import EventType, Ontology, ontology
from dragoman.schema import from_json, story_schema
from dragoman.timex.lexicon import Words
from dragoman.timex.rules import Grammar, RuleText

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "dragoman"
CODEBOOK, COMMANDS_PAGE, KNOWLEDGE = "story-object.md", "commands.md", "knowledge.md"
HEADING = re.compile(r"^#{1,3} +(.*)$", re.M)
TABLE = re.compile(r"(?:^\|.*\n)+", re.M)
CODE = re.compile(r"`([^`]+)`")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
OPTION = re.compile(r"(?<![\w-])--?[a-z][\w-]*")
CALL = re.compile(r"\bdragoman ([a-z]+)\b(.*)")
TARGET = re.compile(r"(?<!correct )\bmake ([a-z]+)\b")
STRUCTS = tuple(
    kind for kind in vars(story).values()
    if inspect.isclass(kind) and issubclass(kind, story.Value) and kind is not story.Value
)  # fmt: skip
LISTS: dict[str, Any] = {
    "status": story.Status,
    "relation": story.RelationKind,
    "passage": story.PassageKind,
    "channel": story.Channel,
    "role": story.PartyRole,
    "sector": Sector,
}
KNOWLEDGE_STRUCTS = (*FILES.values(), Agent, Role, Agency, EventType, Ontology, ContactFile, ContextFile, Pattern,
                     RelationFile, Words, Grammar, RuleText)  # fmt: skip
YAML_FILES = tuple(sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.yaml")))


@cache
def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@cache
def sections(name: str) -> dict[str, str]:
    """The text under each heading, up to the next one of any level."""
    parts = HEADING.split(FENCE.sub("", page(name)) if name != KNOWLEDGE else page(name))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def tables(text: str) -> Iterator[list[list[str]]]:
    """The tables of a text as rows of cells, headings first; a `\\|` is part of its cell."""
    for table in TABLE.findall(text):
        rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table.splitlines()]
        yield [rows[0], *rows[2:]]


def table(name: str, *head: str) -> list[list[str]]:
    """The rows of the one table of a page whose heading begins so."""
    found = [rows for rows in tables(page(name)) if tuple(rows[0][: len(head)]) == head]
    assert len(found) == 1, f"{name}: {len(found)} tables begin with {head}"
    return found[0][1:]


def named(cell: str) -> list[str]:
    return CODE.findall(cell)


# --- the story object


@pytest.mark.parametrize("kind", STRUCTS, ids=lambda kind: kind.__name__)
def test_each_struct_has_its_table(kind: type[story.Value]) -> None:
    rows = next(tables(sections(CODEBOOK)[kind.__name__]))
    assert rows[0] == ["field", "type", "meaning", "null"]
    assert [named(row[0])[0] for row in rows[1:]] == [field.encode_name for field in fields(kind)]
    assert all(all(row) for row in rows), "a cell is empty"


@pytest.mark.parametrize("kind", STRUCTS, ids=lambda kind: kind.__name__)
def test_each_table_says_what_may_be_null(kind: type[story.Value]) -> None:
    hints = get_type_hints(kind)
    for row in next(tables(sections(CODEBOOK)[kind.__name__]))[1:]:
        field = named(row[0])[0]
        assert (row[3] != "never") == (NoneType in get_args(hints[field])), f"{kind.__name__}.{field}"


def test_there_is_no_table_of_another_struct() -> None:
    described = {name for name, text in sections(CODEBOOK).items() if "| field | type |" in text}
    assert described == {kind.__name__ for kind in STRUCTS} == set(story_schema()["$defs"])


@pytest.mark.parametrize("heading", LISTS)
def test_each_list_of_values_is_whole(heading: str) -> None:
    rows = table(CODEBOOK, heading)
    assert [named(row[0])[0] for row in rows] == list(get_args(LISTS[heading]))
    assert all(all(row) for row in rows), "a cell is empty"


def test_each_type_is_there_as_the_ontology_has_it() -> None:
    told = [[*named(row[0]), *row[1:4]] for row in table(CODEBOOK, "type", "quad")]
    types = ontology().types.items()
    assert told == [[name, entry.quad, f"{entry.score:g}", entry.cameo or "none"] for name, entry in types]


def test_each_mode_is_there_as_the_ontology_has_it() -> None:
    told = [[*named(row[0]), *row[1:3]] for row in table(CODEBOOK, "type and mode")]
    assert told == [
        [name, mode, "none" if entry.score is None else f"{entry.score:g}", entry.cameo or "none"]
        for name, kind in ontology().types.items()
        for mode, entry in kind.modes.items()
    ]


def test_the_types_without_modes_are_named() -> None:
    bare = [name for name, kind in ontology().types.items() if not kind.modes]
    assert f"{', '.join(bare[:-1])} and {bare[-1]} have no modes." in page(CODEBOOK)


def test_the_scale_is_named() -> None:
    assert f"scale `{ontology().scale}`" in page(CODEBOOK)


def test_each_context_is_named() -> None:
    listed = sections(CODEBOOK)["Contexts"].rpartition("\n\n`")[2]
    assert tuple(CODE.findall("`" + listed)) == context_words().names


def test_the_example_is_a_story() -> None:
    [example] = [body for language, body in FENCE.findall(page(CODEBOOK)) if language == "json"]
    told = from_json(example)
    schema = story_schema()
    assert set(json.loads(example)) == set(schema["$defs"]["Story"]["properties"])
    pieces = [(e.start, e.end, e.text) for e in told.events]
    pieces += [(q.start, q.end, q.text) for c in told.contacts for quotes in c.readouts.values() for q in quotes]
    pieces += [(*t.span, t.text) for t in told.timex] + [(*p.span, p.text) for p in told.places]
    chains = [(*e.actor, *e.recipient, *e.attribution) for e in told.events]
    chains += [a.sources for a in told.attributions] + [told.entities]
    pieces += [(e.start or 0, e.end or 0, e.text) for chain in chains for e in chain]
    assert all(told.text[start:end] == text for start, end, text in pieces)
    assert all(told.events[i].type == "CONSULT" for contact in told.contacts for i in contact.mentions)
    assert all(
        (e.cameo, e.score) == (ontology().cameo(e.type, e.mode), ontology().score(e.type, e.mode)) for e in told.events
    )


# --- the commands


@cache
def command(name: str) -> click.Command:
    found = app.get_command(click.Context(app), name)
    assert found is not None
    return found


@cache
def options(name: str | None) -> frozenset[str]:
    """The options of a command, or of `dragoman` itself, as they are typed."""
    context = app.make_context("dragoman", ["schema"])
    if name:
        context = click.Context(command(name), parent=context)
    found = [p for p in context.command.get_params(context) if isinstance(p, click.Option)]
    return frozenset(option for one in found for option in (*one.opts, *one.secondary_opts))


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_each_option_has_its_row_and_no_other(name: str | None) -> None:
    rows = table_of_options(f"dragoman {name}" if name else "dragoman")
    assert {option for row in rows for code in named(row[0]) for option in OPTION.findall(code)} == options(name)


def table_of_options(heading: str) -> list[list[str]]:
    return next(rows for rows in tables(sections(COMMANDS_PAGE)[heading]) if rows[0][0] == "option")[1:]


def test_each_command_is_named() -> None:
    assert [named(row[0])[0] for row in table(COMMANDS_PAGE, "command")] == [f"dragoman {name}" for name in COMMANDS]


def test_each_exit_code_is_named() -> None:
    from dragoman.cli.app import FAULT, INTERRUPTED

    assert [int(row[0]) for row in table(COMMANDS_PAGE, "code")] == [0, 1, 2, FAULT, INTERRUPTED]


def test_each_environment_variable_is_named() -> None:
    told = {named(row[0])[0] for row in table(COMMANDS_PAGE, "variable")}
    source = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    asked = set(re.findall(r'environ(?:\.get\(|\[)"(\w+)"', source)) | set(re.findall(r'= "(DRAGOMAN_\w+)"', source))
    assert asked <= told


def test_each_key_of_a_row_is_named() -> None:
    from dragoman.batch.output import ErrorLine
    from dragoman.batch.rows import KNOWN

    assert {named(row[0])[0] for row in table(COMMANDS_PAGE, "key", "type")} == KNOWN
    assert [named(row[0])[0] for row in table(COMMANDS_PAGE, "key", "meaning")] == [f.name for f in fields(ErrorLine)]


@pytest.mark.parametrize("bound", ["MAX_BYTES", "MAX_CHARS", "MAX_LINES", "MAX_TAGS", "MAX_LINE"])
def test_each_bound_is_right(bound: str) -> None:
    from dragoman.batch import rows
    from dragoman.ingest import decode, html

    number = next(getattr(module, bound) for module in (decode, html, rows) if hasattr(module, bound))
    assert f"{number:,}" in page(COMMANDS_PAGE)


# --- what the pages tell to type


def typed(text: str) -> Iterator[str]:
    """The pieces of code of a page: indented lines and what stands between backticks."""
    text = FENCE.sub("", text)
    yield from (line.partition("  #")[0].strip() for line in text.splitlines() if line.startswith("    "))
    yield from (code for line in text.splitlines() if not line.startswith("    ") for code in CODE.findall(line))


PAGES = (
    "README.md",
    *(f"docs/{name}" for name in (CODEBOOK, COMMANDS_PAGE, KNOWLEDGE, "record.md", "exports.md", "serve.md")),
)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_a_command_or_option_that_is_not_there(name: str) -> None:
    everywhere = frozenset[str]().union(*(options(each) for each in (None, *COMMANDS)))
    foreign = ("pip ", "curl ", "python -", "less ")  # programs with options of their own
    for code in typed((ROOT / name).read_text(encoding="utf-8")):
        call = CALL.search(code)
        if call and not code.startswith(("from ", "import ")):
            assert call[1] in COMMANDS, f"{name}: `{code}`: there is no such command"
            assert set(OPTION.findall(call[2])) <= options(call[1]), f"{name}: `{code}`: there is no such option"
        elif not any(program in code for program in foreign):
            known = everywhere if not code.startswith("dragoman") else options(None)
            unknown = {o for o in OPTION.findall(code) if o.startswith("--")} - known
            assert not unknown, f"{name}: `{code}`: there is no such option"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_a_target_of_make_that_is_not_there(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert {t for code in typed((ROOT / name).read_text(encoding="utf-8")) for t in TARGET.findall(code)} <= targets


def test_readme_names_each_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(COMMANDS) <= {call[1] for code in typed(readme) if (call := CALL.search(code))}


def test_readme_names_each_status_and_relation() -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert f"({', '.join(get_args(story.Status))})" in readme
    assert f"{', '.join(get_args(story.RelationKind))}." in readme


# --- the knowledge files


def test_each_file_has_its_row_and_section() -> None:
    assert sorted(named(row[0])[0] for row in table(KNOWLEDGE, "file")) == list(YAML_FILES)
    assert {name.strip("`") for name in sections(KNOWLEDGE) if name.endswith(".yaml`")} == set(YAML_FILES)


@pytest.mark.parametrize("kind", KNOWLEDGE_STRUCTS, ids=lambda kind: kind.__name__)
def test_each_field_of_an_entry_is_named(kind: Any) -> None:
    told = {code for rows in tables(page(KNOWLEDGE)) for row in rows for code in named(row[0])}
    assert {field.encode_name for field in fields(kind)} <= told


@pytest.mark.parametrize("file", YAML_FILES)
def test_each_example_stands_in_its_file(file: str) -> None:
    [example] = [body for language, body in FENCE.findall(sections(KNOWLEDGE)[f"`{file}`"]) if language == "yaml"]
    assert holds(content(file), yaml.safe_load(example))


@cache
def content(file: str) -> Any:
    return yaml.load((PACKAGE / file).read_bytes(), Loader=yaml.CSafeLoader)


def holds(whole: Any, part: Any) -> bool:
    """Whether a part of a file is in it: keys with what they hold, items of lists, lines or words of texts."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and holds(whole[key], part[key]) for key in part)
    if isinstance(part, list):
        return isinstance(whole, list) and all(any(holds(one, item) for one in whole) for item in part)
    if isinstance(part, str) and isinstance(whole, str):
        pieces = str.splitlines if "\n" in part else str.split
        return set(map(str.strip, pieces(part))) <= set(map(str.strip, pieces(whole)))
    return bool(part == whole)


def test_each_source_of_dates_is_named() -> None:
    told = {named(row[0])[0] for row in table(KNOWLEDGE, "source")}
    entries = [*content("knowledge/persons.yaml"), *content("knowledge/leaders.yaml")]
    sources = {one["source"] for entry in entries for one in (entry.get("roles", ()) or (entry,)) if "source" in one}
    assert sources <= told


# --- pictures


def test_each_picture_is_there_is_small_and_is_shown() -> None:
    from eval.screenshots import MOST, OUT, VIEWS

    shown = set(re.findall(r"!\[[^]]+\]\((screenshots/[\w-]+\.webp)\)", page("serve.md")))
    assert shown == {f"screenshots/{name}.webp" for name in VIEWS}
    sizes = {path.name: path.stat().st_size for path in OUT.iterdir()}
    assert {f"screenshots/{name}" for name in sizes} == shown
    assert max(sizes.values()) <= MOST
    assert sum(sizes.values()) < 1_000_000
    for picture in re.findall(r"!\[[^]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert (ROOT / picture).is_file()
