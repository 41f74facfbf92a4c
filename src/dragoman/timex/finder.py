"""The time-expression stage: Document -> the expressions in it, with their values."""

from __future__ import annotations

import re

from ..language.document import WORD, Document
from ..story import Interval, Timex
from . import days, lengths, periods, times
from .context import Context, Found
from .edtf import edtf
from .lexicon import BREAK, Lexicon, load
from .line import Line, line_of
from .rules import Reading, Rule, build
from .values import interval_of

OPENED_BACK = 4  # words from an expression back to its since or until: since at least the
SEGMENT = re.compile(f"[^{BREAK}]+")
# Classes and shapes of which a sentence must have a word to be looked at.
CORE = (
    "month", "weekday", "short_weekday", "weekdays", "season", "part", "parts", "sharp", "deictic", "unit", "units",
    "calendar_unit", "long", "frequency", "decade_word", "quarter_mark", "zone", "int", "decade", "clock",
)  # fmt: skip
CORE_WORDS = ("tonight", "half", "century", "nineteen", "twenty", "eighteen", "thousand", "while", "time")


def phrase(text: str) -> str:
    """A phrase of several words as a template."""
    return " ".join(f"'{w}'" for w in WORD.findall(text))


def references(lexicon: Lexicon) -> list[Rule]:
    """Now, recently, the past, the near future."""
    words = lexicon.words

    def rule(key: str, value: str) -> Rule:
        before, after = frozenset(words.not_after.get(key, [])), frozenset(words.not_before.get(key, []))

        def read(found: Found, context: Context) -> Reading | None:
            return None if found.before() in before or found.after() in after else Reading("DATE", value)

        return Rule(lexicon.compile(phrase(key)), read)

    return [rule(key, value) for key, value in words.references.items()]


def holidays(lexicon: Lexicon) -> Rule:
    """Christmas, last Thanksgiving, Easter 2023."""
    names = " | ".join(phrase(name) for name in sorted(lexicon.words.holidays, key=len, reverse=True))
    before = "(?P<approx> <approx> )? (?P<which> 'last' | 'next' | 'this' )?"
    match = f"{before} (?P<holiday> {names} ) (?: ','? (?P<year> <year> ) )?"
    return Rule(lexicon.compile(match), days.holiday)


class TimeFinder:
    """Finds time expressions and works out their values."""

    def __init__(self) -> None:
        lexicon = load()
        readers = days.READERS + times.READERS + periods.READERS + lengths.READERS
        self._lexicon: Lexicon = lexicon
        self._rules = [*build(lexicon, readers), *references(lexicon), holidays(lexicon)]
        self._core = core(lexicon)

    def find(self, document: Document) -> tuple[Timex, ...]:
        """Expressions in order of the text, none overlapping another."""
        line = line_of(document, self._lexicon)
        context = Context(document.date, self._lexicon)
        out: list[Timex] = []
        end = 0
        for match, rule in self._candidates(line):
            if match.start() < end:
                continue
            found = Found(match, line, self._lexicon)
            reading = rule.read(found, context)
            if reading is None:
                continue
            end = match.end()
            out.append(timex(found, reading))
            if reading.type in ("DATE", "TIME"):
                context.tell(reading.value, found)
        return tuple(out)

    def _candidates(self, line: Line) -> list[tuple[re.Match[str], Rule]]:
        """Matches of all rules: leftmost first, then longest, then in the order of the rules."""
        out: list[tuple[int, int, int, re.Match[str]]] = []
        for segment in SEGMENT.finditer(line.symbols):
            low, high = segment.span()
            if self._core.search(line.symbols, low, high):
                for rank, rule in enumerate(self._rules):
                    for m in rule.pattern.finditer(line.symbols, low, high):
                        out.append((m.start(), -m.end(), rank, m))
        out.sort(key=lambda candidate: candidate[:3])
        return [(match, self._rules[rank]) for _, _, rank, match in out]


def core(lexicon: Lexicon) -> re.Pattern[str]:
    """What a sentence must hold to be looked at."""
    ends = {WORD.findall(text)[-1] for text in (*lexicon.words.references, *lexicon.words.holidays)}
    words = " | ".join(f"'{w}'" for w in (*CORE_WORDS, *sorted(ends)))
    return lexicon.compile(" | ".join(f"<{name}>" for name in CORE) + " | " + words)


def timex(found: Found, reading: Reading) -> Timex:
    """A reading as a value with its place in the text and the days that it covers."""
    line, last = found.line, found.end - 1
    words, short = line.words, found.lexicon.values["short_month"]
    while words[last] in (".", ",", "-") and words[last - 1] not in short and words[last - 1] != "m":
        last -= 1
    start, end = line.spans[found.start][0], line.spans[last][1]
    interval = reading.interval or opened(found, interval_of(reading.value))
    return Timex(
        span=(start, end),
        text=line.text[start:end],
        type=reading.type,
        value=reading.value,
        mod=reading.mod,
        interval=interval,
        edtf=edtf(reading.value, reading.mod, interval),
    )


def opened(found: Found, interval: Interval | None) -> Interval | None:
    """Since 2011 has no end, until Friday no start."""
    if interval is None:
        return None
    values, back = found.lexicon.values, 1
    while back < OPENED_BACK and found.before(back) in found.lexicon.sets["passed_over"]:
        back += 1
    before = found.before(back)
    if before in values["since"]:
        return Interval(start=interval.start, end=None)
    return Interval(start=None, end=interval.end) if before in values["until"] else interval
