"""What a place need not do if its manifest is the only one there is."""

from typing import Any

from fastind.io.store.connection import Connection


class Alone:
    """Keeps these parts of the contract by doing nothing."""

    def facts(self) -> dict[str, Any]:
        return {}

    def publish(self, connection: Connection) -> None:
        return

    def settle(self, connection: Connection) -> None:
        return

    def free_number(self, number: int) -> int:
        return number
