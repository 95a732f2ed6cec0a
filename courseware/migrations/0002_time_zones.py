"""Sign-up gave everybody the zone UTC, whatever their browser said, so a row that has it was never asked."""

from django.db import migrations, models


def forget_utc(apps, schema_editor):
    apps.get_model("courseware", "User").objects.filter(time_zone="UTC").update(time_zone="")


def write_utc(apps, schema_editor):
    apps.get_model("courseware", "User").objects.filter(time_zone="").update(time_zone="UTC")


class Migration(migrations.Migration):
    dependencies = [("courseware", "0001_people")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="time_zone",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Default: that of the browser at the next sign-in.",
                max_length=64,
            ),
        ),
        migrations.RunPython(forget_utc, write_utc),
    ]
