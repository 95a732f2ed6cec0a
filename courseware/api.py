"""The chapters for programs: what a reader sees, as data."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from courseware import course
from courseware.chapter_page import Part, parts_of
from courseware.chapters import Chapter, ChapterError
from courseware.questions import variant_of
from quizzes import in_place, permissions
from quizzes.serializers import LARGEST, AnswerFieldsSerializer, ReplySerializer, Whole
from simulator.api.errors import ApiError
from simulator.api.shapes import ErrorSerializer


class SectionSerializer(serializers.Serializer[Any]):
    level = serializers.IntegerField(help_text="2 or 3.")
    title = serializers.CharField()
    anchor = serializers.CharField(help_text="The heading's id on the chapter's page.")


class PartSerializer(serializers.Serializer[Any]):
    """A stretch of prose, a figure, or the place of a question."""

    html = serializers.CharField(help_text="Sanitised HTML; of a figure its caption.")
    simulator_url = serializers.CharField(
        allow_null=True, help_text="Opens what a figure shows in the simulator; null where there is no more of it."
    )
    question = serializers.CharField(allow_null=True, help_text="The id of the question that stands here.")


class ChapterSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()
    number = serializers.IntegerField()
    minutes = serializers.IntegerField()
    summary = serializers.CharField()
    sections = SectionSerializer(many=True)


class WholeChapterSerializer(ChapterSerializer):
    parts = PartSerializer(many=True)


class PlacedAnswerSerializer(AnswerFieldsSerializer):
    """Fields that are not named here are ignored."""

    variant = Whole(min_value=1, max_value=LARGEST, help_text="The drawing that the page shows.")


class PlacedReplySerializer(ReplySerializer):
    attempt = serializers.UUIDField(help_text="The practice sheet that the answer has come onto.")


class Door(APIView):
    permission_classes = (AllowAny,)


def chapter_or_404(slug: str) -> Chapter:
    try:
        chapter = course.chapter(slug)
    except ChapterError as error:
        raise ApiError("unavailable", "This chapter cannot be read at the moment.", status=503) from error
    if chapter is None:
        raise Http404
    return chapter


class ChaptersView(Door):
    @extend_schema(
        operation_id="chapters",
        tags=["chapters"],
        summary="The chapters in their order",
        responses={200: ChapterSerializer(many=True)},
    )
    def get(self, request: Request) -> Response:
        return Response([describe(chapter) for chapter in course.chapters()])


class ChapterView(Door):
    @extend_schema(
        operation_id="chapter",
        tags=["chapters"],
        summary="One chapter with its content",
        responses={200: WholeChapterSerializer, 404: ErrorSerializer, 503: ErrorSerializer},
    )
    def get(self, request: Request, slug: str) -> Response:
        chapter = chapter_or_404(slug)
        return Response(describe(chapter) | {"parts": [describe_part(part) for part in parts_of(chapter)]})


class AnswersView(Door):
    authentication_classes = permissions.STARTING

    @extend_schema(
        operation_id="answer",
        auth=permissions.SCHEMES,
        tags=["chapters"],
        summary="Answer a question that stands in a chapter",
        description="It comes onto your practice sheet of the chapter. A visitor gets a guest's account and its "
        "session with the first answer.",
        request=PlacedAnswerSerializer,
        responses={
            201: PlacedReplySerializer,
            200: PlacedReplySerializer,
            400: ErrorSerializer,
            403: ErrorSerializer,
            404: ErrorSerializer,
            409: ErrorSerializer,
            429: ErrorSerializer,
            503: ErrorSerializer,
        },
    )
    def post(self, request: Request, slug: str, question: str) -> Response:
        chapter = chapter_or_404(slug)
        sent = PlacedAnswerSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        answer = dict(sent.validated_data)
        variant = variant_of(chapter, answer.pop("variant"), question)
        item, reply = in_place.answer(request._request, request.user, slug, variant, **answer)
        return Response(reply.body | {"attempt": str(item.attempt.uuid)}, reply.status)


def describe(chapter: Chapter) -> dict[str, Any]:
    return {
        "slug": chapter.slug,
        "title": chapter.title,
        "number": chapter.number,
        "minutes": chapter.minutes,
        "summary": chapter.summary,
        "sections": [
            {"level": section.level, "title": section.title, "anchor": section.anchor} for section in chapter.sections
        ],
    }


def describe_part(part: Part) -> dict[str, str | None]:
    url = (part.figure and part.figure.url) or None
    return {"html": part.html, "simulator_url": url, "question": part.question or None}
