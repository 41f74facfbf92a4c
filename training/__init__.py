"""Training of the reading model; not part of the run-time install."""
