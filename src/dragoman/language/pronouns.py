"""English pronouns by what they may stand for."""

from __future__ import annotations


def _bag(words: str) -> frozenset[str]:
    return frozenset(words.split())


HE = _bag("he him his himself")
SHE = _bag("she her hers herself")
IT = _bag("it its itself")
THEY = _bag("they them their theirs themselves")
I_WORDS = _bag("i me my mine myself")
WE = _bag("we us our ours ourselves")
RELATIVE = _bag("who whom whose which that")
PRONOUNS = HE | SHE | IT | THEY | I_WORDS | WE | RELATIVE


def unnamed(mention: str) -> bool:
    """Whether a mention names nobody: a pronoun, or words without a capital ("US" and "IT" are names)."""
    pronoun = mention.lower() in PRONOUNS and (mention == "I" or not mention.isupper())
    return pronoun or mention.islower()
