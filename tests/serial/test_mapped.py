"""Arrays in files."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fastind as fi
from fastind.errors import InputError, ParameterError

ARRAY = np.arange(12.0).reshape(3, 4)


@pytest.fixture
def npy(tmp_path: Path) -> Path:
    np.save(tmp_path / "a.npy", ARRAY)
    return tmp_path / "a.npy"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    ARRAY.astype("<f4").tofile(tmp_path / "a.bin")
    return tmp_path / "a.bin"


@pytest.mark.parametrize(
    "array",
    [ARRAY, np.asfortranarray(ARRAY), np.array(5), np.array(["a", "bc"]), np.zeros((0, 3)),
     np.zeros(4, "i4,f8"),
     np.array(["2024-01-01"], "M8[D]"), np.arange(3, dtype=">i2")],
)  # fmt: skip
@pytest.mark.parametrize("mode", ["r", "r+", "c"])
def test_npy(array: np.ndarray, mode: Any, tmp_path: Path) -> None:
    np.save(tmp_path / "any name", array)
    back = fi.open_mmap(str(tmp_path / "any name.npy"), mode=mode)
    np.testing.assert_array_equal(back, array, strict=True)
    assert back.flags.f_contiguous == array.flags.f_contiguous
    assert back.flags.writeable == (mode != "r")
    assert isinstance(back, np.memmap) == bool(array.size)


def test_npy_with_a_long_heading(tmp_path: Path) -> None:
    array = np.zeros(2, [(f"a column with a long name {k}", "f8") for k in range(2000)])
    with (tmp_path / "a.npy").open("wb") as file:
        np.lib.format.write_array(file, array, version=(2, 0))
    with pytest.raises(InputError, match="damaged heading"):  # numpy does not parse more than 10 kB
        fi.open_mmap(tmp_path / "a.npy")


def test_numbers_without_a_heading(raw: Path) -> None:
    for shape in [(3, 4), [3, 4], (-1, 4), (3, -1), (2, 6), (2, -1, 3), None, 12, -1]:
        back = fi.open_mmap(raw, "f4", shape)
        np.testing.assert_array_equal(back.ravel(), ARRAY.ravel().astype("f4"))
        assert not back.flags.writeable
    assert fi.open_mmap(raw, np.float32, (3, -1)).shape == (3, 4)
    assert fi.open_mmap(raw, np.uint8).shape == (48,)


def test_modes(raw: Path) -> None:
    fi.open_mmap(raw, "f4", mode="c")[0] = 5
    assert fi.open_mmap(raw, "f4")[0] == 0
    fi.open_mmap(raw, "f4", mode="r+")[0] = 5
    assert fi.open_mmap(raw, "f4")[0] == 5
    with pytest.raises(ValueError, match="read-only"):
        fi.open_mmap(raw, "f4")[0] = 6


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert fi.open_mmap(tmp_path / "empty", "f8").shape == (0,)
    assert fi.open_mmap(tmp_path / "empty", "f8", (-1, 3)).shape == (0, 3)
    with pytest.raises(InputError, match="0 bytes of data; float64 of shape \\(2,\\) has 16"):
        fi.open_mmap(tmp_path / "empty", "f8", 2)


@pytest.mark.parametrize(
    ("dtype", "shape", "mode", "error", "said"),
    [
        ("f4", (3, 5), "r", InputError, r"48 bytes of data; float32 of shape \(3, 5\) has 60"),
        ("f4", (3, 3), "r+", InputError, "48 bytes"),
        ("f4", (2**40, 2**40), "r+", InputError, "48 bytes"),
        ("f4", (-1, 5), "r", InputError, "not whole rows of 20 bytes"),
        ("f4", (-1, 0), "r", InputError, "not whole"),
        ("S7", None, "r", InputError, "not whole rows of 7 bytes"),
        (None, None, "r", ParameterError, "dtype= and shape="),
        ("O", None, "r", ParameterError, "cannot be mapped"),
        ("U0", None, "r", ParameterError, "cannot be mapped"),
        ("no", None, "r", ParameterError, "is none of numpy"),
        ("f4", (-1, -1), "r", ParameterError, "one may be -1"),
        ("f4", (-2,), "r", ParameterError, "shape must be"),
        ("f4", "12", "r", ParameterError, "shape must be"),
        ("f4", 1.5, "r", ParameterError, "shape must be"),
        ("f4", None, "w", ParameterError, "mode must be one of r, r"),
    ],
)  # fmt: skip
def test_what_does_not_fit(raw: Path, dtype: Any, shape: Any, mode: Any, error: Any, said: str) -> None:
    with pytest.raises(error, match=said):
        fi.open_mmap(raw, dtype, shape, mode)
    assert raw.stat().st_size == 48


def test_what_npy_says_and_what_is_asked_for(npy: Path) -> None:
    assert fi.open_mmap(npy, "f8", (3, -1)).shape == (3, 4)
    with pytest.raises(InputError, match="holds float64, and dtype=float32 was asked for"):
        fi.open_mmap(npy, "f4")
    for shape in [(4, 3), 12, (3, 4, 1)]:
        with pytest.raises(InputError, match="has shape \\(3, 4\\), and shape="):
            fi.open_mmap(npy, shape=shape)


def heading(text: str, data: bytes = bytes(96)) -> bytes:
    raw = text.encode()
    return b"\x93NUMPY\x01\x00" + len(raw).to_bytes(2, "little") + raw + data


def test_the_headings_below_are_right_but_for_one_thing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(heading("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4)}\n"))
    assert fi.open_mmap(tmp_path / "a").shape == (3, 4)


@pytest.mark.parametrize(
    "data",
    [
        b"\x93NUMPY", b"\x93NUMPY\x09\x00\x05\x00abcde", heading("{"), heading("nonsense"),
        heading("(" * 5000),
        heading("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 5)}\n"),
        heading("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4)}\n", bytes(97)),
        heading("{'descr': '<f8', 'fortran_order': False, 'shape': (-3, -4)}\n"),
        heading("{'descr': '<f8', 'fortran_order': False, 'shape': (2**62, 2**62)}\n"),
        heading("{'descr': '|O', 'fortran_order': False, 'shape': (12,)}\n"),
        heading("{'descr': '<U0', 'fortran_order': False, 'shape': (10000000000000,)}\n", b""),
        heading("{'descr': '<f8', 'fortran_order': 5, 'shape': (3, 4)}\n"),
        heading("__import__('os').abort()"),
    ],
)  # fmt: skip
def test_hostile_headings(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    path.write_bytes(data)
    for mode in ("r", "r+"):
        with pytest.raises(InputError, match=r"a\.npy"):
            fi.open_mmap(path, mode=mode)  # type: ignore[arg-type]
    assert path.read_bytes() == data


def test_objects_in_npy_are_not_read(tmp_path: Path) -> None:
    file = io.BytesIO()
    np.save(file, np.array([{"a": 1}]), allow_pickle=True)
    (tmp_path / "a.npy").write_bytes(file.getvalue())
    with pytest.raises(InputError, match="objects are not read"):
        fi.open_mmap(tmp_path / "a.npy")


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        fi.open_mmap(tmp_path / "nothing")
    with pytest.raises(IsADirectoryError):
        fi.open_mmap(tmp_path, "f8")


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/null"):
        with pytest.raises(InputError, match="is no file but a pipe or a device"):
            fi.open_mmap(path, dtype="f4")
