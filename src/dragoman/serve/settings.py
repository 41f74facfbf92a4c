"""What `dragoman serve` was told, handed to its worker processes by environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from ..batch.codes import CODER

DB, TOKEN = "DRAGOMAN_SERVE_DB", "DRAGOMAN_SERVE_TOKEN"
WARM, KEEP, HOST = "DRAGOMAN_SERVE_WARM", "DRAGOMAN_SERVE_KEEP", "DRAGOMAN_SERVE_HOST"
SHARED = "DRAGOMAN_SERVE_SHARED"


@dataclass(frozen=True)
class Settings:
    """`db`: path or URL of the database; `token`: what a request must bear to store or correct; None: none can;
    `coder`: `module:name` of the class that reads; `warm`: it is made as the server begins, not for the first story;
    `keep`: answers are kept until the database changes; `host`: where the server listens; `shared`: the file in which
    its processes share answers that are kept."""

    db: str
    token: str | None = None
    coder: str = CODER
    warm: bool = False
    keep: bool = False
    host: str | None = None
    shared: str | None = None

    def variables(self) -> dict[str, str]:
        """The settings as environment variables."""
        told = {DB: self.db, TOKEN: self.token, HOST: self.host, SHARED: self.shared}
        flags = {WARM: self.warm, KEEP: self.keep}
        return {name: value for name, value in told.items() if value} | {
            name: "1" for name, set in flags.items() if set
        }

    @classmethod
    def told(cls, variables: Mapping[str, str] = os.environ) -> Settings:
        """The settings that environment variables give. Raises KeyError where there are none."""
        warm, keep = WARM in variables, KEEP in variables
        host, shared = variables.get(HOST), variables.get(SHARED)
        return cls(variables[DB], variables.get(TOKEN), warm=warm, keep=keep, host=host, shared=shared)
