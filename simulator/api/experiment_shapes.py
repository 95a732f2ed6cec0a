"""The shapes of experiments, for the schema."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from simulator.api.shapes import COMPUTED, shaped

ANY_NUMBER_OR_WORD = {"oneOf": [{"type": "number"}, {"type": "string"}]}
PARAMETERS = {
    "application/json": {
        "type": "object",
        "additionalProperties": ANY_NUMBER_OR_WORD,
        "description": "Each by its name. GET /api/simulator/experiments/ gives their kinds and bounds.",
    }
}


@extend_schema_serializer(component_name="ExperimentParameter")
class ParameterSerializer(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(["number", "whole", "choice"])
    default = shaped(ANY_NUMBER_OR_WORD)
    low = serializers.FloatField(required=False)
    high = serializers.FloatField(required=False)
    step = serializers.FloatField(required=False)
    options = shaped(
        {"type": "object", "additionalProperties": {"type": "string"}},
        required=False,
        help_text="Of a choice: each value, and what it means.",
    )


@extend_schema_serializer(component_name="ExperimentReading")
class ReadingSerializer(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    decimals = serializers.IntegerField(help_text="How many of them mean something.")


class ExperimentSerializer(serializers.Serializer):
    slug = serializers.CharField()
    number = serializers.IntegerField()
    title = serializers.CharField()
    about = serializers.CharField()
    concept = serializers.CharField()
    chapter_url = serializers.CharField()
    questions = shaped({"type": "array", "items": {"type": "string"}}, help_text="To predict before it is run.")
    parameters = ParameterSerializer(many=True)
    readings = ReadingSerializer(many=True)
    sweep = shaped(
        {"type": "array", "items": {"type": "object", "additionalProperties": ANY_NUMBER_OR_WORD}},
        help_text="The parameters to post, one set after the other.",
    )


class ExperimentsSerializer(serializers.Serializer):
    experiments = ExperimentSerializer(many=True)


class ExperimentRunSerializer(serializers.Serializer):
    slug = serializers.CharField()
    parameters = shaped({"type": "object", "additionalProperties": ANY_NUMBER_OR_WORD})
    readings = shaped(
        {"type": "object", "additionalProperties": COMPUTED}, help_text="null for a number that is not finite."
    )
    film = shaped(
        {"type": "object", "nullable": True},
        help_text="plots: what is drawn of this run, as data. links: pages that show more of it.",
    )
