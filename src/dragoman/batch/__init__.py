"""Many stories: rows of JSON in, one story object a row out, in order, able to be broken off and continued.

rows    files -> Row or BadRow, one a line
work    coder + Row -> Answer
pool    rows -> answers in the order of the rows, in one process or several
output  answers -> OUT.jsonl and OUT.errors.jsonl; what an earlier run already wrote
run     the whole, with a count at the end
"""

from ..errors import DragomanError


class BatchError(DragomanError):
    """A batch that cannot start or go on: its output is in use or another's, or its workers fail to start."""
