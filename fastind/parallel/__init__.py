"""The grid: a function over many tasks, in parallel; nothing finished is lost, nothing failed is hidden.

The way of a task: `tasks` (what there is to do) -> `driver` (cuts chunks, hands them out) -> an executor
(where chunks run) -> `runner` (the loop that calls the function) -> `values` (results become columns) -> the
driver again -> `sinks` (memory or store) -> `result`.
"""
