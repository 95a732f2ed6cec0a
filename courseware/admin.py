"""People at the instructor's desk."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from courseware.course import chapter_names
from courseware.forms import TimeZoneField
from courseware.models import User
from courseware.zones import names
from quizzes.admin.moments import MOMENTS
from quizzes.authoring import chapters

chapters.offer(chapter_names)

admin.site.site_header = "Graded Descent"
admin.site.site_title = "Graded Descent"
admin.site.index_title = "The instructor's desk"


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["username", "email", "is_guest", "is_staff", "last_login"]
    list_filter = ["is_staff", "is_guest", "is_active", "groups"]
    fieldsets = [
        *(UserAdmin.fieldsets or ()),
        ("In this course", {"fields": ["is_guest", "time_zone", "time_factor", "external_id"]}),
    ]
    readonly_fields = ["is_guest"]
    formfield_overrides = MOMENTS

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name != "time_zone":
            return super().formfield_for_dbfield(db_field, request, **options)
        field = TimeZoneField(help_text=db_field.help_text)
        field.choices = [("", "That of the browser"), *sorted((name, name) for name in names())]
        return field
