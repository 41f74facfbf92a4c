"""Answers are sent at once, whatever socket a connection came by."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from dragoman.serve import start
from dragoman.serve.prompt import Prompt


class Accepted(asyncio.Transport):
    """What asyncio has of a connection."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self.connection = connection

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return {"socket": self.connection, "peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)}.get(
            name, default
        )


async def nothing(scope: Any, receive: Any, send: Any) -> None: ...


def test_the_parts_of_an_answer_do_not_wait_for_each_other() -> None:
    async def run() -> int:
        config = uvicorn.Config(nothing, ws="none")
        config.load()
        with socket.create_server(("127.0.0.1", 0)) as listening, socket.create_connection(listening.getsockname()):
            connection, _ = listening.accept()
            with connection:
                assert not connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                Prompt(config, ServerState(), {}).connection_made(Accepted(connection))
                return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    assert asyncio.run(run())


def test_the_server_speaks_by_it() -> None:
    config = uvicorn.Config(nothing, http=start.HTTP, ws="none")
    config.load()
    assert config.http_protocol_class is Prompt
