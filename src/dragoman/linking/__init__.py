"""From mentions to who and where is meant."""
