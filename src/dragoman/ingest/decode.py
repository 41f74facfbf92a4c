"""Bytes -> text, or a plain reason why they are none."""

from __future__ import annotations

import codecs
import re

from ..errors import EmptyInput, NotText, TooLarge

MAX_BYTES = 8_000_000  # a day's longest wire page has some 100 KB; a book 1 MB: beyond this it is no story
MAX_CHARS = 2_000_000  # bounds the work per story
MAX_LINES = 50_000  # a line costs more than its characters
PROBE = 65_536  # bytes that decide whether it is text, and in which encoding: more tells no more, and costs time
MAX_CONTROL = 0.02  # share of control bytes: random bytes have 10 %, text in legacy encodings none
MAX_CONTROL_UTF8 = 0.2  # text that is valid UTF-8 may hold control characters, but not mostly
MIN_UTF16_NULS = 0.3  # share of NULs on one side: Latin text in UTF-16 without a mark has nearly half
MIN_ASCII = 0.9  # English text in a legacy encoding; there the guess by letters' statistics misleads
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "an RTF document"),
)
CONTROL = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1b") + b"\x7f"
CONTROL_CHARS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I
)
INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"
SURROGATE = re.compile("[\ud800-\udfff]")
ADVICE = "Save it as plain text or HTML in UTF-8 and try again."


def decode(data: bytes, name: str) -> str:
    """The text of `data`; `name` stands in the messages. Line ends and all characters stay as they are."""
    if len(data) > MAX_BYTES:
        raise TooLarge(
            f"{name}: {len(data):,} bytes, over the {MAX_BYTES:,} that one story may have. "
            "Cut it into stories; many go into one JSONL file for `dragoman code`."
        )
    if not data.strip():
        raise EmptyInput(f"{name}: the file is empty. Give a file that holds the text of a story.")
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise NotText(f"{name}: this is {what}, not text. {ADVICE}")
    return check(_decoded(data, name), name)


def check(text: str, name: str) -> str:
    """Text of a size that can be read, and not blank; what no encoding can write becomes U+FFFD, one for one."""
    if len(text) > MAX_CHARS:
        raise TooLarge(
            f"{name}: {len(text):,} characters, over the {MAX_CHARS:,} that one story may have. Cut it into stories."
        )
    if sum(map(text.count, LINE_ENDS)) - text.count("\r\n") > MAX_LINES:
        raise TooLarge(f"{name}: more than {MAX_LINES:,} lines, more than one story has. Cut it into stories.")
    if not INVISIBLE.sub("", text):
        raise EmptyInput(f"{name}: nothing but white space. Give a file that holds the text of a story.")
    return SURROGATE.sub("\ufffd", text)


def _decoded(data: bytes, name: str) -> str:
    for bom, marked in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(marked, errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, name)
    if "\x00" in text[:PROBE] and (encoding := _utf16(data)):
        return data.decode(encoding, errors="replace")
    if len(CONTROL_CHARS.findall(text[:PROBE])) > MAX_CONTROL_UTF8 * len(text[:PROBE]):
        raise NotText(f"{name}: this is binary data, not text. {ADVICE}")
    return text


def _legacy(data: bytes, name: str) -> str:
    """Text in none of the usual Unicode forms: a damaged UTF-8, UTF-16 without a mark, or a legacy encoding."""
    probe = data[:PROBE]
    if encoding := _utf16(data):
        return data.decode(encoding, errors="replace")
    if len(probe) - len(probe.translate(None, CONTROL)) > MAX_CONTROL * len(probe):
        raise NotText(f"{name}: this is binary data or noise, not text. {ADVICE}")
    if (declared := DECLARED.search(data[:4096])) and (text := _try(data, declared.group(1).decode("ascii"))):
        return text
    if (text := _damaged_utf8(data)) is not None:
        return text
    if len(probe.translate(None, bytes(range(128, 256)))) >= MIN_ASCII * len(probe):
        return _try(data, "cp1252") or data.decode("latin-1")
    if text := _guessed(data):
        return text
    raise NotText(f"{name}: the bytes are text in no known encoding. {ADVICE}")


def _utf16(data: bytes) -> str | None:
    probe = data[: PROBE - PROBE % 2]
    half = max(1, len(probe) // 2)
    even, odd = probe[::2].count(0) / half, probe[1::2].count(0) / half
    if max(even, odd) < MIN_UTF16_NULS or min(even, odd) > MIN_UTF16_NULS / 3:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 with some broken bytes: more letters of several bytes than broken ones."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    several = sum(1 for char in text if char > "\x7f") - broken
    return text if several > broken else None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None
    return text if isinstance(text, str) else None


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:PROBE]).best()
    return data.decode(best.encoding, errors="replace") if best else None
