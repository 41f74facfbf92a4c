"""The record in the forms that others read, and all of it in one that `dragoman import` takes back.

told      events with what else the database has of their stories, in an order of their own
plain     what of PLOVER and CAMEO a status leaves of an event; codes of others
flat      an event as one row of simple values
lines     formats of lines: csv, plover, icews, polecat, geojson
files     formats of libraries: parquet, duckdb
graph     graphml
claims    all that a database holds, line by line
restore   and back
annotations  what people corrected, as labels without the text
export    a format's name and a path -> a file

The same database gives the same bytes, whatever kind it is and in whatever order its stories were added.
"""
