"""What is held of a reading at one time is bounded by objects and by the bytes of their photos."""

from collections.abc import Iterator

import pytest

from stellwerk.portals.actions import open_portal
from stellwerk.sources import intake
from stellwerk.sources.actions import save_source
from stellwerk.sources.base import Kind, ReadRecord
from tests.factories import Memory, record

pytestmark = pytest.mark.django_db


def test_people_with_large_photos_are_taken_in_a_few_at_a_time() -> None:
    portal = open_portal("Test", actor="test")
    source, _ = save_source(
        portal, "d", kind="ldif", settings={"path": "x"}, secret=None, position=0, actor="test"
    )
    photo = 1_000_000

    def people() -> Iterator[ReadRecord]:
        for number in range(60):
            data = bytes([number]) * photo
            login = f"p{number}"
            yield record(
                Kind.PERSON, login, f"uid={login}", blobs={"jpegPhoto": data}, username=login
            )

    done: list[int] = []
    intake.take_in(source, Memory(people()), progress=done.append)  # type: ignore[arg-type]
    assert done[-1] == 60
    steps = [after - before for before, after in zip([0, *done], done, strict=False)]
    assert max(steps) * photo <= intake.BYTES + photo
