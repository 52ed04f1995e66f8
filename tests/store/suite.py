"""One body of tests for every backend: each inherits `StoreTests`, a fixture says where its store lies."""

from __future__ import annotations

from tests.store.suite_dates import DateTests
from tests.store.suite_facts import FactTests
from tests.store.suite_hidden import HiddenTests
from tests.store.suite_labels import LabelTests
from tests.store.suite_notes import NoteTests
from tests.store.suite_panel import PanelTests
from tests.store.suite_query import QueryTests
from tests.store.suite_scan import ScanTests
from tests.store.suite_values import ValueTests
from tests.store.suite_writes import WriteTests


class StoreTests(
    ValueTests,
    WriteTests,
    QueryTests,
    DateTests,
    PanelTests,
    FactTests,
    NoteTests,
    HiddenTests,
    LabelTests,
    ScanTests,
):
    """Needs a fixture `path`: where no store is yet."""
