# pyright: reportMissingImports=false
"""Turn trained weights into the two int8 ONNX files that ship: `python benchmarks/attribution/export.py WEIGHTS OUT`.

Weights of matrices and embeddings are stored in 8 bits by channel, with 7 bits in use so that processors without
dot-product instructions do not overflow; activations are quantised as they come.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import torch
from network import REACH, Encoder, Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn


class _OneWindow(nn.Module):
    """The encoder for one window, which needs no mask; also gives the pieces' embeddings without context."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor, letters: Tensor, quotes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden, tags = self.encoder(ids, letters, quotes, None)
        return hidden[0], tags[0], self.encoder.words(ids)[0]


def export(network: Network, folder: Path) -> None:
    """Write encoder.onnx and roles.onnx."""
    network.eval()
    ids = torch.randint(1000, 2000, (1, 20))
    zero = torch.zeros_like(ids)
    torch.onnx.export(
        _OneWindow(network.encoder),
        (ids, zero, zero),
        str(folder / "encoder.onnx"),
        input_names=["ids", "letters", "quotes"],
        output_names=["hidden", "tags", "words"],
        dynamic_axes={name: {1: "length"} for name in ("ids", "letters", "quotes")},
        opset_version=17,
        dynamo=False,
    )
    around = torch.randn(3, 12, 384), torch.randn(3, 384), torch.full((3, 12), REACH), torch.ones(3, 12)
    torch.onnx.export(
        network.roles,
        around,
        str(folder / "roles.onnx"),
        input_names=["hidden", "cue", "offset", "mask"],
        output_names=["roles"],
        dynamic_axes={
            "hidden": {0: "cues", 1: "length"},
            "cue": {0: "cues"},
            "offset": {0: "cues", 1: "length"},
            "mask": {0: "cues", 1: "length"},
        },
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="averaged.pt as train.py writes it")
    parser.add_argument("out", type=Path)
    parser.add_argument("--tokenizer", type=Path, help="tokenizer.json to put beside the model")
    parser.add_argument("--float", action="store_true", help="keep 32-bit weights, to see what the 8 bits cost")
    options = parser.parse_args()
    network = Network()
    network.load_state_dict(torch.load(options.weights)["averaged"])
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        export(network, Path(folder))
        for name in ("encoder.onnx", "roles.onnx"):
            if options.float:
                shutil.copy(Path(folder) / name, options.out / name)
                continue
            quantize_dynamic(
                Path(folder) / name,
                options.out / name,
                op_types_to_quantize=["MatMul", "Gemm", "Gather"],
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                extra_options={"MatMulConstBOnly": True},
            )
    if options.tokenizer:
        shutil.copy(options.tokenizer, options.out / "tokenizer.json")
    size = sum(path.stat().st_size for path in options.out.glob("*"))
    print(f"{options.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
