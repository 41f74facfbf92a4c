"""Measurements against the gold corpora, which lie beside the project and are no part of it."""
