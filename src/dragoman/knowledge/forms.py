"""Written forms of names, made ready for comparing."""

from __future__ import annotations

import re
import unicodedata


def key(form: str) -> str:
    """A form without accents, case, marks and article."""
    plain = form
    if not form.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c))
    plain = plain.casefold()
    return re.sub(r"[\W_]+", " ", plain).strip().removeprefix("the ")
