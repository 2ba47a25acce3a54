"""The page's own files: style, scripts and fonts, by fixed names and nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["Asset", "asset", "names", "scripts"]

_FONTS = {
    f"{name}-{subset}-wght-normal.woff2": (family, subset)
    for family, name in (("Source Sans 3", "source-sans-3"), ("Source Serif 4", "source-serif-4"))
    for subset in ("latin", "latin-ext")
}
_EXT = "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB"
_OWN = ("htmx.min.js", "workbench.js")


@dataclass(frozen=True)
class Asset:
    """A file as it is sent: its bytes, what it is, and a tag that changes with it."""

    body: bytes
    media: str
    tag: str


def names() -> tuple[str, ...]:
    """Return the names of all files that the page may ask for."""
    return ("workbench.css", "vega.js", *_OWN, *scripts(), *_FONTS)


@cache
def scripts() -> tuple[str, ...]:
    """Return the names of the scripts that tabs bring along: assets called ``web-NAME.js``."""
    return _brought(".js")


def _brought(suffix: str) -> tuple[str, ...]:
    held = resources.files("detente.views").joinpath("assets").iterdir()
    return tuple(sorted(one.name for one in held if one.name.startswith("web-") and one.name.endswith(suffix)))


@cache
def asset(name: str) -> Asset | None:
    """Return a file by its name; None for any other.

    Examples
    --------
    >>> asset("htmx.min.js").media, asset("../app.py")
    ('text/javascript; charset=utf-8', None)
    """
    if name == "workbench.css":
        body, media = _style().encode(), "text/css; charset=utf-8"
    elif name == "vega.js":
        from detente.views.bundle import javascript

        body, media = javascript().encode(), "text/javascript; charset=utf-8"
    elif name in (*_OWN, *scripts()):
        body, media = _read(name), "text/javascript; charset=utf-8"
    elif name in _FONTS:
        body, media = _read(f"fonts/{name}"), "font/woff2"
    else:
        return None
    return Asset(body, media, f'"{hashlib.sha256(body).hexdigest()[:16]}"')


def _read(name: str) -> bytes:
    return resources.files("detente.views").joinpath("assets", *name.split("/")).read_bytes()


def _style() -> str:
    from detente.views.report import palette

    rules = []
    for file, (family, subset) in _FONTS.items():
        letters = f"unicode-range:{_EXT};" if subset == "latin-ext" else ""
        source = f"src:url(/assets/{file}) format('woff2')"
        rules.append(f'@font-face{{font-family:"{family}";font-weight:200 900;font-display:block;{letters}{source}}}\n')
    sheets = ("base.css", "workbench.css", *_brought(".css"))
    return "".join(rules) + palette() + "".join(_read(name).decode() for name in sheets)
