"""`fastind grid`: a function of yours over dates, codes and parameters, in parallel, into a store."""

import json
import sys
import warnings
from collections import Counter
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fastind.cli.axes import axes_of, check_names
from fastind.cli.target import target
from fastind.cli.wanted import listed
from fastind.errors import FastindError, GridWarning, ParameterError, TaskFailed

FIRST = 5  # failures that are shown
INTERRUPTED = 130  # what shells give for Ctrl-C
OPTIONS = {
    'resume="force"': "--resume --force",
    "resume=True": "--resume",
    "retry_failed=False": "--no-retry-failed",
    "say keys=(...) or names=(...)": "say --keys or --names",
    "say names=(...)": "say --names",
    "leave out names=": "leave out --names ",
    "keys must be": "--keys must be",
    "names must be": "--names must be",
    "memory_limit must be": "--memory-limit must be",
    "task_timeout must be": "--task-timeout must be",
    "task_timeout needs backend=": "--task-timeout needs --backend ",
    "backend is": "--backend is",
}
"""What `run_grid` says, as it is typed."""
TASKS, STORE, WORKERS, OUTPUT = "Tasks", "Store", "Workers", "Output"


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
        str,
        typer.Option(
            metavar="STORE", help="Where the results go: a new store, or --resume.", rich_help_panel=STORE
        ),
    ],
    dates: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIRST:LAST",
            help="Both included, Monday to Friday; or days with commas between. 20240102 arrives as a whole "
            "number, 2024-01-02 as a date.",
            rich_help_panel=TASKS,
        ),
    ] = None,
    every_day: Annotated[
        bool, typer.Option("--every-day", help="Saturdays and Sundays too.", rich_help_panel=TASKS)
    ] = False,
    dates_from: Annotated[
        str | None,
        typer.Option(
            metavar="STORE",
            help="The dates that a store has, between those of --dates if it is given.",
            rich_help_panel=TASKS,
        ),
    ] = None,
    codes: Annotated[
        list[str] | None,
        typer.Option(
            metavar="A,B,C",
            help="With commas between, or @FILE with one a line; may be repeated.",
            rich_help_panel=TASKS,
        ),
    ] = None,
    codes_from: Annotated[
        str | None,
        typer.Option(metavar="STORE", help="The codes that a store has.", rich_help_panel=TASKS),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=1,2,3",
            help="Values of a parameter; may be repeated for others.",
            rich_help_panel=TASKS,
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Run what is missing in the store.", rich_help_panel=STORE)
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="With --resume: even if the function has changed.", rich_help_panel=STORE
        ),
    ] = False,
    no_retry_failed: Annotated[
        bool,
        typer.Option(
            "--no-retry-failed", help="With --resume: leave those that have failed.", rich_help_panel=STORE
        ),
    ] = False,
    batch_size: Annotated[
        int, typer.Option(min=1, help="So many rows, or one second, are a commit.", rich_help_panel=STORE)
    ] = 1000,
    keys: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="Names of the keys, if not the parameters'.", rich_help_panel=STORE),
    ] = None,
    names: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="Names of the values, if not f0, f1, ...", rich_help_panel=STORE),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="As many as the idle cores, if not said.", rich_help_panel=WORKERS),
    ] = None,
    backend: Annotated[
        str,
        typer.Option(help="auto, serial, threads, loky, numba, joblib, ...", rich_help_panel=WORKERS),
    ] = "auto",
    memory_limit: Annotated[
        float, typer.Option(help="Share of the free memory, up to 1.", rich_help_panel=WORKERS)
    ] = 0.8,
    max_attempts: Annotated[
        int, typer.Option(min=1, help="How often a task that raises is tried.", rich_help_panel=WORKERS)
    ] = 1,
    task_timeout: Annotated[
        float | None,
        typer.Option(help="Seconds after which a task has failed.", rich_help_panel=WORKERS),
    ] = None,
    on_error: Annotated[
        OnError,
        typer.Option(help="Keep failures and go on, or stop at the first.", rich_help_panel=WORKERS),
    ] = OnError.record,
    no_progress: Annotated[
        bool, typer.Option("--no-progress", help="No bar.", rich_help_panel=OUTPUT)
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.", rich_help_panel=OUTPUT)] = False,
) -> None:
    """Run a function over dates, codes and parameters; results are kept in a store as they come.

    Each task is a call, function(date, code, ...), by name where its parameters are named so.

    Exit code 1 if tasks have failed, 130 after Ctrl-C; --resume goes on from there.
    """
    for option, is_said in {"--force": force, "--no-retry-failed": no_retry_failed}.items():
        if is_said and not resume:
            raise ParameterError(f"{option} goes with --resume")
    called = target(function)
    axes = axes_of(dates, dates_from, every_day, codes, codes_from, param)
    check_names(function, called, axes, param)
    result = _run(
        called,
        axes,
        n_jobs=workers,
        backend=backend,
        store=store,
        resume="force" if force else resume,
        retry_failed=not no_retry_failed,
        batch_size=batch_size,
        keys=None if keys is None else listed([keys]),
        names=None if names is None else listed([names]),
        progress=False if no_progress else None,
        on_error=on_error.value,
        max_attempts=max_attempts,
        task_timeout=task_timeout,
        memory_limit=memory_limit,
    )
    _show(_facts(result), as_json)
    if result.summary()["failed"]:
        raise typer.Exit(1)


def _run(called: Any, axes: dict[str, Any], **options: Any) -> Any:
    """The result; what stops the run is told in options."""
    import fastind as fi

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", GridWarning)  # the failures are shown
            return fi.run_grid(called, fi.grid(**axes), **options)
    except KeyboardInterrupt as stop:
        _say(_in_options(stop) or "stopped before a task ran")
        raise typer.Exit(INTERRUPTED) from None
    except TaskFailed as error:
        _say(_in_options(error))
        raise typer.Exit(1) from None
    except FastindError as error:
        error.args = (_in_options(error),)
        raise


def _say(text: str) -> None:
    sys.stderr.write(f"fastind: {text}\n")


def _in_options(error: BaseException) -> str:
    """What `run_grid` has said, for who types options."""
    text = str(error)
    for said, typed in OPTIONS.items():
        text = text.replace(said, typed)
    return text


def _facts(result: Any) -> dict[str, Any]:
    """What there is to say of a run."""
    failures = result._rows.failures()  # by Arrow: pandas may not be there
    kinds = Counter(failures["type"].to_pylist())
    first = failures.select([*result.keys, "type", "message"]).slice(0, FIRST).to_pylist()
    summary: dict[str, Any] = result.summary()
    return summary | {
        "store": str(result.store),
        "keys": list(result.keys),
        "values": list(result.names),
        "failures": dict(kinds.most_common()),
        "first_failures": first,
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
