"""The drawing code that a report carries: Vega, Vega-Lite and Vega-Embed in one script, made once and kept on disk."""

from __future__ import annotations

import contextlib
import os
import tempfile
from importlib.metadata import version
from pathlib import Path

__all__ = ["javascript"]

_LITE = "6.4"
_SNIPPET = "window.vegaEmbed = vegaEmbed;"


def javascript(folder: Path | None = None) -> str:
    """Return the bundle, from the user's cache if it was made before by the same version of vl-convert.

    Parameters
    ----------
    folder
        Where it is kept; the user's cache directory by default. A folder that cannot be written to is passed over.
    """
    import vl_convert

    if folder is None:
        import platformdirs

        folder = platformdirs.user_cache_path("detente") / "bundles"
    kept = folder / f"vega-lite-{_LITE}-vl-convert-{version('vl-convert-python')}.js"
    with contextlib.suppress(OSError):
        return kept.read_text(encoding="utf-8")
    made = vl_convert.javascript_bundle(_SNIPPET, vl_version=_LITE).replace("</script", "<\\/script")
    with contextlib.suppress(OSError):  # a read-only home: the next report makes it anew
        _write(kept, made)
    return made


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".bundle")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
