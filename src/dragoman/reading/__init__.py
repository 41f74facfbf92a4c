"""Encoded words -> attributions and events, by the heads of the reading model."""
