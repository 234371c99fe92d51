from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("framework", "0001_ground")]
    operations = [
        migrations.CreateModel(
            name="PlaybookVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("county", models.CharField(max_length=60)),
                ("digest", models.CharField(max_length=64)),
                ("texts", models.JSONField()),
                ("applied_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="JobProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("label", models.CharField(max_length=120)),
                ("user_id", models.BigIntegerField(null=True)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("state", models.CharField(default="running", max_length=12)),
                ("message", models.CharField(default="", max_length=400)),
                ("result_url", models.CharField(default="", max_length=300)),
                ("begun_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
