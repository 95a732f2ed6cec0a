"""What the forms show for a body that was written before: the way back from `QuestionForms.body`."""

from collections.abc import Iterable, Mapping
from typing import Any

from quizzes.authoring.forms import AnswerForm


def initial_of(slug: str, body: Mapping[str, Any]) -> dict[str, Any]:
    network, answer = body.get("network", {}), body.get("answer", {})
    return {
        "words": {**body, "slug": slug},
        "truth": {**body, "right": "true" if body.get("right") is True else "false"},
        "options": [option_row(option) for option in body.get("options", [])],
        "draw": [draw_row(name, spec) for name, spec in body.get("draw", {}).items()],
        "let": [{"name": name, "expression": text} for name, text in body.get("let", {}).items()],
        "computed": {**network_row(network), "require": "\n".join(body.get("require", []))},
        "layers": [layer_row(layer) for layer in network.get("layers", [])],
        "answer": answer_row(answer),
        "wrong": list(answer.get("wrong", [])),
    }


def option_row(option: Mapping[str, Any]) -> dict[str, Any]:
    right = option["right"]
    return {**option, "right": right is True, "condition": right if isinstance(right, str) else ""}


def draw_row(name: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "start": spec.get("from", ""),
        "end": spec.get("to", ""),
        "step": spec.get("step", ""),
        "left_out": listed(spec.get("not", [])),
        "choices": listed(spec.get("choices", [])),
    }


def network_row(network: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "inputs": listed(network.get("inputs", [])),
        "target": listed(network.get("target", [])),
        "loss": network.get("loss", ""),
        "learning_rate": network.get("learning_rate", ""),
        "update_biases": network.get("update_biases", True),
    }


def layer_row(layer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "weights": "\n".join(listed(row) for row in layer["weights"]),
        "biases": listed(layer["biases"]),
        "activation": layer["activation"],
    }


def answer_row(answer: Mapping[str, Any]) -> dict[str, Any]:
    kind = next((name for name, _ in AnswerForm.KINDS if name in answer), "probe")
    return {**answer, "kind": kind, "value": answer.get(kind, ""), "sizes": listed(answer.get("sizes", []))}


def listed(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values)
