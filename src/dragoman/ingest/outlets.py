"""Whose page it is: agencies known by name, and those that the page itself shows to be one."""

from __future__ import annotations

import re
from collections import Counter

from . import dateline
from .agencies import known
from .kicker import is_kicker
from .units import Unit

NAME_MAX = 40
NAME_WORDS = 5
EDGES = 8  # lines at either end of a page in which an outlet names itself
LOOK = 60  # lines at whose start a dateline may name the agency
ENDINGS = re.compile(
    r"(?!By )[A-Z][\w.’' -]*\b(?:Wire|Press|News|Agency|Times|Post|Herald|Tribune|Newswire|Broadcasting|Newspaper|Media"
    r"|Gazette|Online|Radio|TV|(?:News|Press|Information|Media) (?:Service|Trust|Union|Bureau|Association))$"
)
# Names of newspapers, whose words are all capitalised: their last word may end a headline as well.
PAPER = re.compile(
    r"(?:(?:The|THE) )?(?:[A-Z][\w.’'-]* ){1,3}(?i:Argus|Chronicle|Citizen|Courier|Daily|Dispatch|Echo|Examiner|Express"
    r"|Gazette|Globe|Guardian|Herald|Independent|Inquirer|Journal|Ledger|Mail|Mercury|Mirror|Monitor|Observer|Post|Record"
    r"|Register|Sentinel|Standard|Star|Sun|Telegraph|Times|Tribune|Weekly)$"
)
DESK = re.compile(
    r"(?:[\w. ]{0,30}\b)?(?:desk|bureau|staff|correspondents?|newsroom|writers?|editors?|Staff|Desk|Bureau)"
)
PIECES = re.compile(r"\s*[|·•,/]\s*|\s+[–—-]\s+")
CITED = re.compile(r"(?:Source|SOURCE|Via|Agency)\s?:\s?|©\s?")
BY_DESK = re.compile(r"\b([A-Z]{2,6})\b(?= (?:[\w.]+ ){0,3}(?:desk|bureau|staff|writers?|correspondents?)\b)")


class Outlets:
    """Names that stand for an outlet on this page."""

    def __init__(self, names: set[str]) -> None:
        self.names = frozenset(name.casefold() for name in names) | frozenset(map(initials, names)) - {""}

    def has(self, name: str) -> bool:
        """A name that the agencies' list knows, or that this page uses as one."""
        name = CITED.sub("", name.strip("()[]. \t\u00a0"))
        if not name or len(name) > NAME_MAX or len(name.split()) > NAME_WORDS:
            return False
        told = known(name) or name.casefold() in self.names or initials(name) in self.names
        return bool(told or ENDINGS.fullmatch(name) or PAPER.fullmatch(name))

    def line(self, line: str) -> str | None:
        """The outlet of a line that holds nothing else ("SDA", "Northgate Press, Moscow desk")."""
        pieces = [line] if self.has(line) else [piece for piece in PIECES.split(line) if piece]
        if len(line) > 2 * NAME_MAX or not pieces or not self.has(pieces[0]):
            return None
        if not all(self.has(piece) or DESK.fullmatch(piece) or is_kicker(piece) for piece in pieces[1:]):
            return None
        return CITED.sub("", pieces[0].strip("()[]. \t\u00a0"))

    def of_byline(self, byline: str) -> str | None:
        """The outlet that a byline names ("By Ann Lee, Meridian Wire", "By the MW Asia desk")."""
        for piece in reversed(PIECES.split(re.sub(r"(?i)^by (?:the )?", "", byline))):
            if self.has(piece):
                return piece
        desk = BY_DESK.search(byline)
        return desk.group(1) if desk else None


def initials(name: str) -> str:
    """`mw` for Meridian Wire; nothing for a single word."""
    if not re.fullmatch(r"[^\W\d_][^\W\d_&.’' -]*(?:[ &.’'-]+[^\W\d_&.’' -]+)*", name):
        return ""
    words = [word for word in re.split(r"[\s.&]+", name.removeprefix("The ")) if word]
    return "".join(word[0] for word in words if word[0].isupper()).casefold() if len(words) > 1 else ""


def gather(text: str, units: list[Unit], given: tuple[str | None, ...]) -> Outlets:
    """The page's own words for its agency: in datelines, and in a short line that comes again at its end."""
    names = {name for name in given if name}
    for unit in units[:LOOK]:
        found = dateline.at_start(unit.line(text))
        if found and found.agency:
            names.add(found.agency)
    for unit in (*units[:EDGES], *units[-EDGES:]):
        piece = PIECES.split(unit.line(text)[: 2 * NAME_MAX])[0].removeprefix("The ")
        if len(piece) <= NAME_MAX and (ENDINGS.fullmatch(piece) or PAPER.fullmatch(piece)):
            names.add(piece)
    short = Counter(words for unit in units if len(words := unit.line(text)) <= NAME_MAX)
    for unit in units[-2:]:
        words = unit.line(text)
        if short[words] > 1 and len(words.split()) <= NAME_WORDS and not words.endswith("."):
            names.add(words)
    return Outlets(names)
