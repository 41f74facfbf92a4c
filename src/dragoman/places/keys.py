"""Keys under which names are stored and looked up: the same function for the builder and the finder."""

from __future__ import annotations

import re
import unicodedata

SPECIAL = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe",
     "Œ": "OE", "ð": "d", "þ": "th", "Þ": "Th", "ə": "e", "Ə": "E", "ŋ": "n", "&": " and "}
)  # fmt: skip
DROPPED = re.compile(r"['’‘`´ʻʼʽʾʿʹʺ.]+")
SPACED = re.compile(r"[\s\-‐‑–_/,]+")
ARTICLES = re.compile(r"\b(?:al|el|ul|az|ez|as|es|ash|esh|ech|an|en|ar|er|ad|ed|at|et|il)\b ?")
DIGRAPHS = (("ch", "s"), ("sh", "s"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("dj", "j"), ("ph", "f"))
WEAK = re.compile(r"[aeiouwyh]+")
DOUBLED = re.compile(r"(.)\1+")
LEAST_SKELETON = 3


def fold(name: str) -> str:
    """Lower case without accents, apostrophes, full stops; hyphens are spaces ("Deir ez-Zor" -> "deir ez zor")."""
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name.translate(SPECIAL))
        name = "".join(c for c in plain if not unicodedata.combining(c))
    else:
        name = name.replace("&", " and ")
    return SPACED.sub(" ", DROPPED.sub("", name)).strip().lower()


def skeleton(key: str) -> str | None:
    """What all romanisations of an Arabic, Kurdish or Persian name share: its consonants without the articles.

    None where too little is left to tell names apart.
    """
    bare = ARTICLES.sub("", key)
    for digraph, letter in DIGRAPHS:
        bare = bare.replace(digraph, letter)
    bones = " ".join(DOUBLED.sub(r"\1", WEAK.sub("", word.replace("q", "k"))) for word in bare.split())
    return bones if len(bones.replace(" ", "")) >= LEAST_SKELETON else None
