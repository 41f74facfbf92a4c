"""What `dragoman serve` was told, handed to its worker processes by environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

DB, TOKEN = "DRAGOMAN_SERVE_DB", "DRAGOMAN_SERVE_TOKEN"


@dataclass(frozen=True)
class Settings:
    """`db`: path or URL of the database; `token`: what a request must bear to store or correct; None: none can."""

    db: str
    token: str | None = None

    def variables(self) -> dict[str, str]:
        """The settings as environment variables."""
        return {DB: self.db} | ({TOKEN: self.token} if self.token else {})

    @classmethod
    def told(cls, variables: Mapping[str, str] = os.environ) -> Settings:
        """The settings that environment variables give. Raises KeyError where there are none."""
        return cls(db=variables[DB], token=variables.get(TOKEN))
