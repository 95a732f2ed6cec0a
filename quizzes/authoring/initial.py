"""What the forms show for a body that was written before: the way back from `QuestionForms.body`."""

from collections.abc import Mapping
from typing import Any

from quizzes.authoring.forms import use_in
from quizzes.authoring.number_forms import NO_BIASES, NO_STEPS, AnswerForm
from quizzes.authoring.type_forms import part_row
from quizzes.authoring.typed import listed, one_line


def initial_of(slug: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The initial values of every form, by its prefix."""
    network, answer = body.get("network", {}), body.get("answer", {})
    return {
        "words": words_row(slug, body),
        "order": {"shuffle": body.get("shuffle", True)},
        "truth": {**body, **truth_row(body.get("right", True))},
        "options": [option_row(option) for option in body.get("options", [])],
        "draw": [draw_row(name, spec) for name, spec in body.get("draw", {}).items()],
        "let": [{"name": name, "expression": one_line(text)} for name, text in body.get("let", {}).items()],
        "network": network_row(body, network),
        "layers": [layer_row(layer) for layer in network.get("layers", [])],
        "answer": answer_row(answer),
        "wrong": [{**one, "value": one_line(one["value"])} for one in answer.get("wrong", []) if "value" in one],
        "asked": asked_row(answer),
        "cells": cells_row(answer) if "cells" in answer else {},
        "text": {"accept": "\n".join(answer.get("accept", [])), "pattern": answer.get("pattern", "")},
        "wrong_texts": [one for one in answer.get("wrong", []) if "text" in one],
        "pairs": body.get("pairs", []),
        "decoys": {"decoys": "\n".join(body.get("decoys", []))},
        "items": body.get("items", []),
        "lines": [where_row(line, "faulty") for line in body.get("lines", [])],
        "spots": [where_row(spot, "right") for spot in body.get("spots", [])],
        "parts": [part_row(part) for part in body.get("parts", [])],
    }


def words_row(slug: str, body: Mapping[str, Any]) -> dict[str, Any]:
    hints = "\n".join(hint.strip() for hint in body.get("hints", []))
    return {**body, "slug": slug, "use": use_in(body), "hints": hints}


def where_row(row: Mapping[str, Any], truth: str) -> dict[str, Any]:
    """A row that may be right under a condition."""
    said = row.get(truth, False)
    return {**row, truth: said is True, "condition": one_line(said) if isinstance(said, str) else ""}


def asked_row(answer: Mapping[str, Any]) -> dict[str, Any]:
    kind = next((name for name, _ in AnswerForm.KINDS if name in answer), "")
    return {
        **answer,
        "kind": kind,
        "value": one_line(answer.get(kind, "")),
        "sizes": listed(answer.get("sizes", [])),
    }


def cells_row(answer: Mapping[str, Any]) -> dict[str, Any]:
    rows = [cell if isinstance(cell, list) else [cell] for cell in answer["cells"]]
    steps = answer.get("steps")
    return {
        **answer,
        "cells": "\n".join(map(listed, rows)),
        "rows": "\n".join(answer.get("rows", [])),
        "columns": "\n".join(answer.get("columns", [])),
        "tolerance": one_line(answer["tolerance"]) if "tolerance" in answer else None,
        "steps": listed(steps) if steps else ("" if steps is None else NO_STEPS),
    }


def truth_row(right: bool | str) -> dict[str, Any]:
    if isinstance(right, str):
        return {"right": "where", "condition": one_line(right)}
    return {"right": "true" if right else "false", "condition": ""}


def option_row(option: Mapping[str, Any]) -> dict[str, Any]:
    return where_row(option, "right") | {"value": one_line(option.get("value", ""))}


def draw_row(name: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "start": one_line(spec.get("from", "")),
        "end": one_line(spec.get("to", "")),
        "step": one_line(spec.get("step", "")),
        "left_out": listed(spec.get("not", [])),
        "choices": listed(spec.get("choices", [])),
    }


def network_row(body: Mapping[str, Any], network: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "require": "\n".join(one_line(condition) for condition in body.get("require", [])),
        "show_network": body.get("show_network", True),
        "inputs": table(network.get("inputs", [])),
        "target": table(network.get("target", [])),
        "loss": network.get("loss", ""),
        "learning_rate": one_line(network.get("learning_rate", "")),
        "update_biases": network.get("update_biases", True),
    }


def table(examples: list[Any]) -> str:
    """One example a line. A single one among several would look like one alone: it stands in brackets."""
    if not any(isinstance(example, list) for example in examples):
        return listed(examples)
    rows = [listed(example) for example in examples]
    return "\n".join(rows) if len(rows) > 1 else f"[{rows[0]}]"


def layer_row(layer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "weights": "\n".join(listed(row) for row in layer["weights"]),
        "biases": NO_BIASES if layer.get("bias") is False else listed(layer["biases"]),
        "activation": layer["activation"],
    }


def answer_row(answer: Mapping[str, Any]) -> dict[str, Any]:
    kind = next((name for name, _ in AnswerForm.KINDS if name in answer), "probe")
    steps = answer.get("steps")
    return {
        **answer,
        "kind": kind,
        "value": one_line(answer.get(kind, "")),
        "sizes": listed(answer.get("sizes", [])),
        "examples": one_line(answer.get("examples", "")),
        "biases": answer.get("biases") is False,
        "tolerance": one_line(answer["tolerance"]) if "tolerance" in answer else None,
        "steps": listed(steps) if steps else ("" if steps is None else NO_STEPS),
    }
