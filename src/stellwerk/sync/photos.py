"""Pictures are looked at once; what was seen is kept beside their bytes."""

from collections.abc import Collection

from stellwerk.sources.models import Blob
from stellwerk.targets.ox.mapping import Photo
from stellwerk.targets.ox.photo import check


def photos(digests: Collection[str]) -> dict[str, Photo]:
    """What is known of these pictures (sha256 each), looking at those nobody looked at yet."""
    known: dict[str, Photo] = {}
    rows = Blob.objects.filter(pk__in=list(digests))
    for digest, kind, refusal in rows.values_list("pk", "content_type", "refusal"):
        known[digest] = Photo(digest, kind, refusal) if kind or refusal else _look(digest)
    return known


def _look(digest: str) -> Photo:
    photo = check(bytes(Blob.objects.get(pk=digest).data))
    Blob.objects.filter(pk=digest).update(content_type=photo.content_type, refusal=photo.reason)
    return photo


def photo_bytes(digests: Collection[str]) -> dict[str, bytes]:
    """The bytes of these pictures."""
    rows = Blob.objects.filter(pk__in=list(digests))
    return {digest: bytes(data) for digest, data in rows.values_list("pk", "data")}
