"""How the record does with many stories: `python -m eval.record_scale`.

base       story objects that all others are made of
variation  a story of another world: other days, actors, places and words, with spans as they were
grow       a database of merged stories -> one of many times as many
asking     the queries that docs/commands.md tells of
"""
