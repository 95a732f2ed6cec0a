"""Wrong ideas about counts and shapes: the same face, computed by `counts`."""

from simulator.engine.misconceptions.base import Misconception


def _entry(name: str, kind: str, quantity: str, formula: str, feedback: str) -> Misconception:
    concept = "computational-cost" if quantity == "multiply count" else "parameters-and-shapes"
    return Misconception(name, kind, quantity, formula, feedback, concept)


ENTRIES: list[Misconception] = [
    _entry(
        "pc.no_bias",
        "slip",
        "parameters",
        "Σnᵢnᵢ₊₁",
        "The weights are all there; every neuron after the input layer also has a bias.",
    ),
    _entry(
        "pc.neurons",
        "concept",
        "parameters",
        "Σnᵢ",
        "That counts neurons; count what lives on the connections and in the biases.",
    ),
    _entry(
        "pc.input_bias",
        "concept",
        "parameters",
        "+ biases for inputs",
        "Input nodes only hold the data; they have no bias.",
    ),
    _entry(
        "pc.layer_bias",
        "concept",
        "parameters",
        "one bias a layer",
        "There is one bias for each neuron, not one for each layer.",
    ),
    _entry(
        "pc.added",
        "concept",
        "parameters",
        "Σ(nᵢ+nᵢ₊₁)",
        "Fully connected means every pair: multiply the sizes of neighbouring layers, then add the biases.",
    ),
    _entry(
        "pc.no_output",
        "slip",
        "parameters",
        "last layer left out",
        "The connections into the output layer count as well, and so do its biases.",
    ),
    _entry(
        "pc.first_last",
        "concept",
        "parameters",
        "n₀·n_L",
        "Inputs reach the outputs only through the hidden layers: count each pair of neighbouring layers.",
    ),
    _entry(
        "pc.biases",
        "slip",
        "parameters",
        "Σ(nᵢ+1)nᵢ₊₁",
        "This network has no biases. Count only the weights.",
    ),
    _entry("mc.one_example", "slip", "multiply count", "for one example", "Multiply by the number of examples."),
    _entry(
        "mc.params",
        "slip",
        "multiply count",
        "parameters × N",
        "Biases are added, not multiplied: count the weights only.",
    ),
    _entry(
        "mc.product",
        "concept",
        "multiply count",
        "Πnᵢ × N",
        "Layers run one after another, so their costs add.",
    ),
    _entry(
        "sh.transposed",
        "slip",
        "output shape",
        "(n_L, m)",
        "Here each row is one example, so the batch comes first.",
    ),
    _entry("sh.no_batch", "slip", "output shape", "(n_L,)", "Give one row of outputs for every example in the batch."),
    _entry(
        "sh.input",
        "concept",
        "output shape",
        "(m, n₀)",
        "Each layer changes the width; the last layer decides the number of columns.",
    ),
    _entry(
        "sh.weights",
        "concept",
        "output shape",
        "(n_L, n_{L−1})",
        "That is the shape of the last weight matrix (units, inputs), not of what comes out of it.",
    ),
    _entry("sh.hidden", "slip", "output shape", "(m, n_{L−1})", "That is the hidden layer; one more layer follows."),
]
