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
from courseware.chapters import Chapter
from simulator.api.shapes import ErrorSerializer


class SectionSerializer(serializers.Serializer[Any]):
    level = serializers.IntegerField(help_text="2 or 3.")
    title = serializers.CharField()
    anchor = serializers.CharField(help_text="The heading's id on the chapter's page.")


class PartSerializer(serializers.Serializer[Any]):
    """A stretch of prose, or a drawn network."""

    html = serializers.CharField(help_text="Sanitised HTML; the caption of a network.")
    simulator_url = serializers.CharField(allow_null=True, help_text="Opens the network; null for prose.")


class ChapterSerializer(serializers.Serializer[Any]):
    slug = serializers.SlugField()
    title = serializers.CharField()
    number = serializers.IntegerField()
    minutes = serializers.IntegerField()
    summary = serializers.CharField()
    sections = SectionSerializer(many=True)


class WholeChapterSerializer(ChapterSerializer):
    parts = PartSerializer(many=True)


class Door(APIView):
    permission_classes = (AllowAny,)


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
        responses={200: WholeChapterSerializer, 404: ErrorSerializer},
    )
    def get(self, request: Request, slug: str) -> Response:
        chapter = course.chapter(slug)
        if chapter is None:
            raise Http404
        return Response(describe(chapter) | {"parts": [describe_part(part) for part in parts_of(chapter)]})


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
    if part.figure is None:
        return {"html": part.html, "simulator_url": None}
    return {"html": part.figure.caption, "simulator_url": part.figure.url}
