"""The commands, their options and their help."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from fastind.cli.extras import need
from fastind.cli.grid import grid
from fastind.cli.indicators import indicators, warmup
from fastind.cli.pool import pool
from fastind.cli.query import query
from fastind.cli.store import store

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(store, name="store")
app.add_typer(pool, name="pool")
app.command(epilog="Example: fastind query bars --codes AAPL,IBM --dates 2024-01-01: --where 'close>10'")(
    query
)
app.command(
    epilog="Example: fastind grid factors:momentum --dates 20240102:20240628 --codes @codes.txt --store out"
)(grid)
app.command(epilog="Example: fastind indicators moving average --family trend")(indicators)
app.command(epilog="Example: fastind warmup rsi macd")(warmup)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"fastind {version('fastind')}")
        raise typer.Exit


@app.callback()
def fastind(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Technical indicators on tables of dates x codes."""


@app.command(epilog="Example: fastind demo --out results")
def demo(
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder for the results.")] = Path("demo-out"),
) -> None:
    """Compute five indicators on real daily prices, sweep one, be killed and resume: tables and pictures."""
    need("demo", "pandas", "pyarrow", "matplotlib", "bokeh_sampledata", "cloudpickle")
    from fastind.cli.demo import run, show

    show(run(out), Console())


@app.command(epilog="Example: fastind doctor --json")
def doctor(as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """Show what fastind runs on: versions, processor, threads, cache folder."""
    from fastind.cli.doctor import facts

    if as_json:
        typer.echo(json.dumps(facts(), indent=2))
        return
    console = Console()
    for name, value in facts().items():
        console.print(f"{name:12} {value}", highlight=False)
