"""What the forms show for a body that was written before: the way back from `QuestionForms.body`."""

from collections.abc import Mapping
from typing import Any

from quizzes.authoring.number_forms import NO_STEPS, AnswerForm
from quizzes.authoring.typed import listed, one_line


def initial_of(slug: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The initial values of every form, by its prefix."""
    network, answer = body.get("network", {}), body.get("answer", {})
    return {
        "words": {**body, "slug": slug},
        "order": {"shuffle": body.get("shuffle", True)},
        "truth": {**body, **truth_row(body.get("right", True))},
        "options": [option_row(option) for option in body.get("options", [])],
        "draw": [draw_row(name, spec) for name, spec in body.get("draw", {}).items()],
        "let": [{"name": name, "expression": one_line(text)} for name, text in body.get("let", {}).items()],
        "network": network_row(body, network),
        "layers": [layer_row(layer) for layer in network.get("layers", [])],
        "answer": answer_row(answer),
        "wrong": [{**one, "value": one_line(one["value"])} for one in answer.get("wrong", [])],
    }


def truth_row(right: bool | str) -> dict[str, Any]:
    if isinstance(right, str):
        return {"right": "where", "condition": one_line(right)}
    return {"right": "true" if right else "false", "condition": ""}


def option_row(option: Mapping[str, Any]) -> dict[str, Any]:
    right = option["right"]
    return {**option, "right": right is True, "condition": one_line(right) if isinstance(right, str) else ""}


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
        "biases": listed(layer["biases"]),
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
        "tolerance": one_line(answer["tolerance"]) if "tolerance" in answer else None,
        "steps": listed(steps) if steps else ("" if steps is None else NO_STEPS),
    }
