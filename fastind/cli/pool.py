"""`fastind pool ...`: which shared pools there are, what is in them, and the removal of what nobody holds."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

pool = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


@pool.callback()
def about() -> None:
    """Shared pools: which there are, what is in them, and the removal of what nobody holds."""


@pool.command("list", epilog="Example: fastind pool list --json")
def list_(as_json: AsJson = False) -> None:
    """Show the pools of this user: keys, size, and whether a process holds them."""
    from fastind.io.pool.survey import survey

    found = [fact._asdict() for fact in survey()]
    if as_json:
        typer.echo(json.dumps(found, indent=2))
    elif not found:
        typer.echo("there are no pools")
    else:
        _show(
            ["name", "keys", "MB", "held by a process", ""],
            [
                [
                    f["name"],
                    f["keys"],
                    f"{f['bytes'] / 2**20:,.1f}",
                    "yes" if f["held"] else "no" if f["problem"] else "no: gc",
                    f["problem"],
                ]
                for f in found
            ],
        )


@pool.command(epilog="Example: fastind pool info backtest_data --json")
def info(
    name: Annotated[str, typer.Argument(metavar="POOL", help="The pool's name.")], as_json: AsJson = False
) -> None:
    """Show what is in a pool: keys, shapes, types, sizes, columns."""
    import fastind as fi

    with fi.attach_to_pool(name) as opened:
        found = [_described(opened.get_info(key)) for key in opened.list_keys()]
    if as_json:
        typer.echo(json.dumps(found, indent=2))
        return
    _show(
        ["key", "shape", "dtype", "MB", "columns"],
        [
            [
                f["key"],
                " x ".join(map(str, f["shape"])),
                f["dtype"],
                f"{f['bytes'] / 2**20:,.1f}",
                _few(f["columns"]),
            ]
            for f in found
        ],
    )


@pool.command(epilog="Example: fastind pool gc")
def gc(as_json: AsJson = False) -> None:
    """Remove the pools that no process holds, and what killed writers have left in others."""
    from fastind.io.pool.survey import collect

    gone, swept = collect()
    if as_json:
        typer.echo(json.dumps({"removed": gone, "swept": swept}, indent=2))
        return
    for name in gone:
        typer.echo(f"removed {name}")
    for name in swept:
        typer.echo(f"removed what killed writers have left in {name}")
    if not gone and not swept:
        typer.echo("nothing to remove")


def _described(about: Any) -> dict[str, Any]:
    return {
        "key": about.key,
        "shape": list(about.shape),
        "dtype": str(about.dtype),
        "bytes": about.size,
        "columns": about.columns,
    }


def _few(columns: list[str] | None) -> str:
    names = columns or []
    return ", ".join(names[:6]) + (f", ... ({len(names)})" if len(names) > 6 else "")


def _show(head: list[str], rows: list[list[Any]]) -> None:
    table = Table(*head, box=None)
    for row in rows:
        table.add_row(*(_printable(str(cell)) for cell in row))
    Console().print(table, markup=False)


def _printable(text: str) -> str:
    """Keys may hold anything, also what a terminal obeys."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)
