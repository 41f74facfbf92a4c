"""Readings -> claims: attributions, events, contacts and relations with everything resolved."""
