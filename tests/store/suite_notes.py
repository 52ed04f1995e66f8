"""A store carries notes: a few facts beside its rows."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pytest

import fastind as fi
from tests.store.stages import at_every_stage

BARS = {"date": [1, 2], "code": ["A", "B"], "x": [1.0, 2.0]}
NOTES: dict[str, Any] = {
    "grid": {"window": [5, 10], "name": "\N{ROCKET} 'quoted'", "deep": [{"a": None}]},
    "made": 1.5,
    "whole": 2**60,
    "is_done": False,
    "nothing": None,
}


class NoteTests:
    def test_notes_are_merged_and_stay(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            assert store.notes == {}
            store.note(**NOTES)
            store.note(made=2.5, more="b")
        expected = {**NOTES, "made": 2.5, "more": "b"}
        at_every_stage(path, [BARS], lambda store: _notes_are(store, expected))

    def test_they_are_durable_at_once(self, path: str) -> None:
        with suppress(KeyError), fi.open_store(path, mode="a") as store:
            store.note(a=1)
            with fi.open_store(path) as reader:
                assert reader.notes == {"a": 1}
            raise KeyError  # nothing is sealed
        with fi.open_store(path, mode="a") as again:
            assert again.notes == {"a": 1}

    def test_each_is_a_fresh_dict(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            given = {"list": [1]}
            store.note(a=given)
            given["list"].append(2)
            store.notes["a"]["list"].append(3)
            store.notes["b"] = 1
            assert store.notes == {"a": {"list": [1]}}

    def test_they_are_no_content(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.append(BARS)
            panel, before = store.panel("x"), store.info()
            store.note(a=1)
            after = store.info()
            assert after["appends"] == before["appends"]
            assert after["generation"] == before["generation"] + 1
            assert np.shares_memory(store.panel("x")["x"], panel["x"])

    def test_a_reader_may_not_note(self, path: str) -> None:
        fi.open_store(path, mode="a").close()
        reader = fi.open_store(path)
        with pytest.raises(fi.errors.StoreError, match="opened to read"):
            reader.note(a=1)
        reader.close()
        with pytest.raises(fi.errors.StoreError, match="has been closed"):
            _ = reader.notes

    @pytest.mark.parametrize(
        "value",
        [
            float("nan"),
            [float("-inf")],
            (1, 2),
            {1: "a"},
            {"a": {1}},
            b"a",
            np.int64(1),
            np.ones(2),
            "\ud800",
            object(),
        ],
        ids=lambda value: repr(value).partition(" at ")[0],
    )
    def test_what_json_has_not_is_refused(self, path: str, value: Any) -> None:
        with fi.open_store(path, mode="a") as store:
            store.note(a=1)
            with pytest.raises(fi.errors.InputError, match="note 'b' cannot be kept as JSON"):
                store.note(a=2, b=value)
            assert store.notes == {"a": 1}

    def test_repair_keeps_them(self, path: str) -> None:
        with fi.open_store(path, mode="a") as store:
            store.note(**NOTES)
            store.append(BARS)
            assert store.repair() == []
            _notes_are(store, NOTES)
            store._handle.manifest._connection.execute("update batch set data_crc = data_crc + 1")
            assert len(store.repair()) == 1
            _notes_are(store, NOTES)
            assert store.query().num_rows == 0
        with fi.open_store(path) as reader:
            _notes_are(reader, NOTES)

    def test_a_store_from_before_there_were_notes(self, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
        from fastind.io.store import manifest

        body = manifest._body
        with monkeypatch.context() as patch:
            patch.setattr(manifest, "_body", lambda head: body(head).replace(', "notes": {}', ""))
            with fi.open_store(path, mode="a") as store:
                store.append(BARS)
                head = store._handle.manifest._connection.execute("select body from head").fetchone()[0]
                assert "notes" not in head
        with fi.open_store(path, mode="a") as store:
            assert store.notes == {}
            store.note(a=1)
            assert store.query().num_rows == 2
        with fi.open_store(path) as reader:
            assert reader.notes == {"a": 1}


def _notes_are(store: Any, expected: dict[str, Any]) -> None:
    assert store.notes == expected
