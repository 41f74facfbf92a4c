"""Time expressions: found and normalised to TIMEX3 values."""
