"""The quizzes' doors for programs: fetch what this person may see, validate, call one verb, answer."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.authtoken.models import Token
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from quizzes import attempts, guests, permissions, reviewing
from quizzes import serializers as shapes
from quizzes.models import Attempt, Quiz
from quizzes.models.attempts import Attempts
from quizzes.moments import arrived, written
from quizzes.policies import policy_of
from quizzes.taking import describe
from simulator.api.errors import ApiError

ERROR = shapes.ErrorSerializer


class Door(APIView):
    # Open to everybody: `visible_to` says what is there, and what is not yours is not there.

    permission_classes = (AllowAny,)


class QuizzesView(Door):
    @extend_schema(
        operation_id="quizzes",
        tags=["quizzes"],
        summary="The quizzes offered to you",
        responses={200: shapes.QuizSerializer(many=True)},
    )
    def get(self, request: Request) -> Response:
        found = Quiz.objects.visible_to(request.user).written().with_questions()
        return Response([describe_quiz(quiz) for quiz in found])


class QuizView(Door):
    @extend_schema(
        operation_id="quiz",
        tags=["quizzes"],
        summary="One quiz: its rules, its window, your attempts",
        responses={200: shapes.OfferedQuizSerializer, 404: ERROR},
    )
    def get(self, request: Request, slug: str) -> Response:
        quiz = get_object_or_404(Quiz.objects.visible_to(request.user).with_questions(), slug=slug)
        standing = attempts.standing(request.user, quiz, now=arrived(request))
        return Response(
            describe_quiz(quiz)
            | {
                "opens": written(standing.opens) if standing.opens else None,
                "closes": written(standing.closes) if standing.closes else None,
                "attempts_made": standing.attempts_made,
                "refusal": standing.refusal.message if standing.refusal else None,
            }
        )


class AttemptsView(Door):
    authentication_classes = permissions.STARTING

    @extend_schema(
        operation_id="start",
        auth=permissions.SCHEMES,
        tags=["attempts"],
        summary="Start an attempt, or go on with the open one",
        description="A visitor gets a guest's account and its session with the first start.",
        request=None,
        responses={
            201: shapes.AttemptSerializer,
            200: shapes.AttemptSerializer,
            403: ERROR,
            404: ERROR,
            409: ERROR,
            429: ERROR,
            503: ERROR,
        },
    )
    def post(self, request: Request, slug: str) -> Response:
        quiz = get_object_or_404(Quiz.objects.visible_to(request.user), slug=slug)
        attempt, created = guests.start(request._request, quiz, user=request.user)
        return Response(describe(attempt, arrived(request)), 201 if created else 200)


class AttemptView(Door):
    @extend_schema(
        operation_id="attempt",
        tags=["attempts"],
        summary="An attempt as it stands",
        responses={200: shapes.AttemptSerializer, 404: ERROR},
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        return Response(stand(request, uuid))


class ResponsesView(Door):
    @extend_schema(
        operation_id="respond",
        tags=["attempts"],
        summary="Write an answer down",
        description="201 says that it is committed. The same again is 200 and the same body. 409: the "
        "attempt has ended (closed), or the UUID was used for another answer (conflict).",
        request=shapes.ResponseRequestSerializer,
        responses={
            201: shapes.ReplySerializer,
            200: shapes.ReplySerializer,
            400: ERROR,
            403: ERROR,
            404: ERROR,
            409: shapes.ClosedSerializer,
            413: ERROR,
        },
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        sent = shapes.ResponseRequestSerializer(data=request.data)
        own = mine(request, uuid)
        if not sent.is_valid():
            get_object_or_404(own)  # what is not yours is not there, whatever is sent to it
            sent.is_valid(raise_exception=True)
        try:
            reply = attempts.respond_to(own, attempts.Arrival(**sent.validated_data), arrived=arrived(request))
        except Attempt.DoesNotExist as error:
            raise Http404 from error
        if reply.status == 409:
            raise ApiError(**reply.body, status=409, extra={"attempt": stand(request, uuid)})
        return Response(reply.body, reply.status)


class SubmitView(Door):
    @extend_schema(
        operation_id="submit",
        tags=["attempts"],
        summary="End an attempt and have it graded",
        request=None,
        description="Repeated, it changes nothing.",
        responses={200: shapes.AttemptSerializer, 403: ERROR, 404: ERROR},
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        try:
            attempt = attempts.submit_to(mine(request, uuid).with_held(), arrived=arrived(request))
        except Attempt.DoesNotExist as error:
            raise Http404 from error
        return Response(describe(attempt, arrived(request)))


class ReviewView(Door):
    @extend_schema(
        operation_id="review",
        tags=["attempts"],
        summary="What was right, and why",
        description="Before the release: 403, not_released.",
        responses={200: shapes.ReviewSerializer, 403: ERROR, 404: ERROR},
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        return Response(reviewing.review(settled(request, uuid), arrived(request)))


class TokenView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="token",
        tags=["people"],
        summary="A token for scripts; browsers use the session",
        request=shapes.TokenRequestSerializer,
        responses={200: shapes.TokenSerializer, 400: ERROR, 429: ERROR, 503: ERROR},
    )
    def post(self, request: Request) -> Response:
        sent = shapes.TokenRequestSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        user = authenticate(request=request._request, **sent.validated_data)
        if vars(request._request).pop("axes_locked_out", False):  # or its middleware would answer with a page
            wait = settings.AXES_COOLOFF_TIME * 3600
            next = f"Try again in {wait / 60:.0f} minutes."
            raise ApiError("locked_out", "Too many wrong passwords.", next, status=429, wait=wait)
        if user is None:
            raise ApiError("wrong_credentials", "No account has this name and password.", "Check both.")
        token, _ = Token.objects.get_or_create(user=user)
        return Response({"token": token.key})


def mine(request: Request, uuid: UUID) -> Attempts:
    return Attempt.objects.visible_to(request.user).filter(uuid=uuid)


def settled(request: Request, uuid: UUID) -> Attempt:
    attempt = get_object_or_404(mine(request, uuid).with_held().select_related("assignment__quiz"))
    return attempts.settle(attempt, now=arrived(request))


def stand(request: Request, uuid: UUID) -> dict[str, Any]:
    return describe(settled(request, uuid), arrived(request))


def describe_quiz(quiz: Any) -> dict[str, Any]:
    """What a quiz is, from its own row; never what it asks."""
    return {
        "slug": quiz.slug,
        "title": quiz.title,
        "chapter": quiz.chapter_slug,
        "questions": quiz.questions,
        "policy": policy_of(quiz.mode, quiz.policy).as_json(),
    }
