"""A result on disk: a folder of Parquet tables and a manifest, opened with DuckDB."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from detente.errors import InputError

__all__ = ["MANIFEST", "Result", "check_place", "open_played", "write_result"]

MANIFEST = "manifest.json"
_OURS = (MANIFEST, "report.html")


@dataclass(frozen=True)
class Result:
    """What came out of a case, with all that is needed to get it again.

    Attributes
    ----------
    folder
        With ``manifest.json`` and one Parquet file per table.
    manifest
        Case, dates, futures, seed, versions, hashes of case and code.
    """

    folder: Path
    manifest: dict[str, Any]

    @classmethod
    def open(cls, folder: str | Path) -> Result:
        """Open a result.

        Raises
        ------
        InputError
            If the folder holds no result, or a damaged one.
        """
        where = Path(folder)
        path = where / MANIFEST
        if not path.is_file():
            raise InputError(f"{where}: no result here (there is no {MANIFEST}); give the folder that --out named")
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            why = (error.strerror or "cannot be read").lower()
            raise InputError(f"{path}: {why}; check its permissions") from error
        except ValueError as error:
            raise InputError(f"{path}: damaged, it is not JSON; run the case again") from error
        if not isinstance(manifest, dict) or "case" not in manifest:
            raise InputError(f"{path}: not the manifest of a result, or damaged; run the case again")
        return cls(where, manifest)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables, in order."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.parquet")))

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Ask the tables; each is a view of its name.

        Raises
        ------
        InputError
            If a table is missing or damaged.

        Examples
        --------
        ``result.query("SELECT outcome, share FROM shares WHERE scenario = ?", ["baseline"])``
        """
        from duckdb import Error

        with _database().cursor() as database:
            try:
                for name in self.tables:
                    if name not in sql.lower():
                        continue  # opening a file that is not asked for costs a millisecond
                    file = str(self.folder / f"{name}.parquet").replace("'", "''")
                    database.execute(f"CREATE TEMP VIEW \"{name}\" AS SELECT * FROM read_parquet('{file}')")
                cursor = database.execute(sql, list(parameters))
            except Error as error:
                raise InputError(f"{self.folder}: {str(error).splitlines()[0]}; run the case again") from error
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@cache
def _database() -> Any:
    """Whose cursors ask: each has views of its own, and to start another database takes longer than most answers."""
    import duckdb

    return duckdb.connect(config={"enable_external_file_cache": False})  # a folder may be written anew meanwhile


def open_played(folder: str | Path, *tables: str) -> Result:
    """Open a result as a run leaves it: with its dates, its number of futures, and the tables that are asked for.

    Raises
    ------
    InputError
        Where one of them is missing or wrong.
    """
    found = Result.open(folder)
    runs = found.manifest.get("runs")
    wrong = [] if isinstance(runs, int) and runs > 0 else ["runs"]
    for key in ("as_of", "horizon"):
        try:
            date.fromisoformat(str(found.manifest.get(key))[:10])
        except ValueError:
            wrong.append(key)
    if wrong:
        what = f"{', '.join(wrong)}: missing or wrong"
        raise InputError(f"{found.folder / MANIFEST}: damaged ({what}); run the case again")
    if missing := [name for name in tables if name not in found.tables]:
        raise InputError(f"{found.folder}: damaged, there is no {missing[0]}.parquet; run the case again")
    return found


def check_place(folder: Path) -> None:
    """Check that a result may be written to a folder: it is new, holds nothing that would be lost, or is a result's.

    Raises
    ------
    InputError
        Where it is a file, a case, or holds a report, tables or a manifest that no run has written.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--out {folder}: there is a file of this name, and a folder is wanted; choose another name")
    if (folder / "case.yaml").is_file():
        raise InputError(f"--out {folder}: this is a case's folder; choose another, as {folder / 'result'}")
    above = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise InputError(f"--out {folder}: nothing can be written in {above}; choose another place")
    found = sorted(path.name for path in folder.glob("*") if path.suffix == ".parquet" or path.name in _OURS)
    if not found:
        return
    try:
        Result.open(folder)
    except InputError:
        raise InputError(
            f"--out {folder}: holds {found[0]}, which may be yours: there is no whole result beside it; choose another "
            "folder, or empty this one"
        ) from None


def write_result(folder: str | Path, tables: Mapping[str, Mapping[str, Any]], manifest: Mapping[str, Any]) -> Result:
    """Write tables and manifest beside the goal, then put each in place by rename; the manifest comes last.

    Parameters
    ----------
    folder
        Made if it does not exist; files in it stay that are no result's: the report of an older one goes with it.
    tables
        Name -> column -> values.
    manifest
        Must be JSON.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    where = Path(folder)
    check_place(where)
    where.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".writing-", dir=where))
    try:
        for name, columns in tables.items():
            pq.write_table(pa.table(dict(columns)), scratch / f"{name}.parquet", compression="zstd")
        text = json.dumps(dict(manifest), indent=2, ensure_ascii=False, allow_nan=False)
        (scratch / MANIFEST).write_text(text + "\n", encoding="utf-8")
        for ours in _OURS:  # the report too: it tells of the tables that go
            (where / ours).unlink(missing_ok=True)
        for old in where.glob("*.parquet"):
            if old.stem not in tables:
                old.unlink()
        for name in tables:
            os.replace(scratch / f"{name}.parquet", where / f"{name}.parquet")
        os.replace(scratch / MANIFEST, where / MANIFEST)
    except OSError as error:
        error.filename = error.filename or str(where)  # writers of Parquet do not say where the disk was full
        raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Result.open(where)
