"""What a server tells of its work, as Prometheus reads it: of all its processes together where there are several.

The processes share numbers by files in the folder that `PROMETHEUS_MULTIPROC_DIR` names; `start.py` makes one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from fastapi import FastAPI
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..store.engine import Store
from ..store.tables import stories
from ..views.asking import asking
from ..views.counts import count
from .shared import API

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0)  # of the histogram
METHODS = ("GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS")
OTHER = "other"  # a method that is none, or an address that leads nowhere: a client may make up any number


class Metrics:
    """The numbers of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "dragoman_requests", "Requests that were answered.", ("route", "method", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "dragoman_request_seconds",
            "Seconds until an answer was sent whole.",
            ("route", "method"),
            registry=self.registry,
            buckets=SECONDS,
        )

    def told(self, store: Store) -> bytes:
        """All numbers in the text format of Prometheus."""
        registry = self.registry
        if os.environ.get(FOLDER):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        record = CollectorRegistry()
        record.register(_Record(store))
        return bytes(generate_latest(registry)) + bytes(generate_latest(record))


class _Record(Collector):
    """How much the record holds."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def collect(self) -> Iterator[Metric]:
        with self.store.reading() as connection:
            told = connection.execute(select(func.count()).select_from(stories)).scalar_one()
            yield GaugeMetricFamily("dragoman_stories", "Stories that are stored, held or not.", value=told)
            yield GaugeMetricFamily("dragoman_events", "Events that are held.", value=count(connection, asking()))


class Measured:
    """Counts and times every answer, by the route that its address leads to."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            method = scope["method"] if scope["method"] in METHODS else OTHER
            route = _route(scope)
            self.metrics.requests.labels(route, method, str(status)).inc()
            self.metrics.seconds.labels(route, method).observe(time.perf_counter() - began)


def _route(scope: Scope) -> str:
    """The address without what in it names things."""
    path: str | None = getattr(scope.get("route"), "path", None)
    if path is None:
        return "/static" if scope["path"].startswith("/static/") else OTHER
    return f"{API}{path}" if scope["path"].startswith(f"{API}/") and not path.startswith(API) else path


def add_metrics(app: FastAPI) -> None:
    """Measure an app."""
    app.state.metrics = Metrics()
    app.add_middleware(Measured, metrics=app.state.metrics)
