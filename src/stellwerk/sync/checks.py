"""Whether a target can be served: its server, its contexts, and a sample person from a source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from stellwerk.core.check import Check, State
from stellwerk.core.said import say
from stellwerk.sources.base import Kind, ReadRecord, fold_dn
from stellwerk.sync.assignments import Given, Subject, decide
from stellwerk.sync.checks_properties import check_properties
from stellwerk.sync.models import Applied
from stellwerk.sync.wanted import World
from stellwerk.sync.world import load_world
from stellwerk.targets.models import Target
from stellwerk.targets.ox import mapping
from stellwerk.targets.ox.checks import Place, check_contexts, check_place, check_services
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.names import is_context_id
from stellwerk.targets.queries import MASTER, NoMaster, client, credentials


@dataclass(slots=True)
class Seen:
    """What the checks of all sources saw: people by source, contexts, access profiles by name."""

    people: dict[str, list[ReadRecord]] = field(default_factory=dict)
    contexts: set[str] = field(default_factory=set)
    profiles: set[str] = field(default_factory=set)

    def take(self, source: str, people: Sequence[ReadRecord], rest: Sequence[ReadRecord]) -> None:
        """Add what one source showed."""
        self.people[source] = list(people)
        for record in rest:
            if record.kind is Kind.CONTEXT:
                self.contexts |= set(record.attributes.get("contextid", ())[:1])
            else:
                self.profiles |= set(record.attributes.get("name", ())[:1])


@dataclass(frozen=True, slots=True)
class Trial:
    """A target with all that trying it takes; from here on the store is not asked any more."""

    target: Target
    world: World
    logins: Mapping[str, Credentials]
    serves: bool
    """Whether people have accounts there."""


def trial_of(target: Target) -> Trial:
    """What is to be tried, from the store."""
    serves = Applied.objects.filter(target=target, person__isnull=False).exists()
    return Trial(target, load_world(target), credentials(target), serves)


def check_target(target: Target, seen: Seen) -> Iterator[Check]:
    """Everything a sync with this target needs, tried without changing anything."""
    name = f"target {target.name}"
    for one in checks(trial_of(target), seen):
        yield replace(one, what=f"{name}: {one.what}")


def checks(trial: Trial, seen: Seen) -> Iterator[Check]:
    """The steps of `check_target`, without the target's name. Asks no store."""
    target, world, logins = trial.target, trial.world, trial.logins
    yield from samples(trial, seen)
    yield from check_properties(world, seen.people)
    settings = target.settings
    place = Place(str(settings["url"]), str(settings.get("ca_file") or ""))
    for one in check_place(place):
        yield one
        if one.state is State.FAIL:
            return
    if MASTER not in logins:
        yield Check("master account", State.FAIL, NoMaster().message, NoMaster.hint)
        return
    with client(target) as ox:
        for one in check_services(ox, logins[MASTER]):
            yield one
            if one.state is State.FAIL:
                return
        declared = seen.contexts | {s for s, context in world.contexts.items() if not context.left}
        yield from _defaults(world, declared, seen)
        scopes = sorted(filter(is_context_id, declared), key=int)
        for one in check_contexts(ox, logins, scopes):
            yield _with_domain(target, one)


def _with_domain(target: Target, one: Check) -> Check:
    """Administrators of new contexts get an address; without a domain it is a made-up one."""
    if one.what != "contexts to be made" or target.settings.get("mail_domain"):
        return one
    text = say(
        "%(found)s; their administrators' addresses would end in example.invalid", found=one.result
    )
    return Check(one.what, State.WARN, text, say('Add mail_domain = "..." to the target.'))


def _defaults(world: World, contexts: set[str], seen: Seen) -> Iterator[Check]:
    """What rules name must be declared somewhere."""
    profiles = seen.profiles | set(world.profiles)
    for rule in world.rules:
        for key, known, text in (
            ("context", contexts, say("the context %(name)s is not declared anywhere",
                                      name=rule.give.get("context", ""))),
            ("profile", profiles, say("the access profile %(name)s is not declared anywhere",
                                      name=rule.give.get("profile", ""))),
        ):  # fmt: skip
            if (word := rule.give.get(key)) and word not in known:
                hint = say(
                    "Declare it in the directory or in the configuration file, or correct it."
                )
                # The preset names `premium` only for people without an access profile.
                state = State.WARN if rule.give.get(f"{key}_from") else State.FAIL
                yield Check(f"rule {rule.name}", state, text, hint)


def samples(trial: Trial, seen: Seen) -> Iterator[Check]:
    """For each source the first person whom a rule assigns, as that account would be."""
    world = trial.world
    for source, people in seen.people.items():
        for record in people:
            given = _given(world, source, record)
            if given is not None:
                yield _sample(world, source, record, given)
                break
        else:
            if people:
                yield _nobody(trial, source, len(people))


def _given(world: World, source: str, record: ReadRecord) -> Given | None:
    # Groups are known after the first read only; rules that ask for them are passed over here.
    subject = Subject(
        "person", record.attributes, (fold_dn(record.dn),), frozenset(), frozenset({source})
    )
    return decide(world.rules, subject)


def _nobody(trial: Trial, source: str, number: int) -> Check:
    what = f"sample from {source}"
    if any("group" in rule.match for rule in trial.world.rules):
        text = say("rules ask for groups, which are known after the first plan")
        return Check(what, State.OK, text)
    if trial.serves:
        text = say("none of its first %(number)s people is assigned here", number=number)
        return Check(what, State.OK, text)
    text = say("no rule assigns any of its first %(number)s people", number=number)
    hint = say("Draw a plan, then see why: stellwerk plan, stellwerk why LOGIN")
    return Check(what, State.WARN, text, hint)


def _sample(world: World, source: str, record: ReadRecord, given: Given) -> Check:
    what = f"sample from {source}"
    blobs = {name: sha256(data).hexdigest() for name, data in record.blobs.items()}
    mapped = mapping.user_fields(record.attributes, blobs, world.user)
    if mapped.problems:
        first = mapped.problems[0]
        text = say("%(dn)s: %(field)s: %(text)s", dn=record.dn, field=first.field, text=first.text)
        return Check(what, State.WARN, text, first.hint)
    text = say(
        "%(dn)s becomes name %(login)s, display_name %(shown)s, email1 %(mail)s,"
        " context %(context)s, profile %(profile)s, %(number)s fields (rule %(rule)s)",
        dn=record.dn,
        login=mapped.fields["name"],
        shown=mapped.fields["display_name"],
        mail=mapped.fields["email1"],
        context=given.context or say("(none)"),
        profile=given.profile or say("(none)"),
        number=sum(1 for value in mapped.fields.values() if value),
        rule=given.name,
    )
    if given.context and given.profile:
        return Check(what, State.OK, text)
    hint = say("Give the rule a context and a profile, or the person.")
    return Check(what, State.WARN, text, hint)
