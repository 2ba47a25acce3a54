# pyright: reportMissingImports=false
"""The tagger's network: a small BERT encoder, a head that finds cues, and one that reads roles from a cue's place."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

ROLES = ("source", "cue", "content")
REACH = 96
"""Word pieces away from the cue up to which distance is told apart."""


class Layer(nn.Module):
    """One encoder layer, as in Devlin et al. (2019): self-attention, then two linear maps, each with a residual."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        batch, length, width = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + F.dropout(self.out(mixed), self.dropout, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), self.dropout, self.training))


class Encoder(nn.Module):
    """Word pieces with their context, and what each is by itself.

    Returns
    -------
    hidden
        Shape (batch, length, width).
    tags
        Logits, shape (batch, length, 9): outside, begins, inside for source, cue and content.
    """

    def __init__(self, layers: int = 6, width: int = 384, heads: int = 12, vocabulary: int = 30522) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(512, width)
        self.segment = nn.Parameter(torch.zeros(width))
        self.letters, self.quotes = nn.Embedding(4, width), nn.Embedding(4, width)
        nn.init.zeros_(self.letters.weight)
        nn.init.zeros_(self.quotes.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, 4 * width, 0.1) for _ in range(layers))
        self.tags = nn.Linear(width, 9)

    def forward(self, ids: Tensor, letters: Tensor, quotes: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        place = torch.cumsum(torch.ones_like(ids), 1) - 1
        x = self.words(ids) + self.positions(place) + self.segment + self.letters(letters) + self.quotes(quotes)
        x = F.dropout(self.norm(x), 0.1, self.training)
        bias = None if mask is None else (1.0 - mask[:, None, None, :]) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x, self.tags(x)


class Roles(nn.Module):
    """The paragraph around a cue, read once more with the cue in mind.

    Parameters
    ----------
    hidden
        The encoder's pieces around each cue, shape (cues, length, width).
    cue
        The encoder's piece at which the cue begins, shape (cues, width).
    offset
        Places of the pieces counted from the cue's, cut at +-``REACH`` and raised by it, shape (cues, length).
    mask
        1 where there is a piece, 0 where there is padding, shape (cues, length).

    Returns
    -------
    roles
        Logits, shape (cues, 3, length): that a piece belongs to the cue's source, to the cue, to its content.
    """

    def __init__(self, width: int = 384, heads: int = 12) -> None:
        super().__init__()
        self.cue = nn.Linear(width, width)
        self.distance = nn.Embedding(2 * REACH + 1, width)
        nn.init.normal_(self.distance.weight, std=0.02)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layer = Layer(width, heads, 4 * width, 0.1)
        self.out = nn.Linear(width, 3)

    def forward(self, hidden: Tensor, cue: Tensor, offset: Tensor, mask: Tensor) -> Tensor:
        x = self.norm(hidden + self.cue(cue)[:, None, :] + self.distance(offset))
        x = self.layer(F.dropout(x, 0.1, self.training), (1.0 - mask[:, None, None, :]) * -1e4)
        return self.out(x).transpose(1, 2)


class Network(nn.Module):
    """The two, one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.roles = Encoder(), Roles()


def load_minilm(network: Network, weights: Path) -> None:
    """Start from the safetensors file of a BERT-shaped encoder of the same width; roles start from its last layer."""
    from safetensors.torch import load_file

    old = load_file(str(weights))
    old = {name.removeprefix("bert."): value for name, value in old.items()}
    new = network.encoder.state_dict()
    new["words.weight"] = old["embeddings.word_embeddings.weight"]
    new["positions.weight"] = old["embeddings.position_embeddings.weight"]
    new["segment"] = old["embeddings.token_type_embeddings.weight"][0]
    new["norm.weight"], new["norm.bias"] = old["embeddings.LayerNorm.weight"], old["embeddings.LayerNorm.bias"]
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for number in range(len(network.encoder.layers)):
        for mine, theirs in parts.items():
            for kind in ("weight", "bias"):
                new[f"layers.{number}.{mine}.{kind}"] = old[f"encoder.layer.{number}.{theirs}.{kind}"]
    network.encoder.load_state_dict(new)
    network.roles.layer.load_state_dict(network.encoder.layers[-1].state_dict())
