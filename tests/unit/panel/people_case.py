"""A small town whose people and groups the panel shows; its target is never talked to."""

from stellwerk.core import changes, fold
from stellwerk.people.models import Group, Person
from stellwerk.portals.models import Portal
from stellwerk.sources.actions import save_source
from stellwerk.sources.base import Kind, ReadRecord
from stellwerk.sources.intake import take_in
from stellwerk.sync.actions import save_rules
from stellwerk.sync.assignments import UCS
from stellwerk.sync.judging import judge
from stellwerk.sync.models import Applied, AppliedMember, Fanout, Work
from stellwerk.sync.routing import route
from stellwerk.sync.wanted import Wanted
from stellwerk.sync.world import load_world
from stellwerk.targets.models import Target
from tests.browsing import portal
from tests.factories import Memory, dn_of, group_dn, group_record, person_record, record


class Town:
    """Anna and Bert have accounts, Carl is parked; they are in the team, which is in everybody."""

    def __init__(self) -> None:
        self.portal: Portal = portal()
        self.target = Target.objects.create(
            portal=self.portal, name="ox", settings={"gates": False}
        )
        save_rules(self.target, UCS, actor="test")
        self.source, _ = save_source(
            self.portal, "directory", kind="memory", settings={}, secret=None, position=0,
            actor="test",
        )  # fmt: skip
        self.records: dict[str, ReadRecord] = {
            "context": record(Kind.CONTEXT, "c10", "cn=c10,dc=test", name="ten", contextid="10"),
            "profile": record(
                Kind.ACCESS_PROFILE, "p", "cn=premium,dc=test", name="premium", usm="1"
            ),
            "anna": person_record("anna", lastname="Müller", oxAccess="premium"),
            "bert": person_record("bert", oxAccess="premium"),
            "carl": person_record("carl", oxAccess="platin"),
            "team": group_record("team", *map(dn_of, ("anna", "bert", "carl"))),
            "everybody": group_record("everybody", group_dn("team")),
        }
        self.read()
        for login in ("anna", "bert"):
            self.send(f"person:{self.person(login).pk}")
        for name in ("team", "everybody"):
            self.send(f"group:{self.group(name).pk}@10")
        self.settle()

    def read(self) -> None:
        """Read the directory as it stands now."""
        take_in(self.source, Memory(list(self.records.values())))
        self.settle()

    def settle(self) -> None:
        """Route what is marked, as the coordinator does."""
        Fanout.objects.all().delete()
        world = load_world(self.target)
        while route(world):
            pass

    def send(self, key: str) -> None:
        """What is wanted of an object becomes what is applied, as if it had been sent."""
        judged = judge(load_world(self.target), [key])[0]
        assert isinstance(judged.verdict, Wanted), judged.verdict
        kind = key.partition(":")[0]
        row = Applied.objects.create(
            target=self.target, object=key, scope=judged.verdict.scope,
            remote_id=str(judged.number), fields=dict(judged.verdict.fields),
            profile=judged.verdict.profile,
            **{f"{kind}_id": judged.number},
        )  # fmt: skip
        members = judged.verdict.members
        AppliedMember.objects.bulk_create(AppliedMember(applied=row, person_id=m) for m in members)
        Work.objects.filter(target=self.target, object=key).delete()
        changes.touched(kind, [judged.number])

    def person(self, login: str) -> Person:
        """Somebody by login."""
        return Person.objects.get(portal=self.portal, login_key=fold.key(login))

    def group(self, name: str) -> Group:
        """A group by name."""
        return Group.objects.get(portal=self.portal, name=name)

    def address(self, thing: Person | Group, end: str = "") -> str:
        """The address of somebody's or a group's page, or of something below it."""
        noun = "people" if isinstance(thing, Person) else "groups"
        return f"/{noun}/{thing.public_id}/{end}"
