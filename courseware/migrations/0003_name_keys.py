"""Usernames are compared by a key. Two older accounts may share one: each signs in with its exact name."""

from django.db import migrations, models

from courseware.names import key_of


def fill(apps, schema_editor):
    people = apps.get_model("courseware", "User").objects
    rows = people.filter(is_guest=False).only("pk", "username").iterator(1000)
    batch = []
    for person in rows:
        person.name_key = key_of(person.username)
        batch.append(person)
    for first in range(0, len(batch), 1000):
        people.bulk_update(batch[first : first + 1000], ["name_key"])


class Migration(migrations.Migration):
    dependencies = [("courseware", "0002_time_zones")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="name_key",
            field=models.CharField(blank=True, db_index=True, default="", editable=False, max_length=450),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
