"""The record: a database of claims, SQLite or PostgreSQL, that stories are added to and that is asked.

tables     what is stored
engine     a path or URL -> Store: transactions for readers and writers, on a schema that is up to date (upgrade)
times      known time: when a story came out, as one moment in UTC
claims     Story -> rows
fulltext   sentences and headlines by their words, the same on both databases
versions   one version of a story after another: correction, hold, kill
write      stories -> database, in a transaction
inputs     paths -> rows to be coded and stories that are coded
add        the whole of `dragoman add`
read       stories, claims and what the merges need, back from the database
"""

from ..errors import DragomanError


class StoreError(DragomanError):
    """A database that cannot be opened, read or written."""
