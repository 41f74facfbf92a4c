"""HTML pages: the article, what its markup and its head say, and pages without one."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from dragoman.errors import NoArticle, TooLarge
from dragoman.ingest import Page, ingest
from dragoman.ingest.html import MAX_TAGS, is_html

FIRST = (
    "Marland and Osterra agreed on Tuesday to exchange prisoners, the Marland foreign ministry said after two days of "
    "talks in the Osterran capital."
)
SECOND = "Foreign Minister Ann Lee said the exchange would begin on Friday and would cover 40 soldiers from each side."
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The Tarn Herald"},
        {
            "@type": "NewsArticle",
            "headline": "Marland and Osterra agree to exchange prisoners",
            "datePublished": "2024-12-03T19:23:00+01:00",
            "author": [{"@type": "Person", "name": "Jane Roe"}, {"@type": "Person", "name": "Bob Low"}],
            "publisher": {"@type": "Organization", "name": "The Tarn Herald"},
            "articleBody": f"{FIRST}\n{SECOND}",
        },
    ],
}
PAGE = f"""<!doctype html><html lang="en"><head><title>Prisoners | The Tarn Herald</title>
<script type="application/ld+json">{json.dumps(LINKED)}</script><script>var x = "<p>No text</p>";</script>
<style>p {{ color: red }}</style></head>
<body class="has-sidebar">
<nav><ul><li><a href="/">World</a></li></ul></nav>
<article>
  <p class="kicker">Osterra</p>
  <h1>Marland and Osterra agree to <em>exchange</em> prisoners</h1>
  <div class="byline">By <a href="/jane" rel="author">Jane Roe</a></div>
  <time datetime="2024-12-03T19:23:00+01:00">3 December 2024, 19:23</time>
  <figure><img src="x.jpg" alt="Nothing"><figcaption>Ann Lee speaks in Port Tarn. <span class="credit">Jo Smith</span>
  </figcaption></figure>
  <p>PORT TARN, Dec 3 (Reuters) &#8211; {FIRST}</p>
  <aside class="related"><h3>Most read</h3>
  <p>Ten years of war: what has been won, and what has been lost, and by whom.</p></aside>
  <h2>How it came about</h2>
  <div class="share-tools"><a href="#">Share this</a></div>
  <p>{SECOND}<br>It had been <strong>planned</strong> since May.</p>
  <p class="editors-note">This story has been shortened.</p>
  <p class="newsletter">Sign up for our newsletter</p>
  <p>Reuters</p>
</article>
<footer><p>Copyright 2024</p></footer></body></html>"""


def shown(page: Page) -> list[tuple[str, str]]:
    return [(p.kind, page.text[p.start : p.end]) for p in page.passages]


def test_article_of_a_page() -> None:
    page = ingest(PAGE, name="page.html")
    assert shown(page) == [
        ("kicker", "Osterra"),
        ("headline", "Marland and Osterra agree to exchange prisoners"),
        ("byline", "By Jane Roe"),
        ("date", "3 December 2024, 19:23"),
        ("caption", "Ann Lee speaks in Port Tarn. Jo Smith"),
        ("dateline", "PORT TARN, Dec 3 (Reuters) –"),
        ("paragraph", FIRST),
        ("heading", "How it came about"),
        ("paragraph", SECOND),
        ("paragraph", "It had been planned since May."),
        ("note", "This story has been shortened."),
        ("boilerplate", "Sign up for our newsletter"),
        ("sign-off", "Reuters"),
    ]
    assert (page.agency, page.byline) == ("Reuters", "By Jane Roe")
    assert (page.published, page.zone, page.zone_assumed) == ("2024-12-03T19:23:00", "+01:00", False)


def test_what_only_the_head_says() -> None:
    page = PAGE[: PAGE.index("<body")] + f"<body><main><p>{FIRST}</p><p>{SECOND}</p></main></body></html>"
    read = ingest(page, name="page.html")
    assert read.headline == "Marland and Osterra agree to exchange prisoners"
    assert shown(read)[0] == ("headline", read.headline)
    assert (read.agency, read.byline) == ("The Tarn Herald", "Jane Roe, Bob Low")


def test_text_that_stands_in_the_json_only() -> None:
    page = PAGE[: PAGE.index("<body")] + "<body><div id=app></div></body></html>"
    read = ingest(page, name="page.html")
    assert [kind for kind, _ in shown(read)] == ["headline", "paragraph", "paragraph"]


def test_meta_tags() -> None:
    page = (
        '<html><head><meta property="og:title" content="Prisoners to be exchanged">'
        '<meta property="article:published_time" content="2024-12-03"><meta name="author" content="Jane Roe">'
        f'<meta property="og:site_name" content="Daily Sabah"></head><body><p>{FIRST}</p><p>{SECOND}</p></body></html>'
    )
    read = ingest(page, name="page.html")
    assert (read.headline, read.byline, read.agency) == ("Prisoners to be exchanged", "Jane Roe", "Daily Sabah")
    assert (read.published, read.zone, read.zone_assumed) == ("2024-12-03", "Europe/Istanbul", True)


def test_local_zone_goes_before_utc_for_the_same_moment() -> None:
    head = '<meta property="article:published_time" content="2024-12-03T23:30:00-05:00">'
    linked = json.dumps({"@type": "NewsArticle", "datePublished": "2024-12-04T04:30:00Z"})
    page = (
        f'<html><head>{head}<script type="application/ld+json">{linked}</script></head>'
        f"<body><article><h1>Talks</h1><p>{FIRST}</p><p>{SECOND}</p></article></body></html>"
    )
    read = ingest(page, name="page.html")
    assert (read.published, read.zone) == ("2024-12-03T23:30:00", "-05:00")


def test_broken_json_is_passed_over() -> None:
    page = (
        "<html><head><title>Talks go on - Herald</title>"
        '<script type="application/ld+json">{"@type": "NewsArticle",</script>'
        f"</head><body><p>{FIRST}</p><p>{SECOND}</p></body></html>"
    )
    assert ingest(page, name="page.html").headline == "Talks go on"


def test_page_without_marked_article_falls_to_the_dense_part() -> None:
    teasers = "".join(f"<div class=t><p>Story {i} in brief</p></div>" for i in range(5))
    page = (
        f"<html><body><div id=left>{teasers}</div><div id=middle><h1>Talks go on</h1><p>{FIRST}</p><p>{SECOND}</p>"
        f"<p>{FIRST} Again.</p></div></body></html>"
    )
    read = ingest(page, name="page.html")
    assert "in brief" not in read.text
    assert [kind for kind, _ in shown(read)] == ["headline", "paragraph", "paragraph", "paragraph"]


def test_page_without_paragraph_tags_is_left_to_the_extractor() -> None:
    lines = "<br><br>".join([FIRST, SECOND, FIRST.replace("Tuesday", "Monday")])
    page = (
        "<html><body><div class=menu><a href=a>World</a> <a href=b>Sport</a></div><figure><figcaption>Ann Lee in Port "
        f"Tarn</figcaption></figure><div class=content><h1>Talks go on</h1><div>{lines}</div></div></body></html>"
    )
    read = ingest(page, name="page.html")
    assert FIRST in [words for kind, words in shown(read) if kind == "paragraph"]
    assert ("caption", "Ann Lee in Port Tarn") in shown(read)
    assert read.headline == "Talks go on"


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>Home</title></head><body><nav><a href=x>World</a></nav><p>Log in</p></body></html>",
        "<html></html>",
        "<!doctype html><html><body><script>render()</script></body></html>",
        "<html><body><article><p>Short.</p></article></body></html>",
    ],
)
def test_no_article(page: str) -> None:
    with pytest.raises(NoArticle, match=r"front\.html: .*text"):
        ingest(page, name="front.html")


def test_too_many_tags() -> None:
    with pytest.raises(TooLarge):
        ingest("<html><body>" + "<p>" * (MAX_TAGS + 1), name="page.html")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><html>", True),
        ("\ufeff\n<?xml version='1.0'?><html>", True),
        ("<p>One.</p><p>Two.</p>", True),
        ("Headline\n<html><body>", True),
        ("Ministers said a < b and c > d.", False),
        ("<p and nothing else", False),
        ("The <b>bold</b> move was made in Geneva.", False),
        ("<email@example.org> wrote to the ministry", False),
    ],
)
def test_is_html(text: str, expected: bool) -> None:
    assert is_html(text) is expected


def test_deep_and_unclosed_markup_is_read() -> None:
    page = f"<html><body><article>{'<div>' * 200}<p>{FIRST}<p>{SECOND}"
    assert FIRST in ingest(page, name="page.html").text


def test_html_libraries_are_loaded_for_html_only() -> None:
    code = (
        "import sys; from dragoman.ingest import ingest; "
        "ingest('The ministers of the two states met in Geneva and agreed that the talks will go on.', name='x'); "
        "print([m for m in ('lxml', 'trafilatura', 'charset_normalizer', 'py3langid') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
