"""Alembic runs this file. The connection comes from `upgrade.py`, and so does the transaction."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
