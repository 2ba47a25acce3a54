# pyright: reportMissingImports=false
"""Train the tagger: `python benchmarks/attribution/train.py CORPUS --weights model.safetensors --tokenizer FILE`.

CORPUS is the folder of the corpus (train.jsonl; dev.jsonl is never opened). Needs torch, safetensors and tokenizers,
which Detente itself does without. Every 100 steps the averaged weights are written; --resume goes on from them.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from pathlib import Path

import torch
from corpus import articles
from examples import Article, Batch, batches, prepare, surroundings
from network import Network, load_minilm
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

SPOILED = 0.3
"""Share of the articles whose quotation marks are spoiled, in every epoch anew."""


def loss_of(network: Network, batch: Batch) -> Tensor:
    """Cross-entropy of the tags plus that of the roles seen from each true cue."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden, tags = network.encoder(*batch.inputs)
        roles = network.roles(*surroundings(hidden, batch.cues)).float() if batch.cues else None
    tags = tags.float()
    by_role = tags.view(*tags.shape[:2], 3, 3)
    loss = F.cross_entropy(by_role.reshape(-1, 3), batch.tags.reshape(-1), ignore_index=-100)
    if roles is not None:
        known = (batch.roles >= 0).float()
        each = F.binary_cross_entropy_with_logits(roles, batch.roles.clamp(min=0), reduction="none")
        loss = loss + (each * known).sum() / known.sum()
    return loss


def rate(step: int, steps: int, warm: int) -> float:
    """Share of the learning rate at a step: linear warm-up, then half a cosine down to a twentieth."""
    if step < warm:
        return (step + 1) / warm
    return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * min(1.0, (step - warm) / max(1, steps - warm))))


def groups(network: Network, encoder_rate: float, head_rate: float) -> list[dict]:
    """Parameters in two groups: the encoder, which knows English already, and the heads, which know nothing."""
    encoder, heads = [], []
    for name, parameter in network.named_parameters():
        if name.startswith("encoder.words."):
            parameter.requires_grad_(False)
        elif name.startswith(
            ("encoder.layers.", "encoder.positions.", "encoder.segment", "encoder.norm.", "roles.layer.")
        ):
            encoder.append(parameter)
        else:
            heads.append(parameter)
    return [{"params": encoder, "lr": encoder_rate}, {"params": heads, "lr": head_rate}]


def renewed(records: list[dict], clean: list[Article], tokenizer: Tokenizer, rng: random.Random) -> list[Article]:
    """Return the articles of one epoch: some of them with their quotation marks spoiled, others each time."""
    return [
        prepare(record, tokenizer, rng) if rng.random() < SPOILED else article
        for record, article in zip(records, clean, strict=True)
    ]


def train(network: Network, records: list[dict], tokenizer: Tokenizer, options: argparse.Namespace) -> None:
    """Train in place; write averaged weights to the output folder as it goes."""
    clean = [prepare(record, tokenizer) for record in records]
    rng = random.Random(options.seed)
    optimiser = torch.optim.AdamW(groups(network, options.rate, 5 * options.rate), weight_decay=0.01)
    start = [group["lr"] for group in optimiser.param_groups]
    averaged = {name: value.detach().clone() for name, value in network.state_dict().items()}
    first = sum(1 for _ in batches(clean, options.batch, random.Random(0)))
    steps, step, began, running = math.ceil(first * options.epochs), 0, time.time(), 0.0
    print(f"{first} steps an epoch, {steps} in all", flush=True)
    network.train()
    while step < steps:
        for batch in batches(renewed(records, clean, tokenizer, rng), options.batch, rng):
            for group, lr in zip(optimiser.param_groups, start, strict=True):
                group["lr"] = lr * rate(step, steps, options.warm)
            loss = loss_of(network, batch)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            step += 1
            keep = min(0.996, step / (step + 20))
            with torch.no_grad():
                for name, value in network.state_dict().items():
                    if not name.startswith("encoder.words."):
                        averaged[name].lerp_(value, 1 - keep)
            running += float(loss.detach())
            if step % 50 == 0:
                print(f"step {step} loss {running / 50:.4f} {(time.time() - began) / step:.2f} s/step", flush=True)
                running = 0.0
            if step % 100 == 0 or step == steps:
                draft = options.out / "averaged.pt.part"
                torch.save({"averaged": averaged, "step": step}, draft)
                draft.rename(options.out / "averaged.pt")
            if step >= steps:
                return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--weights", type=Path, required=True, help="safetensors of a BERT of 384 wide layers")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("tagger"))
    parser.add_argument("--resume", type=Path, help="averaged.pt of an earlier training to go on from")
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--warm", type=int, default=150, help="steps until the full rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    network = Network()
    if options.resume:
        network.load_state_dict(torch.load(options.resume)["averaged"])
    else:
        load_minilm(network, options.weights)
    train(network, articles(options.corpus, "train"), tokenizer, options)


if __name__ == "__main__":
    main()
