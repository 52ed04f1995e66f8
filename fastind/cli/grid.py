"""`fastind grid`: a function of yours over dates, codes and parameters, in parallel, into a store."""

import json
import sys
import warnings
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fastind.cli.axes import axes_of
from fastind.cli.target import target
from fastind.errors import GridError, GridWarning, StoreError, TaskFailed

FIRST = 5  # failures that are shown
INTERRUPTED = 130  # what shells give for Ctrl-C


class OnError(StrEnum):
    """What a failure does."""

    record = "record"
    raise_ = "raise"


def grid(
    function: Annotated[
        str,
        typer.Argument(metavar="MODULE:FUNCTION", help="Found in the current folder too, or installed."),
    ],
    store: Annotated[
        Path, typer.Option(metavar="STORE", help="Where the results go: a new store, or --resume.")
    ],
    dates: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIRST:LAST",
            help="Both included, Monday to Friday; or days with commas between. 20240102 arrives as a whole "
            "number, 2024-01-02 as a date.",
        ),
    ] = None,
    every_day: Annotated[bool, typer.Option("--every-day", help="Saturdays and Sundays too.")] = False,
    dates_from: Annotated[
        Path | None,
        typer.Option(
            metavar="STORE", help="The dates that a store has, between those of --dates if it is given."
        ),
    ] = None,
    codes: Annotated[
        list[str] | None,
        typer.Option(metavar="A,B,C", help="With commas between, or @FILE with one a line; may be repeated."),
    ] = None,
    codes_from: Annotated[
        Path | None, typer.Option(metavar="STORE", help="The codes that a store has.")
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=1,2,3", help="Values of a parameter; may be repeated for others."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Run what is missing in the store.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="With --resume: even if the function has changed.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="As many as the idle cores, if not said.")
    ] = None,
    backend: Annotated[str, typer.Option(help="auto, serial, threads, loky, numba, joblib, ...")] = "auto",
    task_timeout: Annotated[float | None, typer.Option(help="Seconds after which a task has failed.")] = None,
    on_error: Annotated[
        OnError, typer.Option(help="Keep failures and go on, or stop at the first.")
    ] = OnError.record,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="No bar.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Run a function over dates, codes and parameters; results are kept in a store as they come.

    Each task is a call, function(date, code, ...), by name where its parameters are named so.

    Exit code 1 if tasks have failed, 130 after Ctrl-C; --resume goes on from there.
    """
    import fastind as fi

    called = target(function)
    axes = axes_of(dates, dates_from, every_day, codes, codes_from, param)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", GridWarning)  # the failures are shown below
            result = fi.run_grid(
                called,
                fi.grid(**axes),
                n_jobs=workers,
                backend=backend,
                store=store,
                resume="force" if resume and force else resume,
                progress=False if no_progress else None,
                on_error=on_error.value,
                task_timeout=task_timeout,
            )
    except KeyboardInterrupt as stop:
        _say(_in_options(stop) or "stopped before a task ran")
        raise typer.Exit(INTERRUPTED) from None
    except TaskFailed as error:
        _say(_in_options(error))
        raise typer.Exit(1) from None
    except (StoreError, GridError) as error:
        error.args = (_in_options(error),)
        raise
    _show(_facts(result), as_json)
    if result.summary()["failed"]:
        raise typer.Exit(1)


def _say(text: str) -> None:
    sys.stderr.write(f"fastind: {text}\n")


def _in_options(error: BaseException) -> str:
    """What `run_grid` has said, for who types options."""
    return str(error).replace('resume="force"', "--resume --force").replace("resume=True", "--resume")


def _facts(result: Any) -> dict[str, Any]:
    """What there is to say of a run."""
    failures = result.failures
    kinds = failures["type"].value_counts().to_dict() if len(failures) else {}
    first = failures[[*result.keys, "type", "message"]].head(FIRST) if len(failures) else failures
    summary: dict[str, Any] = result.summary()
    return summary | {
        "store": str(result.store),
        "keys": list(result.keys),
        "values": list(result.names),
        "failures": {str(name): int(n) for name, n in kinds.items()},
        "first_failures": first.to_dict("records"),
    }


def _show(facts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(facts, indent=2, default=str))
        return
    console = Console() if sys.stdout.isatty() else Console(width=200)
    lines = {
        "tasks": f"{facts['tasks']:,}",
        "completed": f"{facts['completed']:,}"
        + (f", {facts['resumed']:,} before" if facts["resumed"] else ""),
        "failed": f"{facts['failed']:,}",
        "time": f"{facts['seconds']:.1f} s, {facts['rate']:,.0f} tasks/s",
        "values": ", ".join(facts["values"]),
        "store": facts["store"],
    }
    for name, value in lines.items():
        console.print(f"{name:9} {value}", highlight=False, markup=False, soft_wrap=True)
    if facts["failures"]:
        console.print(_failures(facts))
        text = "All of them: fastind.open_store(...).failures(); --resume runs them again."
        console.print(text, highlight=False, markup=False, soft_wrap=True)


def _failures(facts: dict[str, Any]) -> Table:
    told = ", ".join(f"{n:,} {name}" for name, n in facts["failures"].items())
    table = Table(
        box=box.SIMPLE_HEAD,
        title=Text(f"Failed: {told}"),
        title_justify="left",
        padding=(0, 1, 0, 0),
        show_edge=False,
    )
    names = [*facts["keys"], "type", "message"]
    for name in names:
        table.add_column(Text(name))
    for row in facts["first_failures"]:
        table.add_row(*(Text(str(row[name])) for name in names))
    if facts["failed"] > FIRST:
        table.add_row(*["..."] * len(names))
    return table
