"""The web page: one module a view, each with a `router` that fills the templates."""
