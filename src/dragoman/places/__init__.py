"""Places: where a story's things happen, found in the text and put on the map."""

from .finder import PlaceFinder

__all__ = ["PlaceFinder"]
