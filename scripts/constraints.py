"""Writes src/local/wire/constraints.json: what AWS's models demand of request members beside their types.

    pip install botocore && python3 scripts/constraints.py

The models are botocore's. Only operations that src/local serves are looked at, and only shapes that have
a least or greatest length or value, a pattern, or a set of values. Run it when an operation is added.
"""

import gzip
import json
import re
import sys
from functools import cache
from pathlib import Path

import botocore

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src/local/wire/constraints.json"
MODELS = Path(botocore.__file__).parent / "data"

# By folder, which botocore names alike; the value is the name in a signature's scope.
# Not here: S3 and SQS, whose models say little and whose own answers have other codes and words.
SERVICES = {
    "apigateway": "apigateway",
    "cloudwatch": "monitoring",
    "dynamodb": "dynamodb",
    "iam": "iam",
    "lambda": "lambda",
    "logs": "logs",
    "resourcegroupstaggingapi": "tagging",
    "sns": "sns",
    "sts": "sts",
}

# What services refuse in other words than their models', or do not refuse at all.
LEFT_OUT = {
    ("iam", "roleNameType"): ["pattern"],
    ("iam", "policyNameType"): ["pattern"],
    ("lambda", "Runtime"): ["enum"],
}

KINDS = ["min", "max", "pattern", "enum"]


def main():
    text = json.dumps(document(), indent=1, ensure_ascii=True) + "\n"
    if "--print" in sys.argv:
        print(text, end="")
    else:
        TARGET.write_text(text)


def document():
    return {
        "source": f"Service models of botocore {botocore.__version__}",
        "license": "Apache-2.0, Copyright Amazon.com, Inc. or its affiliates",
        "services": {name: constraints_of(folder) for folder, name in SERVICES.items()},
    }


def constraints_of(folder):
    shapes = {}
    structures = {}
    model = model_of(folder)

    def visit(name):
        """The shape's name, when it or what it holds is constrained."""
        shape = model["shapes"][name]
        if shape["type"] == "structure":
            if name not in structures:
                structures[name] = {}  # before its members: shapes may hold themselves
                members = ((member, visit(target["shape"])) for member, target in shape["members"].items())
                structures[name].update((member, target) for member, target in members if target)
            return None
        if name not in shapes:
            shapes[name] = {}
            left_out = LEFT_OUT.get((folder, name), [])
            shapes[name].update((kind, shape[kind]) for kind in KINDS if kind in shape and kind not in left_out)
            parts = ((part, visit(shape[part]["shape"])) for part in ("member", "key", "value") if part in shape)
            shapes[name].update((part, target) for part, target in parts if target)
        return name if shapes[name] else None

    for operation in model["operations"].values():
        if "input" in operation and is_served(folder, operation["name"]):
            visit(operation["input"]["shape"])
    return {"structures": without_empty(structures), "shapes": without_empty(shapes)}


def model_of(folder):
    newest = max((MODELS / folder).glob("*/service-2.json.gz"))
    return json.loads(gzip.decompress(newest.read_bytes()))


def is_served(folder, operation):
    """Whether the service's source has a word that is the operation's name."""
    return operation[0].lower() + operation[1:] in words_of(folder)


@cache
def words_of(folder):
    sources = (ROOT / "src/local" / folder).rglob("*.ts")
    return {word for source in sources for word in re.findall(r"\w+", source.read_text())}


def without_empty(table):
    return {name: entry for name, entry in sorted(table.items()) if entry}


main()
