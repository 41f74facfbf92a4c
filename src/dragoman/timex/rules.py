"""A rule: a template over words and classes of words, and a function that reads what it matched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ..story import Interval
from .context import Context, Found
from .lexicon import Lexicon

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True)
class Reading:
    """What a rule makes of its match."""

    type: TimexType
    value: str
    mod: str | None = None
    interval: Interval | None = None


Reader = Callable[[Found, Context], Reading | None]


@dataclass(frozen=True)
class Template:
    """A rule as written. Macros stand in braces: {mod}, {day}, {count}."""

    text: str
    read: Reader


@dataclass(frozen=True)
class Rule:
    """A rule ready to run."""

    pattern: re.Pattern[str]
    read: Reader


AMOUNT = """(?:
    <int> (?: ',' <int> )? (?: (?: 'and' | '-' )? <int> '/' <int> | '.' <int> )? <scale>?
  | <cardinal> (?: '-'? <cardinal> )? (?: <scale> (?: 'and'? <cardinal> (?: '-'? <cardinal> )? )? )?
  | 'half' <article>
  | <article> (?: <scale> | 'half' )?
  | (?: 'the'? <article> | 'the' )? <vague> 'of'?
)"""

MACROS = {
    "mod": """(?: (?P<edge> 'the'? <edge> ) 'of' | 'the'? (?: 'very' )? (?P<stage> <stage> ) (?: '-' | 'in' | 'on' )?
                | 'the'? (?P<half> 'first' | 'second' | 'last' | 'latter' ) 'half' 'of' | (?P<approx> <approx> ) )?""",
    "bound": """(?: (?P<bound> 'more' 'than' | 'less' 'than' | 'fewer' 'than' | 'at' 'least' | 'at' 'most' | 'up' 'to'
                | 'no' 'more' 'than' | 'no' 'less' 'than' | 'no' 'longer' 'than' | 'not' 'more' 'than' | <approx>
                | (?<= ['just'for''in''of''after''lasted''well''took'] ) 'over' ) )?""",
    "count": AMOUNT,
    "amount": f"(?P<amount> {AMOUNT} )",
    "unit": "(?P<unit> <unit> | <units> )",
    "ordinal": "(?: <ordinal_word> | <digits_ordinal> )",
    "calendar_day": """(?:
        (?P<month> <month> ) '.'? (?P<day> <day> | {ordinal} ) (?! ':' | '.' <int> | <month> )
            (?: ','? 'of'? (?P<year> <year> ) | ','? (?P<near> 'this' | 'last' | 'next' ) 'year' )?
      | 'the'? (?P<day2> <day> | {ordinal} ) '-'? 'of'? (?P<month2> <month> ) '.'?
            (?: (?: ',' | '-' )? 'of'? (?P<year2> <year> ) | ','? (?P<near2> 'this' | 'last' | 'next' ) 'year' )? )""",
    "any_day": """(?:
        (?P<deictic> <deictic> )
      | 'the' 'day' (?P<beyond> 'before' 'yesterday' | 'after' 'tomorrow' )
      | (?: (?P<short> <short_weekday> ) '.'? ','? | (?P<weekday> <weekday> ) ','? ) {calendar_day}
      | {calendar_day2}
      | (?: 'the'? (?P<det> <last> | 'this' <next> | <next> | 'this' <last> | 'this' | 'that' | 'the' 'same'
            | <following> | <previous> ) )?
        (?P<weekday2> <weekday> ) (?: 'of'? (?P<week> 'last' | 'this' | 'next' ) 'week' )?
    )""",
    "clock": """(?:
        (?P<hour> <int> ) (?: (?: ':' | '.' ) (?P<minute> <int> ) )? (?P<meridian> 'am' | 'pm' | ('a'|'p') '.'? 'm' '.'? )
      | (?P<hour2> <int> ) ':' (?P<minute2> <int> ) (?: ':' <int> )?
      | (?P<plain> <int> | <other> ) 'hours'? (?= <zone> )
      | (?P<glued> <clock> ) | (?P<sharp> <sharp> )
      | (?P<hour3> <int> | <cardinal> ) "o" ['’] 'clock'
      | (?P<hour4> <int> ) 'in' 'the' (?P<half_day> 'morning' | 'afternoon' | 'evening' )
    ) (?P<zone> <zone> (?: 'time' )? | <capital> 'time' )?""",
}  # fmt: skip
MACROS["calendar_day2"] = re.sub(r"\?P<(\w+?)(2?)>", r"?P<\1\2_>", MACROS["calendar_day"])


def expand(template: str) -> str:
    """Put the macros in."""
    while "{" in template:
        before = template
        for name, text in MACROS.items():
            template = template.replace("{" + name + "}", text)
        if template == before:
            break
    return template


def build(templates: tuple[Template, ...], lexicon: Lexicon) -> tuple[Rule, ...]:
    return tuple(Rule(lexicon.compile(expand(t.text)), t.read) for t in templates)
