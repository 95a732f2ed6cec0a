"""A training run in a sentence. Pure."""

from simulator.engine.data.planes import SETS
from simulator.engine.training.spec import Own, Spec
from simulator.stepping.forms import WORDS


def in_words(spec: Spec) -> str:
    """The run in a sentence: "150 epochs of a 2-4-1 tanh network on XOR." """
    sizes = "-".join(str(size) for size in spec.model.sizes)
    kinds = {layer.activation for layer in spec.layers[:-1]}
    kind = f"{WORDS.get(only, only)} " if len(kinds) == 1 and (only := next(iter(kinds))) else ""
    network = f"{sizes} {kind}network{'' if spec.biases else ' without biases'}"
    return f"{spec.epochs} epoch{'s' if spec.epochs > 1 else ''} of a {network} on {_topic(spec)}"


def _topic(spec: Spec) -> str:
    if isinstance(spec.data, Own):
        return "your own data"
    title = SETS[spec.data.set].title
    topic = title if title.isupper() else title.lower()
    return f"{topic} with noise" if spec.data.noise else topic
