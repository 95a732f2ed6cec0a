"""Small questions that ask for numbers, to try how exactly they are asked."""

NEURON = {
    "inputs": ["a", 2],
    "layers": [
        {"weights": [[0.37, -0.4]], "biases": [0.1], "activation": "sigmoid"},
        {"weights": [[9]], "biases": [1], "activation": "identity"},
    ],
}


def number(expression, prompt="What is it?", let=None, draw=None, **answer):
    asked = {"expression": expression} if isinstance(expression, str) else expression
    words = {"type": "number", "concepts": ["layers"], "level": "apply", "prompt": prompt, "explanation": "So."}
    return words | {"draw": draw or {}, "let": let or {}, "answer": asked | answer}


def cells(*expressions, **answer):
    rows = [f"row {n}" for n in range(len(expressions))]
    return number({"cells": list(expressions), "rows": rows}, **answer) | {"type": "numbers"}


def parts(*answers, **more):
    """A question with one number part for each answer."""
    own = [{"type": "number", "prompt": "And this?", "answer": answer} for answer in answers]
    body = number("1", **more) | {"type": "parts", "parts": own}
    del body["answer"]
    return body
