"""The shapes of what the simulator's doors take and answer, for the schema. What a network may be is decided by
`read_network`; this file only says it again, from the same tables.
"""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from simulator.engine.activations import ACTIVATIONS
from simulator.engine.charts import VERDICTS
from simulator.engine.losses import LOSSES
from simulator.limits import LIMITS

NUMBER = {"type": "number", "minimum": -LIMITS.magnitude, "maximum": LIMITS.magnitude}
COMPUTED = {"type": "number", "nullable": True}


def list_of(items: dict[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": most}


def one_of(names: Iterable[str | None]) -> dict[str, Any]:
    return {"type": "string", "enum": list(names)}


def shaped(schema: dict[str, Any], **options: Any) -> serializers.Field:
    kind = type("Shaped", (serializers.JSONField,), {})  # a class of its own: the decorator marks the class
    return extend_schema_field(schema)(kind)(**options)


LAYERS = f"The output layer last; at most {LIMITS.layers}."
ROW = list_of(NUMBER, LIMITS.units)
EXAMPLES = {"oneOf": [ROW, list_of(ROW, LIMITS.examples)]}
VECTOR = {"type": "array", "items": COMPUTED}
MATRIX = {"type": "array", "items": VECTOR}
MAYBE_VECTOR, MAYBE_MATRIX = VECTOR | {"nullable": True}, MATRIX | {"nullable": True}


class LayerSerializer(serializers.Serializer):
    weights = shaped(list_of(ROW, LIMITS.units), help_text="(units, inputs): row j holds what flows into unit j.")
    bias = serializers.BooleanField(default=True, help_text="false for a layer without biases, which then gives none.")
    biases = shaped(ROW, required=False, help_text="One for each unit; none with bias false.")
    activation = shaped(one_of(ACTIVATIONS), help_text="softmax on the last layer only.")


class NetworkSerializer(serializers.Serializer):
    inputs = shaped(EXAMPLES, help_text="One example, or a list of examples.")
    target = shaped(EXAMPLES | {"nullable": True}, required=False, help_text="As the inputs: one, or one for each.")
    layers = LayerSerializer(many=True, help_text=LAYERS)
    loss = shaped(
        one_of([*LOSSES, None]) | {"nullable": True},
        required=False,
        help_text="binary_cross_entropy needs sigmoid on the last layer, cross_entropy softmax and a one-hot target.",
    )
    learning_rate = shaped(NUMBER | {"minimum": 0, "nullable": True}, required=False)
    update_biases = serializers.BooleanField(default=True, help_text="false holds the biases as they are.")


class ExampleLayerSerializer(serializers.Serializer):
    z = shaped(VECTOR)
    a = shaped(VECTOR)
    slope = shaped(MAYBE_VECTOR, help_text="null for softmax: its outputs hang together.")
    delta = shaped(MAYBE_VECTOR, help_text="∂L/∂z of this example.")


class SharedLayerSerializer(serializers.Serializer):
    dW = shaped(MAYBE_MATRIX)
    db = shaped(MAYBE_VECTOR, help_text="null for a layer without biases, as is b_new.")
    W_new = shaped(MAYBE_MATRIX)
    b_new = shaped(MAYBE_VECTOR)


class TracedLayerSerializer(ExampleLayerSerializer, SharedLayerSerializer):
    pass


class ExampleSerializer(serializers.Serializer):
    layers = ExampleLayerSerializer(many=True)
    output = shaped(VECTOR)
    loss = shaped(COMPUTED)


class ExplanationSerializer(serializers.Serializer):
    symbols = serializers.CharField(help_text="MathML: the formula with symbols.")
    numbers = serializers.CharField(help_text="MathML: the same with this network's numbers, up to the value.")
    words = serializers.CharField(help_text="A sentence for a person who does not see the formula.")


class TraceStepSerializer(serializers.Serializer):
    probe = serializers.CharField()
    stage = shaped(one_of(["given", "forward", "loss", "backward", "update"]))
    title = serializers.CharField()
    value = shaped(COMPUTED)


class AskedForSerializer(serializers.Serializer):
    explain = serializers.DictField(child=ExplanationSerializer(), required=False, help_text="With ?explain, by probe.")
    steps = TraceStepSerializer(many=True, required=False, help_text="With ?steps=1, in the order of computing.")
    code = serializers.CharField(required=False, help_text="With ?code=1: a NumPy program that prints the numbers.")


class OneExampleTraceSerializer(AskedForSerializer):
    layers = TracedLayerSerializer(many=True)
    output = shaped(VECTOR)
    loss = shaped(COMPUTED)
    loss_new = shaped(COMPUTED)


class SeveralExamplesTraceSerializer(AskedForSerializer):
    examples = ExampleSerializer(many=True)
    layers = SharedLayerSerializer(many=True)
    loss = shaped(COMPUTED, help_text="The mean over the examples.")
    loss_new = shaped(COMPUTED)


TRACE = PolymorphicProxySerializer(
    component_name="Trace",
    serializers=[OneExampleTraceSerializer, SeveralExamplesTraceSerializer],
    resource_type_field_name=None,
)


class CheckRequestSerializer(serializers.Serializer):
    network = NetworkSerializer()
    probe = serializers.CharField(max_length=40, help_text="What was predicted, such as a[2,1] or dW[1,2,1].")
    answer = shaped(
        {"oneOf": [{"type": "string"}, {"type": "number"}]},
        help_text="As it was typed: a point or a comma, a hyphen or a true minus.",
    )
    tolerance = shaped(
        {"type": "number", "minimum": 0, "nullable": True},
        required=False,
        help_text="Right is |answer − value| ≤ tolerance. By default two units of the last asked place, which is the "
        "third decimal, or the third significant digit of a value below 0.1.",
    )

    told = shaped(
        {"type": "array", "items": {"type": "string"}, "nullable": True},
        required=False,
        help_text="Probes whose values the learner sees. Mistakes at these, or before them, are not considered.",
    )


class CheckDiagnosisSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="The misconception, or two of them joined by +.")
    key = serializers.CharField(help_text="The same, with the layer if it is about one of several: z.no_bias@2.")
    feedback = serializers.CharField(help_text="One sentence: what was done, and what to do.")
    value = serializers.FloatField(help_text="The number that this misconception gives.")
    node = serializers.CharField(help_text="The probe at which it first differs from the right computation.")
    share = serializers.FloatField(help_text="How likely it is among all that this number can come from, 0 to 1.")
    working = serializers.CharField(
        required=False, allow_null=True, help_text="With ?explain=1, as MathML: what was done there, with its numbers."
    )


class CheckSerializer(serializers.Serializer):
    read = serializers.FloatField(allow_null=True, help_text="What was read; null for what is no number.")
    correct = serializers.BooleanField(allow_null=True, help_text="null: asked again, at no cost; message says why.")
    expected = serializers.FloatField(allow_null=True, help_text="The value; null where the question is asked again.")
    diagnoses = CheckDiagnosisSerializer(many=True)
    message = serializers.CharField(allow_null=True, help_text="What to do next, where no diagnosis says it.")
    choices = serializers.ListField(
        child=serializers.CharField(),
        help_text="If the answer has two meanings, both as text that can be sent instead.",
    )
    verdict = shaped(
        one_of(VERDICTS) | {"nullable": True},
        help_text="What a wrong number tells: one mistake, a pair of them together, two or several possible ones, too "
        "many to name one, none that we know, or too few decimals to say. null if the answer is not wrong.",
    )
    confidence = shaped(COMPUTED, help_text="How likely it is that one of the diagnoses is true, 0 to 1.")
    by_chance = shaped(
        COMPUTED, help_text="The share of wrong numbers without a known cause that get a diagnosis here."
    )
    decimals_to_tell = serializers.IntegerField(allow_null=True, help_text="With so many decimals more could be said.")
    lead = serializers.CharField(allow_null=True, help_text="What to say before the diagnoses, as sure as we are.")
    start = serializers.CharField(allow_null=True, help_text="The probe to check first, without a diagnosis.")
    line = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="With ?explain=1, as MathML: the line of that probe with its numbers.",
    )


class FaultSerializer(serializers.Serializer):
    field = serializers.CharField()
    message = serializers.CharField()


class ErrorSerializer(serializers.Serializer):
    code = serializers.CharField()
    message = serializers.CharField()
    next = serializers.CharField(help_text="What to do.")
    field = serializers.CharField(allow_null=True, help_text="Where the fault is, such as layers[0].weights[1][0].")
    request_id = serializers.CharField()
    faults = FaultSerializer(many=True, required=False, help_text="All of them, where there are several.")
