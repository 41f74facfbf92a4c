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

CAPTION_START = re.compile(
    r"(?:ARCHIVE?S?|ARCHIV(?:BILD|FOTO)?|FILE(?:[ -](?:PHOTO|PICTURE|IMAGE|PIC))?|(?:File|Archive|Stock|Handout) (?:photo|picture|image)"
    r"|HANDOUT|SYMBOL(?:IC)? (?:PHOTO|IMAGE)|(?:PHOTO|IMAGE|PICTURE|CAPTION|Caption|Pictured|PICTURED))\b\s?(?:\([^)]{1,30}\)\s?)?[:–—-]"
    r"|(?:In|in) this (?:\w+ ){0,2}(?:photo|photograph|image|picture|handout|frame grab|screengrab|video grab)\b"
    r"|(?:This|A|An) (?:\w+ ){0,3}(?:photo|photograph|handout|image|picture|frame grab|screen ?grab|video grab)\b[^.]{0,60}"
    r"\b(?:shows|released|provided|taken|made available)\b"
)
_BY = r"(?:Photo(?:graph)?|PHOTO|Foto|Image|IMAGE|Picture|Bild|Illustration|Credit|Photo credit|Image credit|Picture credit)s?"
CREDITED = re.compile(
    rf"[(\[]?{_BY}\s?(?::|©|/|\b by\b)\s?[^.\n]{{1,80}}[)\]]?\.?$"
    r"|[(\[](?:[A-Z][\w.'-]*[ /]){0,4}(?:Photo|PHOTO|photo|Images|handout|Handout|HANDOUT|pool|Pool|POOL)\b[^)\]\n]{0,60}[)\]]\.?$"
    r"|\b(?:REUTERS|AFP|AP|EPA|Reuters)/[A-Z][^.\n]{0,50}\)?$"
    r"|\b(?:[Hh]andout|[Pp]ool|Courtesy|via)\s?(?:/|via\b|of\b)?\s?[A-Z][\w ./-]{0,40}\)?$"
    r"|(?:\b[A-Z][\w.]{1,20} )?(?:Photo|Images|Getty)\)?$"
)
CREDIT = re.compile(
    rf"[(\[]?(?:{_BY}\s?(?::|©|/|\b by\b)|©|REUTERS/|AFP/|EPA/|AP Photo\b|KEYSTONE/)[^\n]*$"
)
LEADING_CAPTION = re.compile(
    rf"[^\n]{{0,280}}?[(\[](?:AP Photo|{_BY}\s?(?::|by\b))[^)\]\n]{{1,80}}[)\]]\s{{1,3}}(?=[A-Z\"“'‘])"
)
SHOWN = re.compile(r"(?i)\bpictured\b|\((?:l|r|c|left|right|cent(?:er|re)|l-r|from left)\)|, (?:left|right|cent(?:er|re)),|\bseen here\b|\bfile (?:photo|picture)\b|\bposes? for\b")
NOTE = re.compile(
    r"(?:ATTENTION )?(?:EDITORS?|Editors?|Eds?|EDS)(?:['’]s?)?(?: [Nn]otes?| NOTES?)?\s?(?::|--?\s)"
    r"|(?:Editor['’]?s['’]?|EDITOR['’]?S['’]?|Publisher['’]s) (?:note|NOTE)\b"
    r"|\(?(?:MANDATORY )?(?:KILL|HOLD|WITHHOLD|ELIMINATION|ADVISORY|EMBARGO(?:ED)?|Embargo(?:ed)?|BULLETIN|URGENT|FLASH|STRICTLY)\b(?:[\s:.,!-]+(?:KILL|HOLD|ELIMINATION|ADVISORY)\b)*(?=[\s:.,!)-]*$|\s?[:–—-]| (?:UNTIL|until|FOR|for|till|TILL)\b)"
    r"|(?:NOT|Not) (?:FOR|for|to be) (?:PUBLICATION|publication|published|RELEASE|release|use|USE)\b|(?:HOLD|Hold) for release\b"
    r"|\(?(?:ADDS?|UPDATES?|RECASTS?|CORRECTS?|CHANGES|REFILES?|REPEATS?|CLARIFIES|Adds|Updates|Recasts|Corrects|Refiles|Repeats) (?:with |to |throughout|headline|byline|dateline|details|quotes?|background|paragraphs?|para\b|story|date\b|first|typo|comment|reaction|name)"
    r"|\(?(?:CORRECTION|CORRECTED|CLARIFICATION|Correction|Corrected|Clarification|Editing note|REFILE|RECAST)\b\s?[:(–—-]"
    r"|\(?(?:This|An earlier version of this) (?:story|article|item|report|version)\b[^.]{0,40}\b(?:has been|was|been|corrects|clarifies)\b"
    r"|(?:Please )?[Kk]ill (?:the|this) story\b|(?:Please )?(?:Do|DO) (?:not|NOT) (?:use|USE|publish|PUBLISH)\b"
    r"|\(?(?:This|The following) (?:story|article|report|text) (?:is|may be) (?:embargoed|not for)\b"
)
SLUG = re.compile(r"(?:[A-Z]{1,3}-{1,2}[A-Z][\w-]*(?:[ ,].{0,50})?|[A-Za-z]{0,4}\d{3,6}|.{0,45}\b\d(?:st|nd|rd|th) [Ll](?:d|ead)\b.{0,30}|.{0,45}\b[Ww]rite-?thr[uo].{0,20})$")
SIGNOFF = re.compile(
    r"[(\[]?(?:(?:Additional |With )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Tt]ranslation|[Cc]ompiled|[Tt]ranslated|[Ee]dited) (?:by|and)\b|With (?:additional )?(?:reporting|input|files|material) (?:by|from)\b|\(With )"
    r"|[-–—#*( ]{0,3}(?:ENDS?|MORE|more|30|END OF TEXT|ENDIT(?:EM)?)[-–—#*) ]{0,3}$|#{2,5}$"
    r"|[(\[]?(?:Source|SOURCE|Sources)\s?:\s?[^.]{1,60}$"
    r"|[^.]{1,80}\bcontributed(?: to this (?:report|story|article))?\.?\)?$"
)
INITIALS = re.compile(r"[(\[]?(?=.*[/.-])[A-Za-z]{1,4}(?:[/.-][A-Za-z]{1,9}){1,5}[)\]]?$")
DPA = re.compile(r"[a-z]{2,5}(?: [a-z]{1,3}\d?){2,6}$")
LINK = re.compile(
    r"(?:>+ ?)?(?i:subscribe\b|sign up\b|(?:read|see) (?:more|also|next|the full|the rest)\b|also read\b|more (?:on this|from|about|stories|news)\b|related(?: \w+){0,2}\s?(?::|$)"
    r"|follow (?:us|@)|click here|advertisement\b|share (?:this|on|via)\b|share$|most (?:read|popular|viewed)\b|get short url|comments?$|watch ?:|listen ?:|video ?:|gallery ?:|tags? ?:|topics? ?:|recommended ?:?$"
    r"|newsletter\b|download (?:the|our) app|support (?:our|independent) journalism|(?:©|\(c\)|copyright\b).{0,60}(?:\d{4}|reserved)|all rights reserved"
    r"|our standards ?:|terms of (?:use|service)|privacy policy|cookie policy|skip to|loading|print$|e-?mail$)"
    r"|https?://\S+$|www\.\S+$"
)
VOID = re.compile(r"[\W_]*$")


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


DASHES = re.compile(r"#{2,5}$")


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
        return not before or before[-1] in ".!?)]\"”,;–—-" or credit.group()[0] in "(["
    return len(line) <= EDGE and len(SHOWN.findall(line)) > 1


def _sentence(line: str) -> bool:
    """A verb in lower case and a full stop: somebody tells something."""
    return line.endswith(".") and len(re.findall(r"\b[a-z]{3,}\b", line)) > 4


def is_signoff(line: str, outlets: frozenset[str]) -> bool:
    """The end of a story: who wrote it, agency and initials. Only asked of lines behind the text."""
    if SIGNOFF.match(line[:EDGE]):
        return True
    if len(line) > SLUG_MAX:
        return False
    bare = line.strip("()[]–—- ")
    first = re.split(r"[\s/,-]", bare, maxsplit=1)[0]
    named = known(bare) or bare.casefold() in outlets or known(first) or first.casefold() in outlets
    return bool(named and not bare.endswith(".")) or bool(INITIALS.match(line) or DPA.match(line))


def is_slug(line: str) -> bool:
    """A wire's story number or slug. Only asked of lines in front of the text."""
    return len(line) <= SLUG_MAX and bool(SLUG.match(line))
