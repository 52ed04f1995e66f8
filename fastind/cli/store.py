"""`fastind store ...`: what a store holds, whether it is sound, and how it gets out of it."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from fastind.cli.wanted import Address, Codes, Columns, Dates, Where, wanted
from fastind.errors import StoreCorrupt

store = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


@store.callback()
def about() -> None:
    """Stores: what they hold, whether they are sound, how to make them smaller and to take them elsewhere."""


@store.command(epilog="Example: fastind store info bars --json")
def info(path: Address, as_json: AsJson = False) -> None:
    """Show rows, columns, dates and sizes."""
    import fastind as fi

    with fi.open_store(path) as opened:
        facts = opened.info()
    if as_json:
        typer.echo(json.dumps(facts, indent=2))
        return
    console = Console()
    for name, value in _readable(facts).items():
        console.print(f"{name:9} {value}", highlight=False, markup=False, soft_wrap=True)


@store.command(epilog="Example: fastind store verify bars")
def verify(path: Address, as_json: AsJson = False) -> None:
    """Read every byte and compare it with its checksum; exit code 1 if anything is wrong."""
    import fastind as fi

    try:
        with fi.open_store(path) as opened:
            found = [{"where": p.where, "what": p.what} for p in opened.verify().problems]
    except StoreCorrupt as error:  # so damaged that it does not open
        found = [{"where": path, "what": str(error)}]
    if as_json:
        typer.echo(json.dumps({"ok": not found, "problems": found}, indent=2))
    else:
        for problem in found:
            typer.echo(f"{problem['where']}: {problem['what']}")
        typer.echo(f"{len(found)} problems: fastind store repair {path}" if found else "no problem found")
    if found:
        raise typer.Exit(1)


@store.command(epilog="Example: fastind store compact bars")
def compact(path: Address) -> None:
    """Merge the store's files until each key is in one row of one of them."""
    import fastind as fi

    fi.open_store(path).close()  # a store that is not there is an error, not a new one
    with fi.open_store(path, mode="a") as opened:
        before = _on_disk(opened.info())
        opened.compact()
        typer.echo(f"before: {before}; now: {_on_disk(opened.info())}")


@store.command(epilog="Example: fastind store repair bars")
def repair(path: Address) -> None:
    """Drop what is damaged, so that the rest can be read, and say what it was."""
    from fastind.io.store.repair import repair as mended

    for line in (dropped := mended(path)):
        typer.echo(line)
    typer.echo(f"dropped {len(dropped)}" if dropped else "nothing was dropped")


@store.command(epilog="Example: fastind store export bars bars.parquet --dates 2024-01-01:")
def export(
    path: Address,
    target: Annotated[Path, typer.Argument(help="A new file; for npy a new folder.")],
    format: Annotated[
        str | None, typer.Option(help="parquet, csv, jsonl, hdf5 or npy; by the suffix if not said.")
    ] = None,
    dates: Dates = None,
    codes: Codes = None,
    columns: Columns = None,
    where: Where = None,
) -> None:
    """Write rows to a new file, which gets its name when it is whole."""
    import fastind as fi

    with fi.open_store(path) as opened:
        rows = opened.export(target, format, **wanted(opened, dates, codes, columns, where))
    typer.echo(f"{rows:,} rows in {target}")


@store.command("import", epilog="Example: fastind store import bars.fi prices.csv")
def import_(
    path: Annotated[str, typer.Argument(metavar="STORE", help="A store, or where one is to be made.")],
    source: Annotated[Path, typer.Argument(exists=True, help="A file, or a folder of them.")],
    keys: Annotated[str, typer.Option(help="Columns that name a row, with commas between.")] = "date,code",
    format: Annotated[
        str | None, typer.Option(help="parquet, csv, jsonl, hdf5 or npy; by the suffix if not said.")
    ] = None,
) -> None:
    """Append the rows of a file to a store, which is made if it is not there."""
    import fastind as fi

    rows = fi.import_store(path, source, keys=tuple(keys.split(",")), format=format)
    typer.echo(f"{rows:,} rows from {source} in {path}")


def _readable(facts: dict[str, Any]) -> dict[str, str]:
    """The facts in words, as far as people ask for them."""
    span = ", " + " to ".join(facts["date_range"]) if facts["date_range"] else ""
    found = {
        "path": facts["path"],
        "rows": f"{facts['rows']:,}",
        **{key: f"{n:,}{span if key == 'date' else ''}" for key, n in facts["distinct"].items()},
        "columns": ", ".join(f"{name} ({kind})" for name, kind in facts["columns"].items()),
        "on disk": _on_disk(facts),
        **({"journal": facts["journal"]} if "journal" in facts else {}),
        "appends": f"{facts['appends']:,}",
    }
    return found | ({"failures": f"{facts['failures']:,}"} if facts["failures"] else {})


def _on_disk(facts: dict[str, Any]) -> str:
    parts = f"{facts['part_bytes'] / 1e6:,.1f} MB in {facts['parts']} parts"
    waiting = facts["journal_bytes"]
    return parts + (f", {waiting / 1e6:,.1f} MB in the journal" if waiting else "")
