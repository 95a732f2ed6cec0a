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
BODIES = {
    "single": SINGLE,
    "multiple": MULTIPLE,
    "true_false": TRUE_FALSE,
    "number of a probe": NUMBER,
    "number of an expression": EXPRESSION,
    "number of a count": COUNT,
}
