"""Faces: the record over HTTP, as JSON (`api`) and as pages (`pages`)."""
