"""Versions that each record names."""

__version__ = "0.1.0"
KNOWLEDGE = "2026-11"
