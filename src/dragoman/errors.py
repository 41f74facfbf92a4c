"""Errors that users may meet.

    DragomanError
    ├── InputError        the bytes given hold no story that can be read (ValueError)
    │   ├── EmptyInput        nothing but white space
    │   ├── NotText           binary, or noise in no known encoding
    │   ├── NoArticle         a page without an article
    │   ├── TooLarge          over the bound on work per story
    │   └── OtherLanguage     a language that the coder does not read
    ├── RowError          a row of a batch that is no story (ValueError)
    ├── BatchError        a batch that cannot begin or go on: files in the way, another input (batch/)
    ├── StoreError        a database that cannot be opened, read or written (store/)
    ├── KnowledgeError    a data file that fails its validation (ValueError)
    └── ModelError        the weights are missing or damaged (RuntimeError)

Each message says what happened, where, and what to do.
"""


class DragomanError(Exception):
    """Base of all errors that Dragoman raises on purpose."""


class InputError(DragomanError, ValueError):
    """The input holds no story that can be read."""


class EmptyInput(InputError):
    """Nothing but white space."""


class NotText(InputError):
    """Binary data, or bytes in no known encoding."""


class NoArticle(InputError):
    """A page without an article."""


class TooLarge(InputError):
    """Over the bound on work per story."""


class OtherLanguage(InputError):
    """A language that the coder does not read."""


class RowError(DragomanError, ValueError):
    """A row of a batch that is no story."""


class KnowledgeError(DragomanError, ValueError):
    """A data file that fails its validation."""


class ModelError(DragomanError, RuntimeError):
    """The weights are missing or damaged."""
