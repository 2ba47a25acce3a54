"""The trained tagger: sources, cues and contents of one document's windows, on one core, without a network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detente.evidence.decode import SETTINGS, Found, Settings, candidates, decode, spans
from detente.evidence.quotations import Reading
from detente.evidence.windows import LONGEST, Window, around, cut, offsets, pack

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = ["MODEL", "Tagged", "Tagger", "shipped"]

MODEL = Path(__file__).parent / "model"
_MOST_CUES = 24
"""Cues whose surroundings are read in one go."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """An attribution in characters of the document; the source may be empty.

    Parameters
    ----------
    source, cue, content
        Spans, in order.
    scores
        What the confidence is computed from (see ``Found``).
    """

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    scores: tuple[float, ...]


class Tagger:
    """A tokenizer and the two parts of the network. Windows are read one by one, so that what is found in a document
    depends on that document alone.

    Parameters
    ----------
    folder
        With encoder.onnx, roles.onnx and tokenizer.json.
    """

    def __init__(self, folder: Path = MODEL) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._marks = [self._tokenizer.token_to_id(mark) or 0 for mark in ("[CLS]", "[SEP]")]
        self._encoder, self._roles = (_session(folder / name) for name in ("encoder.onnx", "roles.onnx"))

    def tag(self, reading: Reading, settings: Settings = SETTINGS) -> list[Tagged]:
        """Find the attributions of a document, in order of their cues."""
        found = []
        for window in self.windows(reading):
            for one in self._read(window, settings):
                source, cue, content = (tuple(spans(run, window)) for run in (one.source, one.cue, one.content))
                found.append(Tagged(source, cue, content, one.scores))
        return found

    def windows(self, reading: Reading) -> list[Window]:
        """Cut a document into windows."""
        return list(pack(cut(reading, self._tokenizer), *self._marks))

    def _read(self, window: Window, settings: Settings) -> list[Found]:
        hidden, tags = self.encode(window)
        heads = candidates(tags, settings)
        return decode(tags, heads, self.roles(hidden, heads, window), window, settings) if len(heads) else []

    def encode(self, window: Window) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the pieces with their context, shape (n, width), and their tags' logits, shape (n, 9)."""
        inputs = {name: getattr(window, name)[None] for name in ("ids", "letters", "quotes")}
        hidden, tags = self._encoder.run(["hidden", "tags"], inputs)
        return _array(hidden), _array(tags)

    def embed(self, text: str) -> NDArray[np.float32]:
        """Return the embeddings, without context, of a short text's pieces, shape (n, width)."""
        ids = np.asarray(self._tokenizer.encode(text, add_special_tokens=False).ids[:LONGEST] or [0], dtype=np.int64)
        inputs = {"ids": ids[None], "letters": np.zeros_like(ids)[None], "quotes": np.zeros_like(ids)[None]}
        return _array(self._encoder.run(["words"], inputs)[0])

    def roles(self, hidden: NDArray[np.float32], heads: NDArray[np.int64], window: Window) -> list[NDArray[np.float32]]:
        """Return for each cue logits of shape (3, pieces around it)."""
        read: list[NDArray[np.float32]] = []
        for begin in range(0, len(heads), _MOST_CUES):
            read += self._roles_of(hidden, heads[begin : begin + _MOST_CUES], window)
        return read

    def _roles_of(
        self, hidden: NDArray[np.float32], heads: NDArray[np.int64], window: Window
    ) -> list[NDArray[np.float32]]:
        places = [around(window, int(head)) for head in heads]
        longest = max(stop - begin for begin, stop in places)
        pieces = np.zeros((len(heads), longest, hidden.shape[1]), np.float32)
        offset = np.zeros((len(heads), longest), np.int64)
        mask = np.zeros((len(heads), longest), np.float32)
        for i, ((begin, stop), head) in enumerate(zip(places, heads, strict=True)):
            n = stop - begin
            pieces[i, :n], offset[i, :n], mask[i, :n] = hidden[begin:stop], offsets(begin, stop, int(head)), 1
        inputs = {"hidden": pieces, "cue": hidden[heads], "offset": offset, "mask": mask}
        logits = _array(self._roles.run(None, inputs)[0])
        return [logits[i, :, : stop - begin] for i, (begin, stop) in enumerate(places)]


def _array(value: Any) -> NDArray[np.float32]:
    return np.asarray(value, dtype=np.float32)


def _session(path: Path) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions  # type: ignore[attr-defined]

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def shipped() -> Tagger:
    """Return the tagger that ships with Detente, loaded once (about half a second)."""
    return Tagger()
