"""The record measured against keys of our own: reprints, versions, events across stories, contacts, alignment.

`real.yaml`, `invented.yaml` and `samples.yaml` are the keys, `stories/` and `samples/` hold their stories.
"""
