"""The store: one table keyed by (date, code), or by any tuple of scalars, that survives what machines do.

An append is checked once (`schema`), committed to a journal in SQLite (`manifest`), later sealed into Parquet
parts (`part`, `writer`); a query takes a `snapshot`, reads only what its `extent`s cannot rule out, and
merges it so that the later write wins (`order`). Where the bytes lie is a place (`places`), whose files go
through `disk` and are read back through `checked`.
"""
