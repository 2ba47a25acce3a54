"""Detente: which deal would the parties sign and still keep, and which sentence does each number rest on?"""

from __future__ import annotations

__version__ = "0.1.0"
