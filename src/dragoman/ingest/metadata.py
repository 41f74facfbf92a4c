"""What an HTML page says of itself in its head: JSON-LD, meta tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

ARTICLE = re.compile(r"(?:Article|Posting|Report)$")  # NewsArticle, ReportageNewsArticle, LiveBlogPosting, Report
NODES = 2_000  # parts of a page's JSON-LD that are looked at
PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "publishdate",
    "pubdate", "publish-date", "publication_date", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dc.date",
    "dcterms.created", "date", "cxenseparse:recs:publishtime",
)  # fmt: skip
TITLES = ("og:title", "twitter:title", "headline", "dc.title", "parsely-title")
AUTHORS = ("author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author")
SITES = ("og:site_name", "publisher", "application-name", "dc.publisher")
SUFFIX = re.compile(r"\s(?:[|»·•]|[-–—])\s[^|»·•–—]{2,40}$")


@dataclass(frozen=True)
class Metadata:
    """None: the page's head does not say."""

    headline: str | None = None
    published: tuple[str, ...] = ()
    byline: str | None = None
    publisher: str | None = None
    body: str | None = None


def metadata(tree: Any) -> Metadata:
    """JSON-LD first, meta tags for what it lacks."""
    article = _article(tree)
    meta = _meta(tree)
    dates = (_text(article.get("datePublished")), _first(meta, PUBLISHED), _text(article.get("dateCreated")))
    title = _text(article.get("headline")) or _first(meta, TITLES) or _title(tree)
    return Metadata(
        headline=title,
        published=tuple(date for date in dates if date),
        byline=_people(article.get("author")) or _name(_first(meta, AUTHORS)),
        publisher=_people(article.get("publisher")) or _first(meta, SITES),
        body=_text(article.get("articleBody")),
    )


def _article(tree: Any) -> dict[str, Any]:
    """The page's JSON-LD article with the most to say; empty if there is none."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            found += [node for node in _nodes(script.text or "") if _is_article(node)]
    return max(found, key=lambda node: ("headline" in node, "datePublished" in node, len(node)), default={})


def _nodes(source: str) -> Iterator[dict[str, Any]]:
    try:
        queue: list[Any] = [json.loads(source.strip().rstrip(";"), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(NODES):
        if not queue:
            return
        node = queue.pop(0)
        if isinstance(node, list):
            queue += node
        elif isinstance(node, dict):
            yield node
            queue += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and ARTICLE.search(kind) for kind in kinds)


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.strip() or None if isinstance(value, str) else None


def _people(value: Any) -> str | None:
    """Names of the persons or organisations, as a list in words."""
    values = value if isinstance(value, list) else [value]
    names = [_name(_text(item.get("name")) if isinstance(item, dict) else _text(item)) for item in values]
    return ", ".join(name for name in names if name) or None


def _name(value: str | None) -> str | None:
    return value if value and not value.startswith(("http:", "https:")) else None


def _meta(tree: Any) -> dict[str, str]:
    out: dict[str, str] = {}
    for tag in tree.iter("meta"):
        key = tag.get("property") or tag.get("name") or tag.get("itemprop")
        if key and (content := (tag.get("content") or "").strip()):
            out.setdefault(key.lower(), content)
    return out


def _first(meta: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((meta[key] for key in keys if key in meta), None)


def _title(tree: Any) -> str | None:
    """The page's title without the site's name behind it."""
    for tag in tree.iter("title"):
        if title := " ".join(tag.text_content().split()):
            return SUFFIX.sub("", title)
    return None
