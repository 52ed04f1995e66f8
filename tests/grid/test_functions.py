"""Every kind of function gets to the workers, with its data; and a store knows the one that has filled it."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import fastind as fi
from fastind.errors import GridError
from tests.processes import environment, run_python

TASKS = 30
BIG = 50 * 2**20  # bytes


def times(factor: float, k: int) -> float:
    """A function of a module."""
    return factor * k


class Scale:
    """A callable object."""

    def __init__(self, factor: float) -> None:
        self.factor = factor

    def __call__(self, k: int) -> float:
        return self.factor * k

    def method(self, k: int) -> float:
        return self.factor * k

    @classmethod
    def of_class(cls, k: int) -> float:
        return 2.5 * k

    @staticmethod
    def static(k: int) -> float:
        return 2.5 * k


def closure(factor: Any) -> Callable[[int], Any]:
    """A function that holds something."""

    def inner(k: int) -> Any:
        return factor * k

    return inner


def recursive(k: int) -> float:
    """Calls itself, by a name that is bound later."""

    def down(left: int) -> float:
        return 2.5 + down(left - 1) if left else 0.0

    return down(k)


KINDS: dict[str, Callable[..., Any]] = {
    "lambda": lambda k: 2.5 * k,
    "closure": closure(2.5),
    "closure of a lambda": (lambda f: lambda k: f(k))(lambda k: 2.5 * k),
    "partial": partial(times, 2.5),
    "partial by name": partial(lambda k, factor: factor * k, factor=2.5),
    "partial of a lambda": partial(lambda factor, k: factor * k, 2.5),
    "object": Scale(2.5),
    "method": Scale(2.5).method,
    "class method": Scale.of_class,
    "static method": Scale.static,
    "recursive": recursive,
    "default": lambda k, factor=2.5: factor * k,
    "any number": lambda *task: 2.5 * task[0],
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_function(kind: str, tmp_path: Path) -> None:
    for number, backend in enumerate(("loky", "threads", "serial")):
        result = fi.run_grid(
            KINDS[kind], fi.grid(range(TASKS)), backend=backend, progress=False, keys="k",
            n_jobs=2 if number < 2 else None, store=tmp_path / backend,
        )  # fmt: skip
        assert list(result) == [[k, 2.5 * k] for k in range(TASKS)]
        assert result.keys == ("k",)


def test_functions_of_python_itself() -> None:
    assert list(fi.run_grid(math.hypot, [(3, 4)], backend="loky", n_jobs=1)) == [[3, 4, 5.0]]
    assert list(fi.run_grid(abs, [(-3,)], backend="loky", n_jobs=1)) == [[-3, 3]]
    assert list(fi.run_grid(int, [("7",)], backend="loky", n_jobs=1)) == [["7", 7]]


SCRIPT = """
import fastind as fi
factor = 2.5
def helper(k): return factor * k
class Own:
    def __call__(self, k): return helper(k)
for function in (helper, Own(), lambda k: helper(k)):
    result = fi.run_grid(function, fi.grid(range(30)), n_jobs=2, progress=False, keys="k")
    assert list(result) == [[k, 2.5 * k] for k in range(30)], list(result)
print("right")
"""


@pytest.mark.parametrize("way", ["file", "-", "-c", "-m"])
def test_functions_of_main(way: str, tmp_path: Path) -> None:
    (tmp_path / "own_script.py").write_text(SCRIPT)
    words = {"file": ["own_script.py"], "-": ["-"], "-c": ["-c", SCRIPT], "-m": ["-m", "own_script"]}[way]
    ran = subprocess.run(
        [sys.executable, *words], env=environment(), cwd=tmp_path, input=SCRIPT, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert ran.stdout == "right\n", ran.stderr


def test_functions_of_a_module_of_the_folder(tmp_path: Path) -> None:
    """Found by the folder that Python was started in, and by one that is added to sys.path later."""
    (tmp_path / "own_module.py").write_text("def double(k): return 2 * k")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "other_module.py").write_text("def triple(k): return 3 * k")
    code = (
        "import sys\nimport fastind as fi\nimport own_module\nsys.path.append('more')\nimport other_module\n"
        "print([list(fi.run_grid(f, [(7,)], n_jobs=1, progress=False)) for f in "
        "(own_module.double, other_module.triple)])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == "[[[7, 14]], [[7, 21]]]\n", ran.stderr


NOTEBOOK = """
namespace = {"__name__": "__main__"}
exec("import fastind as fi\\nscale = 2.5\\ndef cell(k): return k * scale", namespace)
exec("result = fi.run_grid(cell, fi.grid(range(5)), n_jobs=2, progress=False)", namespace)
print(list(namespace["result"]))
"""


def test_functions_of_a_notebook() -> None:
    """What is executed piece by piece, and is in no file."""
    assert run_python(NOTEBOOK) == str([[k, k * 2.5] for k in range(5)])


def test_functions_of_ipython() -> None:
    cells = ["import fastind as fi", "def cell(k): return k * 2.5",
             "print(list(fi.run_grid(cell, [(2,)], n_jobs=1, progress=False)))"]  # fmt: skip
    said = run_python(
        "from IPython.core.interactiveshell import InteractiveShell\n"
        f"shell = InteractiveShell()\nfor cell in {cells!r}: shell.run_cell(cell)"
    )
    assert said == "[[2, 5.0]]"


RESULTS: dict[str, tuple[Any, list[Any]]] = {
    "int": (3, [3]),
    "float": (2.5, [2.5]),
    "bool": (True, [1]),
    "float32": (np.float32(0.1), [float(np.float32(0.1))]),
    "int8": (np.int8(-3), [-3]),
    "bool_": (np.bool_(True), [1]),
    "uint64": (np.uint64(2**63 - 1), [2**63 - 1]),
    "tuple": ((1, 2.5, "a"), [1, 2.5, "a"]),
    "list": ([1, 2], [1, 2]),
    "text": (("株", "", "x\0y"), ["株", "", "x\0y"]),
    "array": (np.array([1.5, math.inf]), [1.5, math.inf]),
    "array of ints": (np.array([1, 2], np.int16), [1, 2]),
    "array of float32": (np.array([0.1], np.float32), [float(np.float32(0.1))]),
    "slice": (np.arange(10.0)[::3], [0.0, 3.0, 6.0, 9.0]),
    "Series": (pd.Series({"x": 1.0, "y": 2.0}), [1.0, 2.0]),
    "wide": (np.arange(300.0), list(np.arange(300.0))),
}


@pytest.mark.parametrize("kind", RESULTS)
def test_every_kind_of_result(kind: str, tmp_path: Path) -> None:
    given, expected = RESULTS[kind]
    for store in (None, tmp_path / "store"):
        result = fi.run_grid(lambda k: given, [(1,), (2,)], n_jobs=1, store=store, progress=False, keys="k")
        assert list(result) == [[k, *expected] for k in (1, 2)]
        assert result.names == tuple(f"f{i}" for i in range(len(expected)))
        assert [type(v) for v in next(iter(result))[1:]] == list(map(_plain_type, expected))


def test_the_widest_result() -> None:
    result = fi.run_grid(lambda k: np.arange(10_000.0) * k, [(1,), (2,)], n_jobs=1, progress=False)
    np.testing.assert_array_equal(result.to_numpy(), np.outer([1, 2], np.arange(10_000.0)))


def _plain_type(value: Any) -> type:
    return type(value.item()) if isinstance(value, np.generic) else type(value)


def test_results_that_are_dicts(tmp_path: Path) -> None:
    for store in (None, tmp_path / "store"):
        result = fi.run_grid(
            lambda k: {"low": k, "high": k + 0.5} if k % 2 else {"high": k + 0.5, "low": k},
            fi.grid(range(TASKS)), n_jobs=2, store=store, progress=False, keys="k",
        )  # fmt: skip
        assert sorted(result.names) == ["high", "low"]
        frame = result.to_pandas()
        assert frame["low"].tolist() == list(range(TASKS))
        assert frame["high"].tolist() == [k + 0.5 for k in range(TASKS)]


@pytest.mark.parametrize("backend", ["loky", "threads"])
def test_dicts_of_any_order_when_the_first_task_has_failed(backend: str) -> None:
    def by_turns(k: int) -> dict[str, int]:
        if k == 0:
            raise ValueError(k)
        return {"a": k, "b": -k} if k % 2 else {"b": -k, "a": k}

    with pytest.warns(fi.errors.GridWarning, match="1 of 2,000 tasks failed"):
        result = fi.run_grid(by_turns, fi.grid(range(2000)), backend=backend, n_jobs=2, progress=False)
    frame = result.to_pandas()
    assert frame["a"].tolist() == (-frame["b"]).tolist() == list(range(1, 2000))


def own_bytes(k: int, array: Any = None) -> tuple[int, float]:
    """Bytes of this process that are of no file and of no memory that is shared."""
    rollup = Path("/proc/self/smaps_rollup").read_text()
    total = float(array.sum()) if array is not None else 0.0
    return int(rollup.partition("\nAnonymous:")[2].split()[0]) * 1024, total


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="Linux tells what is shared")
@pytest.mark.parametrize("way", ["closure", "data", "partial", "object"])
def test_a_large_array_is_in_memory_once(way: str) -> None:
    array = np.arange(BIG // 8, dtype=np.float64)

    class Holder:
        def __init__(self) -> None:
            self.held = {"array": array}

        def __call__(self, k: int) -> Any:
            return own_bytes(k, self.held["array"])

    small = fi.run_grid(own_bytes, fi.grid(range(20)), n_jobs=2, progress=False).to_numpy()[:, 0].max()
    function: Any = {
        "closure": lambda k: own_bytes(k, array), "data": own_bytes, "object": Holder(),
        "partial": partial(own_bytes, array=array),
    }[way]  # fmt: skip
    data = {"array": array} if way == "data" else None
    result = fi.run_grid(
        function, fi.grid(range(20)), n_jobs=2, data=data, keys="k", progress=False
    ).to_numpy()
    assert set(result[:, 1]) == {array.sum()}
    assert result[:, 0].max() - small < BIG / 2


def test_every_kind_of_data(tmp_path: Path) -> None:
    array = np.arange(300_000, dtype=np.float64).reshape(1000, 300)  # large enough to be shared
    np.save(tmp_path / "array.npy", array)
    mapped = np.load(tmp_path / "array.npy", mmap_mode="r")
    panel = fi.Panel({"close": array}, dates=range(1000), codes=[f"c{k}" for k in range(300)])
    with fi.open_store(tmp_path / "prices", "a") as store:
        store.append(panel.to_long("arrow"))
    kinds = {
        "array": array, "fortran": np.asfortranarray(array), "reversed": array[::-1],
        "columns": array[:, ::2],
        "small": array[:3, :3], "float32": array.astype(np.float32), "mapped": mapped,
        "part": mapped[7:90:2, 5:],
        "text": np.array(["a", "b"]), "objects": np.array([1, None]), "empty": array[:0],
        "frame": pd.DataFrame(array),
    }  # fmt: skip
    for name, given in kinds.items():
        result = fi.run_grid(_sum, [(1,), (2,)], n_jobs=2, data={"data": given}, progress=False)
        assert list(result) == [[k, *_sum(k, given)] for k in (1, 2)], name
    result = fi.run_grid(
        lambda k, panel: float(panel["close"].sum()),
        [(1,)],
        n_jobs=1,
        data={"panel": panel},
        progress=False,
        keys="k",
    )
    assert list(result) == [[1, array.sum()]]
    with fi.open_store(tmp_path / "prices") as reader:
        result = fi.run_grid(
            lambda k, store: len(store.query(dates=(k, k))), [(1,)], n_jobs=1, data={"store": reader},
            progress=False, keys="k",
        )  # fmt: skip
        assert list(result) == [[1, 300]]


def _sum(k: int, data: Any) -> tuple[float, str]:
    values = np.asarray(data)
    return float(values.sum()) if values.dtype.kind == "f" else 0.0, f"{values.shape} {values.dtype}"


@pytest.mark.parametrize("backend", ["loky", "threads", "serial"])
def test_data_cannot_be_changed(backend: str) -> None:
    def change(k: int, array: Any) -> float:
        array[0] = k
        return 1.0

    for n in (3, 2**18):
        array = np.zeros(n)
        more = {} if backend == "serial" else {"n_jobs": 2}
        with pytest.warns(fi.errors.GridWarning):
            result = fi.run_grid(
                change, [(1,), (2,)], backend=backend, data={"array": array}, progress=False, **more
            )
        assert set(result.failures["type"]) == {"ValueError"}
        assert array[0] == 0


def made(code: str, name: str = "f", **names: Any) -> Any:
    """A function of this code, as another version of a script would have it."""
    space: dict[str, Any] = {"__name__": "script", **names}
    exec(code, space)
    return space[name]


BASE = "def f(k, a=1, *, b=2): return k + a + b"
HOLDS = "def make(held):\n    def f(k): return k + sum(held)\n    return f\nf = make({})"
CHANGES: dict[str, tuple[Any, Any, str]] = {
    "code": (made(BASE), made(BASE + " + 1"), "code"),
    "constant": (made("def f(k): return k + 1"), made("def f(k): return k + 1.0"), "code"),
    "inner code": (
        made("def f(k): return (lambda x: x)(k)"), made("def f(k): return (lambda x: -x)(k)"), "code",
    ),
    "default": (made(BASE), made(BASE.replace("a=1", "a=3")), "default"),
    "default by name": (made(BASE), made(BASE.replace("b=2", "b=3")), "default"),
    "name": (made(BASE), made(BASE.replace("def f", "def g"), "g"), "name was f, and is g"),
    "module": (made(BASE), made(BASE, __name__="other"), "module was script, and is other"),
    "partial": (partial(made(BASE), a=1), partial(made(BASE), a=3), "bound"),
    "partial by place": (
        partial(made("def f(a, k): return a * k"), 1), partial(made("def f(a, k): return a * k"), 2), "bound",
    ),
    "partial of an array": (
        partial(made("def f(a, k): return a.sum()"), np.ones(3)),
        partial(made("def f(a, k): return a.sum()"), np.zeros(3)),
        "bound",
    ),
    "closure": (made(HOLDS.format("[1, 2]")), made(HOLDS.format("[1, 3]")), "bound"),
    "object": (Scale(1.0), Scale(2.0), "bound"),
    "method": (Scale(1.0).method, Scale(2.0).method, "bound"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_another_function_is_refused(what: str, tmp_path: Path) -> None:
    before, now, told = CHANGES[what]
    more: dict[str, Any] = {"store": tmp_path / "store", "keys": "k", "backend": "serial", "progress": False}
    fi.run_grid(before, [(1,)], **more)
    with pytest.raises(
        GridError, match=rf'its .*{told}.*resume="force" accepts it, another path starts anew'
    ):
        fi.run_grid(now, [(1,), (2,)], resume=True, **more)
    assert len(fi.run_grid(before, [(1,)], resume=True, **more)) == 1
    forced = fi.run_grid(now, [(1,), (2,)], resume="force", **more)
    assert forced.summary()["resumed"] == 1
    assert list(forced)[1][1] == float(now(2))


SAME: dict[str, tuple[Any, Any]] = {
    "text around": (made(BASE), made("\n\n# a remark\n" + BASE.replace("k + a", "(k +  a)"))),
    "docstring": (made("def f(k):\n    'one'\n    return k"), made("def f(k):\n    'two'\n    return k")),
    "new docstring": (made("def f(k):\n    return k"), made("def f(k):\n    'one'\n    return k")),
    "equal objects": (Scale(2.0), Scale(2.0)),
    "equal closures": (made(HOLDS.format("{3, 1, 2}")), made(HOLDS.format("{2, 3, 1}"))),
}


@pytest.mark.parametrize("what", SAME)
def test_the_same_function_goes_on(what: str, tmp_path: Path) -> None:
    before, now = SAME[what]
    more: dict[str, Any] = {"store": tmp_path / "store", "keys": "k", "backend": "serial", "progress": False}
    fi.run_grid(before, [(1,)], **more)
    assert fi.run_grid(now, [(1,), (2,)], resume=True, **more).summary()["resumed"] == 1


GOES_ON = """
import sys
import fastind as fi
factor = 3
def own(k, names=frozenset({"a", "b", "c"}), more={"x": 1}):
    return k * factor if k in {1, 2, 3} else len(names)
class Held:
    def __init__(self): self.words, self.table = {"p", "q", "r"}, {"z": [1, 2], "y": (3,)}
    def __call__(self, k): return k
n = int(sys.argv[2])
for number, f in enumerate((own, lambda k: own(k), Held())):
    more = {"store": f"{sys.argv[1]}/{number}", "resume": True, "progress": False}
    result = fi.run_grid(f, fi.grid(range(n)), n_jobs=1, **more)
    print(result.summary()["resumed"])
"""


def test_the_same_function_of_another_process_goes_on(tmp_path: Path) -> None:
    """Whatever the order of sets and the addresses of objects are there; also once it has been run hot."""
    (tmp_path / "script.py").write_text(GOES_ON)
    for seed, n, resumed in (("1", 5, 0), ("2", 50, 5), ("3", 60, 50)):
        ran = subprocess.run(
            [sys.executable, tmp_path / "script.py", tmp_path, str(n)],
            env=environment(PYTHONHASHSEED=seed), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.stdout.split() == [str(resumed)] * 3, ran.stderr


def test_a_function_that_has_run_is_the_same(tmp_path: Path) -> None:
    """Python specialises code that is hot; that does not count."""
    more: dict[str, Any] = {"store": tmp_path / "store", "backend": "serial", "progress": False}
    hot = made("def f(k):\n    total = 0\n    for i in range(50): total += i * k\n    return total")
    fi.run_grid(hot, fi.grid(range(2)), keys="k", **more)
    for k in range(10_000):
        hot(float(k))
    assert fi.run_grid(hot, fi.grid(range(3)), keys="k", resume=True, **more).summary()["resumed"] == 2


def test_tasks_by_name_come_in_the_order_of_the_parameters() -> None:
    def ordered(code: str, window: int) -> str:
        return f"{code}-{window}"

    for args in (
        fi.grid(window=[7, 14], code=["a", "b"]),
        pd.DataFrame({"window": [7, 14], "code": ["a", "b"]}),
    ):
        result = fi.run_grid(lambda code, window: (ordered(code, window),), args, n_jobs=1, progress=False)
        assert result.keys == ("code", "window")
        assert all(row[2] == f"{row[0]}-{row[1]}" for row in result)


def test_the_environment_of_tasks() -> None:
    def around(k: int) -> tuple[str, int, str]:
        return str(Path.cwd()), os.getppid(), sys.executable

    result = fi.run_grid(around, [(1,)], n_jobs=1, progress=False)
    assert next(iter(result))[1:] == [str(Path.cwd()), os.getpid(), sys.executable]
