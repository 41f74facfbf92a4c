"""HTML -> the text of its article, with what the markup tells about the parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..errors import NoArticle, TooLarge
from ..story import PassageKind
from .metadata import Metadata, metadata
from .units import Unit

LOOK = 4_096  # characters in which a page shows that it is HTML
MAX_TAGS = 100_000  # of a page; long live blogs have some 10,000
MAX_TAGS_EXTRACTED = 20_000  # beyond it trafilatura is not asked: its time grows faster than the page
MIN_BODY = 140  # characters of an article; a page with less is a front page, an error page or a login
SHARE = 0.6  # of a page's paragraph text: an element with as much of it is the article
NESTED = 0.9  # an inner element with as much of the outer's text is meant rather than the outer
HTML = re.compile(r"[\s\ufeff]*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I)
INSIDE = re.compile(r"<(?:!doctype\s+html|html|body)\b[^>]{0,400}>", re.I)
FRAGMENT = re.compile(r"[\s\ufeff]*<(?:article|main|div|section|p|h1)\b[^>]{0,400}>.*</", re.I | re.S)
DROPPED = frozenset({
    "script", "style", "noscript", "template", "nav", "aside", "footer", "form", "button", "svg", "iframe",
    "select", "menu", "dialog", "object", "video", "audio", "textarea", "canvas", "map", "head", "math",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
ROLES = frozenset({"navigation", "complementary", "search", "contentinfo", "menu", "dialog"})
UNWANTED = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|promo\w*|newsletter|share|sharing|social|advert\w*|ads?|sponsor\w*|comments?"
    r"|breadcrumbs?|cookie\w*|paywall|subscri\w+|most-?read|trending|toolbar|tags|taglist|sidebar|footer|nav|navigation"
    r"|menu|read-?more|read-?next|outbrain|taboola|teaser\w*|popular|more-on|see-also|skip\w*|sr-only|visually-hidden"
    r"|print-only)(?:$|[\s_-])",
    re.I,
)
HINTS: tuple[tuple[re.Pattern[str], PassageKind], ...] = (
    (re.compile(r"(?:^|[\s_-])(?:caption|figcaption|legend|cutline)(?:$|[\s_-])|wp-caption", re.I), "caption"),
    (re.compile(r"(?:^|[\s_-])(?:photo-?)?(?:credits?|copyright|photographer)(?:$|[\s_-])", re.I), "credit"),
    (re.compile(r"(?:^|[\s_-])(?:kicker|overline|eyebrow|roofline|spitzmarke)(?:$|[\s_-])", re.I), "kicker"),
    (re.compile(r"(?:^|[\s_-])(?:byline|author|authors)(?:$|[\s_-])", re.I), "byline"),
    (re.compile(r"(?:^|[\s_-])(?:sign-?off)(?:$|[\s_-])", re.I), "sign-off"),
    (re.compile(r"(?:^|[\s_-])(?:correction|editors?-?note|ed-?note)(?:$|[\s_-])", re.I), "note"),
)
TAGS: dict[str, PassageKind] = {
    "figure": "caption", "figcaption": "caption", "h1": "headline", "h2": "heading", "h3": "heading", "h4": "heading",
    "h5": "heading", "h6": "heading", "time": "date",
}  # fmt: skip
INSET = frozenset({"caption", "credit", "note", "sign-off", "byline"})  # what is inside of them is not told further


class Block(NamedTuple):
    """The text of a block of the page, white space collapsed, and what the markup says that it is."""

    text: str
    kind: PassageKind | None = None


@dataclass(frozen=True)
class Article:
    """The text built from a page, its units, and what the page's head says."""

    text: str
    units: tuple[Unit, ...]
    metadata: Metadata
    times: tuple[str, ...] = ()


def is_html(text: str) -> bool:
    """The text is a page or a fragment of one."""
    head = text[:LOOK]
    return bool(HTML.match(head) or INSIDE.search(head) or FRAGMENT.match(head))


def article(source: str, name: str) -> Article:
    """The article of a page."""
    if source.count("<") > MAX_TAGS:
        raise TooLarge(
            f"{name}: more than {MAX_TAGS:,} tags, more than the page of one story has. Give the story's text."
        )
    tree = _tree(source, name)
    said = metadata(tree)
    blocks, times = _blocks(tree, said)
    if not blocks:
        raise NoArticle(
            f"{name}: no article on this page (a front page, a list, or one filled in by scripts). "
            "Save the story itself, or give its text as plain text."
        )
    if said.headline and not any(block.kind == "headline" for block in blocks):
        blocks.insert(0, Block(" ".join(said.headline.split()), "headline"))
    units, at = [], 0
    for i, block in enumerate(blocks):
        units.append(Unit(at, at + len(block.text), i, block.kind))
        at += len(block.text) + 2
    return Article("\n\n".join(block.text for block in blocks), tuple(units), said, times)


def _tree(source: str, name: str) -> Any:
    from lxml import html  # type: ignore[import-untyped]
    from lxml.etree import LxmlError, ParserError  # type: ignore[import-untyped]

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    data = source.lstrip("\ufeff").replace("\x00", "\ufffd").encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=parser)
    except (LxmlError, ParserError, ValueError) as error:
        raise NoArticle(f"{name}: the page holds nothing that can be read ({error}). Give the story's text.") from error


def _blocks(tree: Any, said: Metadata) -> tuple[list[Block], tuple[str, ...]]:
    """The article's blocks: of its element, of the JSON-LD, of what trafilatura takes for it."""
    root = _root(tree)
    if root is not None:
        blocks = _once(_walk(root))
        if _length(blocks) >= MIN_BODY:
            times = tuple(time.get("datetime") for time in root.iter("time") if time.get("datetime"))
            return _with_headline(tree, blocks), times
    lines = (said.body or "").splitlines()
    blocks = [Block(" ".join(line.split())) for line in lines if line.strip()]
    if _length(blocks) >= MIN_BODY:
        return _with_headline(tree, blocks), ()
    small = sum(1 for _ in tree.iter()) <= MAX_TAGS_EXTRACTED and len(tree.text_content()) >= MIN_BODY
    blocks = _extracted(tree) if small else []
    return (_with_headline(tree, blocks), ()) if _length(blocks) >= MIN_BODY else ([], ())


def _root(tree: Any) -> Any | None:
    """The element that holds the article: marked as one, or the one with most of the page's paragraphs."""
    marked = [
        *tree.iter("article"),
        *tree.xpath('//*[@itemprop="articleBody"]'),
        *tree.iter("main"),
        *tree.xpath('//*[@role="main"]'),
    ]
    weights = _weights(tree)
    total = weights.get(tree, 0)
    best = max((weights.get(element, 0) for element in marked), default=0)
    if best >= MIN_BODY:
        return next(element for element in marked if weights.get(element, 0) >= NESTED * best)
    dense = [element for element, weight in weights.items() if weight >= max(SHARE * total, MIN_BODY)]
    return dense[-1] if dense else None


def _weights(tree: Any) -> dict[Any, int]:
    """Characters of paragraphs under each element, in document order (inner elements after outer ones)."""
    elements = list(tree.iter())
    dropped: set[Any] = set()
    for element in elements:
        parent = element.getparent()
        if parent is not None and (parent in dropped or _is_dropped(parent)):
            dropped.add(element)
    weights: dict[Any, int] = {}
    for element in reversed(elements):
        counted = element.tag == "p" and element not in dropped
        own = len(" ".join(element.text_content().split())) if counted else 0
        parent = element.getparent()
        if parent is not None and (counted or element in weights):
            weights[parent] = weights.get(parent, 0) + weights.get(element, 0) + own
    return {element: weights[element] for element in elements if element in weights}


def _is_dropped(element: Any) -> bool:
    return element.tag in DROPPED or (element.get("role") or "").lower() in ROLES


def _extracted(tree: Any) -> list[Block]:
    """What trafilatura takes for the article; captions, which it drops or runs into the text, read apart."""
    from copy import deepcopy

    import trafilatura
    from lxml import html

    rest = deepcopy(tree)
    captions: list[Block] = []
    for figure in list(rest.iter("figure", "figcaption")):
        captions += [Block(block.text, "caption") for block in _walk(figure)]
        figure.drop_tree()
    for element in list(rest.iter("nav", "menu", "aside", "footer")):  # trafilatura may take a list of links for text
        element.drop_tree()
    source = html.tostring(rest, encoding="unicode")
    text = trafilatura.extract(source, output_format="txt", include_comments=False, include_tables=False) or ""
    blocks = [Block(" ".join(line.split())) for line in text.splitlines() if line.strip()]
    return _once([*captions, *blocks]) if blocks else []


def _with_headline(tree: Any, blocks: list[Block]) -> list[Block]:
    """The page's first-rank heading in front, where the article's element leaves it outside."""
    if not blocks or any(block.kind == "headline" for block in blocks):
        return blocks
    titles = [" ".join(h1.text_content().split()) for h1 in tree.iter("h1")]
    title = next((title for title in titles if title), None)
    return [Block(title, "headline"), *(b for b in blocks if b.text != title)] if title else blocks


def _once(blocks: Iterator[Block] | list[Block]) -> list[Block]:
    """One headline; no block twice in a row, as pages have them for phone and desk."""
    out: list[Block] = []
    headlined = False
    for block in blocks:
        if block.kind == "headline":
            block = block._replace(kind="heading") if headlined else block
            headlined = True
        if not out or out[-1].text != block.text or block.kind == "caption":
            out.append(block)
    return out


def _length(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks if block.kind is None)


def _walk(root: Any) -> Iterator[Block]:
    """The blocks under an element, in the order of the page."""
    from lxml.etree import iterwalk

    pieces: list[tuple[str, PassageKind | None]] = []
    kinds: list[PassageKind | None] = [None]
    walker = iterwalk(root, events=("start", "end"))
    for event, element in walker:
        inside = element is not root
        if event == "start":
            if inside and _unwanted(element):
                walker.skip_subtree()
                kinds.append(kinds[-1])
                continue
            if element.tag in BLOCKS:
                yield from _flush(pieces)
            kinds.append(_kind(element, kinds[-1]))
            pieces.append((element.text or "", kinds[-1]))
            continue
        kinds.pop()
        if element.tag in BLOCKS:
            yield from _flush(pieces)
        if inside:
            pieces.append((element.tail or "", kinds[-1]))
    yield from _flush(pieces)


def _unwanted(element: Any) -> bool:
    if _is_dropped(element) or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(UNWANTED.search(names)) and element.tag not in ("html", "body", "article", "main", "p", "h1")


def _kind(element: Any, around: PassageKind | None) -> PassageKind | None:
    """What the markup says of an element's text; what it is in goes before what it is."""
    if around in INSET:
        return around
    names = f"{element.get('class') or ''} {element.get('rel') or ''}"
    if element.tag in ("p", "div", "span", "ul", "li", "address", "a", "small", "em", "cite", "section", "header"):
        for pattern, kind in HINTS:
            if pattern.search(names):
                return kind
    if element.get("itemprop") == "headline" and element.tag != "meta":
        return "headline"
    return TAGS.get(element.tag, around)


def _flush(pieces: list[tuple[str, PassageKind | None]]) -> Iterator[Block]:
    """One block of the pieces gathered; it has a kind when all its words have the same."""
    text = " ".join("".join(piece for piece, _ in pieces).split())
    kinds = {kind for piece, kind in pieces if piece.strip()}
    pieces.clear()
    if not text:
        return
    if len(kinds) == 1:
        yield Block(text, kinds.pop())
    else:
        yield Block(text, "caption" if "caption" in kinds else None)
