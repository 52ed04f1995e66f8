"""Drivers that are not installed, and passwords that are in no message."""

from __future__ import annotations

import sqlite3
import sys
import traceback
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fastind as fi
from fastind.errors import DatabaseError, FastindError, MissingExtraError
from fastind.io.sql import address
from fastind.io.sql.told import Told

passwords = st.text(min_size=1, max_size=12).map(lambda text: f"pw{text}dw")
uris = st.sampled_from(
    [
        "postgresql://fi:{}@127.0.0.1:1/name",
        "postgres://:{}@/name",
        "postgresql://127.0.0.1:1/name?user=fi&password={}",
        "postgresql://127.0.0.1:1/name?password={}&sslpassword={}",
        "postgresq://fi:{}@127.0.0.1:1/name",
        "postgresql:/fi:{}@127.0.0.1:1/name",
        "fi:{}@127.0.0.1:1/name",
        "postgresql://fi:{}@127.0.0.1:1/name@x",
        "host=127.0.0.1 password={}",
        "sqlite:///a.db?password={}",
        "sqlite://fi:{}@/a.db",
    ]
)


@given(uris, passwords, st.booleans())
def test_no_password_in_a_message(uri: str, password: str, is_encoded: bool) -> None:
    given = quote(password, safe="") if is_encoded else password
    with pytest.raises(FastindError) as caught:
        fi.write_sql({"a": [1]}, uri.format(given, given), "t")
    said = str(caught.value)
    assert password not in said
    assert given not in said


def test_no_password_where_an_address_is_shown() -> None:
    assert "secret" not in repr(address.checked("postgresql://fi:secret@127.0.0.1/name"))


@given(uris, passwords)
def test_no_password_in_what_a_driver_says(uri: str, password: str) -> None:
    given = quote(password, safe="")
    try:
        place = address.checked(uri.format(given, given))
    except FastindError:
        return
    assert password not in place.shown
    message = f"cannot connect to {uri.format(given, given)} by {password} or {given}"
    with pytest.raises(DatabaseError) as caught, Told(place, sqlite3.Error):
        raise sqlite3.OperationalError(message)
    said = "".join(traceback.format_exception(caught.value))
    assert password not in str(caught.value)
    assert " ".join(password.split()) not in str(caught.value)
    assert "OperationalError" not in said


def test_what_a_driver_says_else_is_the_cause() -> None:
    place = address.checked("postgresql://fi:secret@127.0.0.1/name")
    with pytest.raises(DatabaseError, match="no such thing") as caught, Told(place, sqlite3.Error):
        raise sqlite3.OperationalError("no such thing")
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "adbc+sqlite"])
def test_a_driver_that_is_not_installed(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package = "adbc-driver-sqlite" if scheme == "adbc+sqlite" else "adbc-driver-postgresql"
    monkeypatch.setitem(sys.modules, package.replace("-", "_"), None)
    with pytest.raises(MissingExtraError, match=rf'{package}: pip install "fastind\[sql\]", or pip install'):
        fi.write_sql({"a": [1]}, f"{scheme}:///a.db", "t")


def test_an_encoded_password_is_handed_on() -> None:
    place = address.checked(f"postgres://fi:{quote('p@ss/w:rd', safe='')}@host:5432/name?sslmode=require")
    assert place.uri == "postgresql://fi:p%40ss%2Fw%3Ard@host:5432/name?sslmode=require"
    assert place.shown == "postgres://***@host:5432/name"
    assert place.scrubbed("of p@ss/w:rd") == "of ***"
