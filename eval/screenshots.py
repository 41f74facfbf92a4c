"""Pictures of the web views for `docs/`: `python -m eval.screenshots [--out docs/screenshots] [--png] [NAME...]`.

The sample stories are coded into a fresh database and served; Chromium shows each view in a window of a fixed size,
without movement, and what it shows is written as WebP by Chromium itself, at most `MOST` bytes each. Days are in the
addresses, so that no view depends on the day of the run; fonts are those of the machine. `--png` writes PNG instead, to
be looked at by programs that know no WebP.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.serve.samples import add_samples
from dragoman.store.engine import open_store

from .load import serving

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "screenshots"
MOST = 110 * 1024  # bytes of a picture
QUALITY = (0.85, 0.75, 0.65, 0.55)  # of WebP: the first that is small enough
SCALE = 1.25  # pixels of a picture for one of the page
DESK, PHONE = (1280, 800), (390, 780)
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)
STORY = (
    "ANKARA, Feb. 22 (Velmora News) - Turkish President Recep Tayyip Erdogan called Russian President Vladimir Putin "
    "on Friday to discuss the ceasefire in Idlib, his office said.\n\n"
    "According to the Kremlin, Putin expressed serious concern about attacks by extremist groups."
)
CALL = "/readouts?between=RUS&between=TUR&on=2020-02-21"
TOLD = "/stories/2020-02-21-idlib-call-ankara"


def nothing(page: Any) -> None:
    """The view is shown as it opens."""


def first_contact(page: Any) -> None:
    """The accounts of the first contact that several sides tell of."""
    page.locator(".contact.several .who a").first.click()
    page.locator("#matters").wait_for()


def the_call(page: Any) -> None:
    """The record of the call beside its words."""
    page.locator('.group[data-layer="events"] .record', has_text="phone call").locator("h3 a").first.click()
    page.locator("#chosen .record").wait_for()


def paste(page: Any) -> None:
    """A text is pasted."""
    page.get_by_label("Text", exact=True).fill(STORY)
    page.get_by_label("Date").fill("2020-02-22")


def drawn(page: Any) -> None:
    """The map has its places."""
    page.locator("#map .cluster").first.wait_for()


@dataclass(frozen=True)
class View:
    """A picture: where it is, what is done there, and in which window."""

    path: str
    act: Callable[[Any], None] = nothing
    window: tuple[int, int] = DESK
    dark: bool = False


VIEWS = {
    "search": View("/?actor=RUS&type=CONSULT"),
    "reader": View(TOLD, the_call),
    "readouts": View(CALL, first_contact),
    "timeline": View("/timeline?with=RUS&with=TUR&from=2017-01&to=2020-12&unit=month"),
    "map": View("/map?from=2015-01&to=2024-12&view=38,36,4", drawn),
    "network": View("/network?as_of=2024-12-31"),
    "situation": View("/situation?actor=SYR&as_of=2024-12-31"),
    "story-in": View("/read", paste),
    "readouts-dark": View(CALL, first_contact, dark=True),
    "reader-phone": View(TOLD, window=PHONE),
}


def picture(browser: Any, address: str, view: View) -> bytes:
    """A view as PNG."""
    width, height = view.window
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=SCALE, reduced_motion="reduce",
        color_scheme="dark" if view.dark else "light", locale="en-GB", timezone_id="UTC",
    )  # fmt: skip
    page = context.new_page()
    page.goto(address + view.path, wait_until="networkidle")
    view.act(page)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)  # what is drawn a frame later
    taken: bytes = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return taken


def webp(browser: Any, png: bytes) -> bytes:
    """A picture as WebP, small enough. Raises SystemExit where it cannot be."""
    page = browser.new_page()
    source = "data:image/png;base64," + base64.b64encode(png).decode()
    for quality in QUALITY:
        told = page.evaluate(
            """async ([source, quality]) => {
                const image = new Image();
                image.src = source;
                await image.decode();
                const canvas = document.createElement("canvas");
                [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
                canvas.getContext("2d").drawImage(image, 0, 0);
                return canvas.toDataURL("image/webp", quality);
            }""",
            [source, quality],
        )
        made = base64.b64decode(told.partition(",")[2])
        if len(made) <= MOST:
            page.close()
            return made
    raise SystemExit(f"a picture has {len(made):,} bytes at the lowest quality, more than {MOST:,}")


def taken(db: str, out: Path, names: list[str], png: bool) -> None:
    """Write the pictures of some views."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, NAMES)), None)
    out.mkdir(parents=True, exist_ok=True)
    with serving(db, 1) as (port, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for name in names:
            data = picture(browser, f"http://127.0.0.1:{port}", VIEWS[name])
            path = out / f"{name}.{'png' if png else 'webp'}"
            path.write_bytes(data if png else webp(browser, data))
            print(f"{path.name:24} {path.stat().st_size / 1024:6.0f} KiB", flush=True)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Take pictures of the web views.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(VIEWS)}; else all")
    parser.add_argument("--out", type=Path, default=OUT, help="the folder, else docs/screenshots")
    parser.add_argument("--db", help="a database of the sample stories, else one is made")
    parser.add_argument("--png", action="store_true", help="PNG instead of WebP")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in VIEWS]:
        parser.error(f"{unknown[0]}: there are {', '.join(VIEWS)}")
    with tempfile.TemporaryDirectory(prefix="dragoman-pictures-") as folder:
        db = given.db or str(Path(folder) / "samples.db")
        if not given.db:
            with open_store(db, create=True) as store:
                add_samples(store)
        taken(db, given.out, given.names or list(VIEWS), given.png)


if __name__ == "__main__":
    main()
