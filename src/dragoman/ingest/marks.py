"""What a line of a page shows by itself: caption, credit, note, sign-off, boilerplate. None: it may be read.

What is marked here is not coded, so a pattern has to be one that running prose does not have.
"""

from __future__ import annotations

import re

from ..story import PassageKind
from .agencies import known

EDGE = 400  # characters at either end of a line in which a mark may stand: keeps long lines cheap
CAPTION_MAX = 600  # a caption is a few sentences; a longer line is a paragraph that mentions a picture
CREDIT_MAX = 90  # a credit names one or two photographers and agencies
LINK_MAX = 200  # a link to another story, a call to subscribe
SLUG_MAX = 60
SMALL_MAX = 3  # other words in lower case that a sign-off may hold


def _any(*alternatives: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), flags)


_BY = r"(?:Photo(?:graph)?|PHOTO|Foto|Image|IMAGE|Picture|Bild|Illustration|(?:Photo |Image |Picture )?[Cc]redit)s?"
_PICTURE = r"(?:photo|photograph|handout|image|picture|frame ?grab|screen ?grab|video ?grab)"
CAPTION_START = _any(
    r"(?:ARCHIVE?S?|ARCHIV(?:BILD|FOTO)?|FILE(?:[ -](?:PHOTO|PICTURE|IMAGE|PIC))?|HANDOUT|SYMBOL(?:IC)? (?:PHOTO|IMAGE)"
    r"|(?:File|Archive|Stock|Handout) (?:photo|picture|image)|(?:PHOTO|IMAGE|PICTURE|CAPTION|Photo|Image|Picture)s?"
    r"|Captions?|Pictured|PICTURED)\b\s?(?:\([^)]{1,30}\)\s?)?[:–—-]",
    rf"(?:In|in) this (?:\w+ ){{0,2}}{_PICTURE}\b",
    rf"(?:This|A|An) (?:\w+ ){{0,3}}{_PICTURE}\b[^.]{{0,60}}\b(?:shows|released|provided|taken|made available)\b",
)
# A credit at the end of a line: named as one, in brackets, or an agency with a slash and a name.
CREDITED = _any(
    rf"[(\[]?{_BY}\s?(?::|©|/|\b by\b)\s?[^.\n]{{1,80}}[)\]]?\.?$",
    r"[(\[](?:[A-Z][\w.'-]*[ /]){0,4}(?:Photo|PHOTO|photo|Images|[Hh]andout|HANDOUT|[Pp]ool|POOL)\b"
    r"[^)\]\n]{0,60}[)\]]\.?$",
    r"\b(?:REUTERS|AFP|AP|EPA|Reuters)/[A-Z][^.\n]{0,50}\)?$",
    r"\b(?:[Hh]andout|[Pp]ool|Courtesy|via)\s?(?:/|via\b|of\b)?\s?[A-Z][\w ./-]{0,40}\)?$",
    r"(?:\b[A-Z][\w.]{1,20} )?(?:Photo|Images|Getty)\)?$",
)
CREDIT = re.compile(rf"[(\[]?(?:{_BY}\s?(?::|©|/|\b by\b)|©|(?:REUTERS|AFP|EPA)/(?=[A-Z])|AP Photo\b|KEYSTONE/)[^\n]*$")
LEADING_CAPTION = re.compile(
    rf"[^\n]{{0,280}}?[(\[](?:AP Photo|{_BY}\s?(?::|by\b))[^)\]\n]{{1,80}}[)\]]\s{{1,3}}(?=[A-Z\"“'‘])"
)
# Two of these make a caption of a line without a credit.
SHOWN = _any(
    r"\bpictured\b",
    r"\((?:l|r|c|left|right|cent(?:er|re)|l-r|from left)\)",
    r", (?:left|right|cent(?:er|re)),",
    r"\bseen here\b",
    r"\bfile (?:photo|picture)\b",
    r"\bposes? for\b",
    flags=re.I,
)
_ORDERS = r"KILL|HOLD|WITHHOLD|ELIMINATION|ADVISORY|EMBARGO(?:ED)?|Embargo(?:ed)?|BULLETIN|URGENT|FLASH|STRICTLY"
_CHANGES = r"ADDS?|UPDATES?|RECASTS?|CORRECTS?|CHANGES|REFILES?|REPEATS?|CLARIFIES"
_CHANGED = (
    r"with |to |throughout|headline|byline|dateline|details|quotes?|background|paragraphs?|para\b|story|date\b|first"
    r"|typo|comment|reaction|name"
)
NOTE = _any(
    r"(?:ATTENTION )?(?:EDITORS?|Editors?|Eds?|EDS)(?:['’]s?)?(?: [Nn]otes?| NOTES?)?\s?(?::|--?\s)",
    r"(?:Editor['’]?s['’]?|EDITOR['’]?S['’]?|Publisher['’]s) (?:note|NOTE)\b",
    r"(?:Note|NOTE) to (?:readers|editors|clients|users|subscribers)\b\s?:",
    rf"\(?(?:MANDATORY )?(?:{_ORDERS})\b(?:[\s:.,!-]{{1,4}}(?:KILL|HOLD|ELIMINATION|ADVISORY)\b){{0,9}}"
    r"(?=[\s:.,!)-]{0,9}$|\s?[:–—-]| (?:UNTIL|until|FOR|for|till|TILL)\b)",
    r"(?:NOT|Not) (?:FOR|for|to be) (?:PUBLICATION|publication|published|RELEASE|release|use|USE)\b",
    r"(?:HOLD|Hold) for release\b",
    rf"(?:\(?(?:{_CHANGES})|\((?:Adds|Updates|Recasts|Corrects|Refiles|Repeats)) (?:{_CHANGED})",
    r"(?:CORRECTION|CORRECTED|CLARIFICATION|ERRATUM)S?$",
    r"\(?(?:CORRECTION|CORRECTED|CLARIFICATION|Correction|Corrected|Clarification|Editing note|REFILE|RECAST)\b"
    r"\s?[:(–—-]",
    r"\(?(?:This|An earlier version of this) (?:story|article|item|report|version)\b[^.]{0,40}\b"
    r"(?:has been (?:updated|corrected|refiled|amended|clarified|withdrawn)|corrects|clarifies|incorrectly|misstated"
    r"|wrongly)\b",
    r"(?:Please )?[Kk]ill (?:the|this) story\b",
    r"(?:Please )?(?:Do|DO) (?:not|NOT) (?:use|USE|publish|PUBLISH)(?=[.:;!]| (?:this|the) )",
    r"\(?(?:This|The following) (?:story|article|report|text) (?:is|may be) (?:embargoed|not for)\b",
)
SLUG = _any(
    r"(?!US-|UK-|UN-|EU-)[A-Z]{2,3}-{1,2}[A-Z][\w-]*(?: [A-Z][\w-]*)?(?:, .{0,50})?$",
    r"[A-Za-z]{1,4}\d{3,6}$|[A-Z]{2,5}[/-]\d{3,6}$|[A-Z]{2,5} \d{3,6}-\d{1,3}$",
    # a slug with its marks and the number of words
    rf"[A-Z][\w.]*(?:-[A-Z][\w.]*)+(?: [A-Z]\w*)?,\s?"
    rf"(?:(?:{_ORDERS}|{_CHANGES}|RELEASED?|SUBS?|CORRECTED)\b.*|\d{{2,4}}$)",
    r".{0,45}\b\d(?:st|nd|rd|th) [Ll](?:d|ead)\b.{0,30}$",
    r".{0,45}\b[Ww]rite-?thr[uo].{0,20}$",
)
_WORK = r"[Rr]eporting|[Ww]riting|[Ee]diting|[Tt]ranslation|[Cc]ompiled|[Tt]ranslated|[Ee]dited"
SIGNOFF = _any(
    rf"[(\[]?(?:(?:Additional |With )?(?:{_WORK}) (?:by|and)\b|\(With )",
    r"[(\[]?With (?:additional )?(?:reporting|input|files|material) (?:by|from)\b",
    r"[-–—#*( ]{0,3}(?:ENDS?|MORE|more|30|END OF TEXT|ENDIT(?:EM)?)[-–—#*) ]{0,3}$",
    r"#{2,5}$",
    r"[(\[]?(?:Source|SOURCE|Sources)\s?:\s?[^.]{1,60}$",
    r"[A-Z]{2,5}-[\w-]{2,12}[ -]?\S{0,12}\d{4}GMT$",
    r"[-–—( ]{0,3}[A-Z][^.]{1,40} (?:desk|bureau|newsroom)\)?$",
    r"[^.]{1,80}\bcontributed(?: to this (?:report|story|article))?\.?\)?$",
)
INITIALS = re.compile(r"[(\[]?(?=.*[/.-])[A-Za-z]{1,4}(?:[/.-][A-Za-z]{1,9}){1,5}[)\]]?$")
DPA = re.compile(r"[a-z]{2,5}(?: [a-z]{1,3}\d?){2,6}$")
_LINKS = _any(
    r"subscribe\b",
    r"sign up\b",
    r"(?:read|see) (?:more|also|next|the full|the rest)\b",
    r"also read\b",
    r"more (?:on this|from|about|stories|news)\b",
    r"related(?: \w+){0,2}\s?(?::|$)",
    r"follow (?:us|@)",
    r"click here",
    r"advertisement\b",
    r"share (?:this|on|via)\b|share$",
    r"most (?:read|popular|viewed)\b",
    r"get short url",
    r"comments?$",
    r"(?:watch|listen|video|gallery|tags?|topics?) ?:",
    r"recommended ?:?$",
    r"newsletter\b",
    r"download (?:the|our) app",
    r"support (?:our|independent) journalism",
    r"(?:©|\(c\)|copyright\b).{0,60}(?:\d{4}|reserved)",
    r"all rights reserved",
    r"our standards ?:",
    r"terms of (?:use|service)|privacy policy|cookie policy",
    r"skip to|loading|print$|e-?mail$",
)
LINK = _any(rf"(?:>{{1,3}} ?)?(?i:{_LINKS.pattern})", r"https?://\S+$", r"www\.\S+$")
SMALL = re.compile(r"\b[a-z]{3,}\b")
WRITERS = frozenset({
    "additional", "and", "compiled", "contributed", "edited", "editing", "from", "reporting", "the", "this", "report",
    "story", "article", "translated", "translation", "with", "writing", "material", "files", "input", "agencies",
})  # fmt: skip
VOID = re.compile(r"[\W_]*$")
DASHES = re.compile(r"#{2,5}$")


def mark(line: str) -> PassageKind | None:
    """The kind of a line that shows it by itself, wherever it stands."""
    head = line[:EDGE]
    if NOTE.match(head):
        return "note"
    if len(line) <= LINK_MAX and LINK.match(head):
        return "boilerplate"
    if len(line) <= CREDIT_MAX and is_credit(line):
        return "credit"
    if is_caption(line):
        return "caption"
    return "boilerplate" if len(line) <= EDGE and VOID.match(line) and not DASHES.match(line) else None


def is_credit(line: str) -> bool:
    """Nothing but whose picture it is."""
    if (agency := known(line.strip("()[] ."))) and agency.photo:
        return True
    return bool(CREDIT.match(line)) and not _sentence(line)


def is_caption(line: str) -> bool:
    """Words about a picture: they say so at their start, or a credit ends them."""
    if len(line) > CAPTION_MAX:
        return False
    if CAPTION_START.match(line):
        return True
    tail = line[-CREDIT_MAX:]
    credit = CREDITED.search(tail)
    if credit and (len(tail) < CREDIT_MAX or credit.start() > 0):
        before = line[: len(line) - len(tail) + credit.start()].rstrip()
        return not before or before[-1] in '.!?)]"”–—-' or credit.group()[0] in "(["
    return len(line) <= EDGE and len(SHOWN.findall(line)) > 1


def _sentence(line: str) -> bool:
    """A verb in lower case and a full stop: somebody tells something."""
    return line.endswith(".") and len(re.findall(r"\b[a-z]{3,}\b", line)) > 4


def is_signoff(line: str, outlets: frozenset[str]) -> bool:
    """The end of a story: who wrote it, agency and initials. Only asked of lines behind the text."""
    if is_credits_of_writers(line):
        return True
    if len(line) > SLUG_MAX:
        return False
    bare = line.strip("()[]–—- ")
    first = re.split(r"[\s/,-]", bare, maxsplit=1)[0]
    named = known(bare) or bare.casefold() in outlets or known(first) or first.casefold() in outlets
    return bool(named and not bare.endswith(".")) or bool(INITIALS.match(line) or DPA.match(line))


def is_credits_of_writers(line: str) -> bool:
    """Who reported, wrote and edited; not a sentence that begins so ("Reporting by journalists has shown ...")."""
    if len(line) > EDGE or not SIGNOFF.match(line):
        return False
    return line[0] in "([" or len(set(SMALL.findall(line)) - WRITERS) <= SMALL_MAX


def is_slug(line: str) -> bool:
    """A wire's story number or slug. Only asked of lines in front of the text."""
    return len(line) <= SLUG_MAX and bool(SLUG.match(line))
