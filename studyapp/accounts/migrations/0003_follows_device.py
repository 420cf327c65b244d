from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_what_was_chosen(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Until now a zone other than UTC can only have been chosen by hand."""
    users = apps.get_model("accounts", "User").objects.using(editor.connection.alias)
    users.exclude(time_zone="UTC").update(follows_device=False)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_cache_table")]

    operations = [
        migrations.AddField(
            "user",
            "follows_device",
            models.BooleanField(default=True, verbose_name="time zone as on the device"),
        ),
        migrations.RunPython(keep_what_was_chosen, migrations.RunPython.noop),
    ]
