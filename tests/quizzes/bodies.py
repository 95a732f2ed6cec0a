"""Questions to try things on: a body for each type, complete and right."""

from typing import Any

SINGLE: dict[str, Any] = {
    "type": "single",
    "concepts": ["layers"],
    "level": "remember",
    "prompt": "Which layer gives the prediction?",
    "explanation": "The last one.",
    "options": [
        {"text": "The output layer", "right": True, "reason": "It comes last."},
        {"text": "The input layer", "right": False, "reason": "It holds the data.", "misconception": "input-computes"},
        {"text": "A hidden layer", "right": False, "reason": "It lies between."},
    ],
}
MULTIPLE: dict[str, Any] = SINGLE | {
    "type": "multiple",
    "prompt": "Which of these are even?",
    "options": [
        {"text": "2", "right": True, "reason": "Yes."},
        {"text": "4", "right": True, "reason": "Yes."},
        {"text": "3", "right": False, "reason": "No."},
        {"text": "5", "right": False, "reason": "No.", "misconception": "odd-is-even"},
    ],
}
TRUE_FALSE: dict[str, Any] = {
    "type": "true_false",
    "concepts": ["relu"],
    "level": "understand",
    "prompt": "ReLU is never negative.",
    "explanation": "It is the larger of 0 and z.",
    "right": True,
    "reason_true": "Right.",
    "reason_false": "Look at z below 0.",
}
# z = w1*x1 + w2*x2 + b, then a sigmoid
NUMBER: dict[str, Any] = {
    "type": "number",
    "concepts": ["sigmoid"],
    "level": "apply",
    "prompt": "Inputs ${{x1}}$ and ${{x2}}$, weights ${{w1}}$ and ${{w2}}$, bias ${{b}}$. What comes out?",
    "explanation": "$z = {{z}}$.",
    "hints": ["First the sum, with the bias $b$.", r"Then $\\sigma(z)$."],
    "draw": {
        "x1": {"from": "-2", "to": "2", "step": "0.5", "not": ["0", "1"]},
        "x2": {"from": "-2", "to": "2", "step": "0.5", "not": ["0", "1"]},
        "w1": {"from": "-1.5", "to": "1.5", "step": "0.1", "not": ["0"]},
        "w2": {"from": "-1.5", "to": "1.5", "step": "0.1", "not": ["0"]},
        "b": {"from": "-0.9", "to": "0.9", "step": "0.1", "not": ["0"]},
    },
    "let": {"z": "z[1,1]"},
    "require": ["abs(z) >= 0.3", "abs(z) <= 3"],
    "network": {
        "inputs": ["x1", "x2"],
        "layers": [{"weights": [["w1", "w2"]], "biases": ["b"], "activation": "sigmoid"}],
    },
    "answer": {
        "probe": "a[1,1]",
        "decimals": 3,
        "separate": ["sig.preact", "z.no_bias", "sig.exp_sign"],
    },
}
EXPRESSION: dict[str, Any] = {
    "type": "number",
    "concepts": ["training-loop"],
    "level": "apply",
    "prompt": "{{n}} examples in batches of {{batch}}: how many updates in an epoch?",
    "explanation": "{{n}} / {{batch}}, rounded up: {{updates}}.",
    "draw": {"n": {"choices": ["50", "70", "90"]}, "batch": {"from": "8", "to": "12"}},
    "let": {"updates": "ceil(n / batch)"},
    "answer": {
        "expression": "ceil(n/batch)",
        "decimals": 0,
        "tolerance": 0,
        "wrong": [{"value": "floor(n / batch)", "feedback": "The last, smaller batch is an update too."}],
    },
}
COUNT: dict[str, Any] = EXPRESSION | {
    "prompt": "How many parameters has a {{n}}-{{batch}}-3 network?",
    "answer": {"count": "parameters", "sizes": ["n", "batch", 3], "decimals": 0, "separate": ["pc.no_bias"]},
}
WEIGHTS: dict[str, Any] = COUNT | {
    "prompt": "How many parameters has a {{n}}-{{batch}}-3 network without biases?",
    "answer": COUNT["answer"] | {"biases": False, "separate": ["pc.biases", "pc.neurons"]},
}
TEXT: dict[str, Any] = {
    "type": "text",
    "concepts": ["layers"],
    "level": "remember",
    "prompt": "Training loss falls while validation loss rises. What is this called?",
    "explanation": "The network memorises.",
    "answer": {
        "accept": ["overfitting", "memorising"],
        "pattern": "over[- ]?fit(ted)?",
        "wrong": [{"text": "underfitting", "feedback": "Then the training loss would be high too."}],
    },
}
SHAPE: dict[str, Any] = TEXT | {
    "prompt": "What is the shape of the weights from {{n}} inputs to {{m}} units?",
    "explanation": "Units first: ({{m}}, {{n}}).",
    "draw": {"n": {"from": "2", "to": "5"}, "m": {"from": "2", "to": "5"}},
    "answer": {
        "accept": ["({{m}}, {{n}})", "{{m}}x{{n}}"],
        "wrong": [{"text": "({{n}}, {{m}})", "feedback": "Units come first.", "misconception": "sh.transposed"}],
    },
}
# z = W x + b of two units, then ReLU
LAYER: dict[str, Any] = {name: value for name, value in NUMBER.items() if name not in ("let", "require")} | {
    "type": "numbers",
    "prompt": "Inputs ${{x1}}$ and ${{x2}}$: the two units above. What are their weighted sums and values?",
    "explanation": "Sum first, then ReLU.",
    "network": {
        "inputs": ["x1", "x2"],
        "layers": [{"weights": [["w1", "w2"], ["w2", "b"]], "biases": ["b", 0.3], "activation": "relu"}],
    },
    "answer": {
        "cells": [["z[1,1]", "z[1,2]"], ["a[1,1]", "a[1,2]"]],
        "rows": ["$z$", "$a$"],
        "columns": ["unit 1", "unit 2"],
        "decimals": 2,
        "separate": ["z.no_bias"],
    },
}
VECTOR: dict[str, Any] = EXPRESSION | {
    "type": "numbers",
    "answer": {"cells": ["ceil(n / batch)", "n"], "rows": ["updates", "examples"], "decimals": 0, "tolerance": 0},
}
MATCHING: dict[str, Any] = {
    "type": "matching",
    "concepts": ["relu"],
    "level": "remember",
    "prompt": "Which values can each function give?",
    "explanation": "Look at both ends.",
    "pairs": [
        {
            "left": "sigmoid",
            "right": "between 0 and 1",
            "reason": "It flattens at both ends.",
            "misconception": "r",
        },
        {"left": "tanh", "right": "between -1 and 1", "reason": "It is a stretched sigmoid."},
        {"left": "ReLU", "right": "0 or more", "reason": "It cuts off what is below 0."},
        {"left": "softplus", "right": "0 or more", "reason": "It is a smooth ReLU."},
    ],
    "decoys": ["any number"],
}
ORDERING: dict[str, Any] = {
    "type": "ordering",
    "concepts": ["training-loop"],
    "level": "remember",
    "prompt": "In which order does a training loop do this?",
    "explanation": "Gradients need the loss.",
    "items": [
        {"text": "forward", "reason": "There is no loss without a prediction."},
        {"text": "loss", "reason": "It compares prediction and target."},
        {"text": "gradients", "reason": "They say which way the loss falls."},
        {"text": "update", "reason": "It uses the gradients."},
    ],
}
LINE: dict[str, Any] = {
    "type": "line",
    "concepts": ["layers"],
    "level": "analyse",
    "prompt": "X is ({{m}}, 2), W is ({{n}}, 2). Which line is faulty?",
    "explanation": "Weights are (units, inputs).",
    "draw": {"m": {"from": "4", "to": "9"}, "n": {"choices": ["3"]}},
    "lines": [
        {"code": "Z = X[:{{m}}] @ W + b", "faulty": "m > n", "reason": "Inner sizes must agree: write `W.T`."},
        {"code": "    A = np.maximum(0, Z)", "reason": "ReLU, cell by cell.", "misconception": "relu-needs-a-loop"},
        {"code": "y = A @ v + c", "reason": "One output an example."},
    ],
}
# Worked example 3: x = (1, 2); z = (1, -0.3); a = (1, 0); y = sigmoid(1.3) = 0.786
TWO_TWO_ONE: dict[str, Any] = {
    "inputs": [1, 2],
    "layers": [
        {"weights": [[0.5, 0.5], [-1, 0.25]], "biases": [-0.5, 0.2], "activation": "relu"},
        {"weights": [[1, -2]], "biases": [0.3], "activation": "sigmoid"},
    ],
}
HOTSPOT: dict[str, Any] = {
    "type": "hotspot",
    "concepts": ["relu"],
    "level": "analyse",
    "prompt": "Which unit is off?",
    "explanation": "Its weighted sum is below 0.",
    "network": TWO_TWO_ONE,
    "spots": [
        {"probe": "a[1,1]", "right": "a[1,1] == 0", "reason": "Its sum is 1.", "misconception": "first-is-off"},
        {"probe": "a[1,2]", "right": "a[1,2] == 0", "reason": "Its sum is −0.3."},
        {"probe": "W[2,1,1]", "right": False, "reason": "A weight is on or off for no input."},
    ],
}
PARTS: dict[str, Any] = {
    "type": "parts",
    "concepts": ["layers"],
    "level": "apply",
    "prompt": "Work through this network.",
    "explanation": "Layer by layer.",
    "network": TWO_TWO_ONE,
    "parts": [
        {
            "type": "numbers",
            "prompt": "What are the two hidden values?",
            "answer": {"cells": ["a[1,1]", "a[1,2]"], "rows": ["$h_1$", "$h_2$"]},
        },
        {"type": "number", "prompt": "The weighted sum of the output?", "answer": {"probe": "z[2,1]"}},
        {"type": "number", "name": "y", "prompt": "And its value?", "points": 2, "answer": {"probe": "a[2,1]"}},
        {
            "type": "number",
            "prompt": "And its square?",
            "answer": {
                "expression": "y ** 2",
                "wrong": [{"value": "2 * y", "feedback": "To square is to multiply by itself."}],
            },
        },
        {
            "type": "single",
            "prompt": "Which unit is off?",
            "options": [
                {"text": "the first", "right": False, "reason": "It is 1.", "misconception": "first-is-off"},
                {"text": "the second", "right": True, "reason": "Its sum is below 0."},
            ],
        },
    ],
}
VALUES: dict[str, Any] = {name: value for name, value in NUMBER.items() if name != "answer"} | {
    "type": "single",
    "answer": {"probe": "a[1,1]", "decimals": 2},
    "options": [
        {"right": True, "reason": "Sum, then sigmoid."},
        {"idea": "z.no_bias"},
        {"idea": "sig.exp_sign", "reason": "The sign of the exponent."},
        {"value": "1 / 2", "reason": "Only where the sum is 0."},
        {"text": "None of these", "right": False, "reason": "One of them is."},
    ],
}
BODIES = {
    "single": SINGLE,
    "single of values": VALUES,
    "multiple": MULTIPLE,
    "true_false": TRUE_FALSE,
    "number of a probe": NUMBER,
    "number of an expression": EXPRESSION,
    "number of a count": COUNT,
    "number of a count without biases": WEIGHTS,
    "numbers of a layer": LAYER,
    "numbers of expressions": VECTOR,
    "matching": MATCHING,
    "ordering": ORDERING,
    "line": LINE,
    "hotspot": HOTSPOT,
    "parts": PARTS,
    "text": TEXT,
    "text that is drawn": SHAPE,
}
