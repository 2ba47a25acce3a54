"""A result that lives in memory: tables are made when a query first names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import RLock
from typing import Any

__all__ = ["Live", "Maker"]

Maker = Callable[[], Mapping[str, Mapping[str, Any]]]
"""Makes some tables: name -> column -> values."""


class Live:
    """Answers queries as ``detente.result.Result`` does, over tables that are made on demand.

    Parameters
    ----------
    manifest
        How the futures came about.
    makers
        The names of tables that are made together, to what makes them.

    Examples
    --------
    >>> live = Live({"runs": 2}, {("shares",): lambda: {"shares": {"outcome": ["settlement"], "share": [0.5]}}})
    >>> live.tables, live.query("select share from shares")
    (('shares',), [{'share': 0.5}])
    """

    def __init__(self, manifest: dict[str, Any], makers: Mapping[tuple[str, ...], Maker]) -> None:
        self._manifest = manifest
        self._makers = dict(makers)
        self._made: set[str] = set()
        self._lock = RLock()
        self._database: Any = None

    @property
    def manifest(self) -> dict[str, Any]:
        """How the futures came about."""
        return self._manifest

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables, made or not."""
        return tuple(sorted(name for names in self._makers for name in names))

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Ask the tables; those that the query names are made first."""
        import duckdb

        with self._lock:
            if self._database is None:
                self._database = duckdb.connect(":memory:", config={"threads": 1})
            for names, make in self._makers.items():
                if any(name in sql for name in names) and not self._made.issuperset(names):
                    self._register(make())
                    self._made.update(names)
            cursor = self._database.execute(sql, list(parameters))
            columns = [column[0] for column in cursor.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def _register(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        import pyarrow as pa

        for name, columns in tables.items():
            self._database.register(name, pa.table(dict(columns)))
