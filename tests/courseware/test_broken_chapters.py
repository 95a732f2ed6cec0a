"""A mistake in a chapter of a served course: readers keep the last good version, staff are told what is wrong."""

import pytest
from django.contrib.auth import get_user_model

from courseware import course
from tests.courseware.conftest import CHAPTER

pytestmark = pytest.mark.django_db
MISTAKES = [
    CHAPTER + "\n{{movd}}\n",
    CHAPTER.replace("number: 1\n", ""),
    CHAPTER.replace("caption", "capton"),
    CHAPTER.replace("```network", "> ```network"),
    CHAPTER + "\n```network\nat: a[1,1]\n",
    CHAPTER.removeprefix("---\n"),
]
OPEN = ["/", "/chapters/first/", "/search/?q=text", "/progress/", "/api/chapters/", "/api/chapters/first/"]


@pytest.fixture(autouse=True)
def nothing_good_yet():
    course.GOOD.clear()
    course.outcome_of.cache_clear()


@pytest.fixture
def staff(client):
    client.force_login(get_user_model().objects.create_user("ada", is_staff=True))
    return client


@pytest.mark.parametrize("text", MISTAKES)
def test_readers_keep_the_last_version_without_a_mistake(client, chapter_file, text):
    before = client.get("/chapters/first/").content
    assert b"Where it begins." in before
    chapter_file.write_text(text.replace("Where it begins.", "Where it ends."), encoding="utf-8")
    for address in OPEN:
        assert client.get(address).status_code == 200, address
    assert b"Where it begins." in client.get("/chapters/first/").content
    assert chapter_file.name.encode() not in client.get("/chapters/first/").content


@pytest.mark.parametrize("text", MISTAKES[:3])
def test_staff_see_what_is_wrong_with_file_and_line(staff, chapter_file, text):
    assert b"first.md" not in staff.get("/chapters/first/").content
    chapter_file.write_text(text, encoding="utf-8")
    for address in ("/", "/chapters/first/"):
        page = staff.get(address)
        assert "first.md, line " in page.content.decode(), address
        assert page.status_code == 200


def test_a_corrected_chapter_is_served_again(staff, chapter_file):
    staff.get("/chapters/first/")
    chapter_file.write_text(MISTAKES[0], encoding="utf-8")
    staff.get("/chapters/first/")
    chapter_file.write_text(CHAPTER.replace("Where it begins.", "Where it goes on."), encoding="utf-8")
    page = staff.get("/chapters/first/").content.decode()
    assert "Where it goes on." in page
    assert "first.md" not in page


@pytest.mark.parametrize("text", MISTAKES)
def test_after_a_restart_a_broken_chapter_has_a_page_of_its_own(client, chapter_file, text):
    chapter_file.write_text(text, encoding="utf-8")
    page = client.get("/chapters/first/")
    assert page.status_code == 503
    assert "This chapter is being changed" in page.content.decode()
    assert "first.md" not in page.content.decode()
    assert client.get("/").status_code == 200
    assert client.get("/search/?q=text").status_code == 200
    reply = client.get("/api/chapters/first/")
    assert (reply.status_code, reply.json()["code"]) == (503, "unavailable")
    assert client.post("/chapters/first/place/", {"anchor": "one"}).status_code == 503


def test_after_a_restart_staff_see_what_is_wrong(staff, chapter_file):
    chapter_file.write_text(MISTAKES[0], encoding="utf-8")
    assert "first.md, line " in staff.get("/chapters/first/").content.decode()
    assert "first.md, line " in staff.get("/").content.decode()


def test_a_mistake_in_the_numbers_beside_a_chapter_is_told_too(staff, chapter_file):
    staff.get("/chapters/first/")
    chapter_file.with_suffix(".toml").write_text("[let]\nx = \n", encoding="utf-8")
    page = staff.get("/chapters/first/")
    assert page.status_code == 200
    assert "first.toml, line 2" in page.content.decode()


def test_a_broken_chapter_is_read_once_and_not_at_each_request(client, chapter_file, monkeypatch):
    reads = []
    monkeypatch.setattr(course, "read_chapter", lambda file, read=course.read_chapter: reads.append(file) or read(file))
    chapter_file.write_text(MISTAKES[0], encoding="utf-8")
    for _ in range(3):
        client.get("/chapters/first/")
    assert len(reads) == 1
