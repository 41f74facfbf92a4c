"""Time expressions: found in a document and normalised to TIMEX3 values."""

from .finder import TimeFinder
from .values import interval_of

__all__ = ["TimeFinder", "interval_of"]
