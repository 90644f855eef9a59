from django.db import migrations


def store(apps, schema_editor):
    """Each attachment gets a file of its own; what is in them is kept once, and further copies go."""
    Attachment = apps.get_model("evidence", "Attachment")
    Content = apps.get_model("files", "Content")
    StoredFile = apps.get_model("files", "StoredFile")
    attachments = Attachment.objects.filter(stored=None).select_related("evidence__enrolment").order_by("pk")
    for attachment in attachments.iterator(chunk_size=500):
        written = {"size": attachment.size, "written_at": attachment.uploaded_at}
        content = Content.objects.filter(digest=attachment.digest).first()
        if content is None:
            content = Content.objects.create(file=attachment.file.name, digest=attachment.digest, **written)
        else:
            # Nobody's any more: the job that clears away finds it by its row.
            Content.objects.create(file=attachment.file.name, digest=None, **written)
        attachment.stored = StoredFile.objects.create(
            owner_id=attachment.evidence.enrolment.social_worker_id,
            content=content,
            name=attachment.name,
            content_type=attachment.content_type,
            size=attachment.size,
            digest=attachment.digest,
            scan="not_scanned",
            stored_at=attachment.uploaded_at,
            held_since=attachment.uploaded_at,
        )
        attachment.save(update_fields=["stored"])


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0007_attachments_hold_stored_files"),
        ("enrolment", "__first__"),
    ]

    operations = [migrations.RunPython(store)]
