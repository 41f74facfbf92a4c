"""The HTTP API, under `/api/v1`: one module a kind of thing, each with a `router`."""
