"""What of a made-up town has to be in OX at the end, worked out from the generator alone.

This is a second opinion: it uses nothing of the engine, so an error there is not hidden here.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from benchmarks.figure import require
from stellwerk.demo.directory.identity import identity
from stellwerk.demo.directory.people import has_ox
from stellwerk.demo.directory.town import Pairs, Town
from stellwerk.demo.directory.troublemakers import TROUBLEMAKERS
from stellwerk.demo.directory.write import entries

PARKED = len(TROUBLEMAKERS)
_FIELDS = {
    "primaryEmail": "mailPrimaryAddress",
    "given_name": "givenName",
    "sur_name": "sn",
    "department": "oxDepartment",
    "city_business": "l",
}

People = dict[str, dict[str, str]]
"""login -> OX field -> value."""
Teams = dict[str, frozenset[str]]
"""display name -> logins of the members."""


@dataclass(slots=True)
class Arrived:
    """Who and which groups are in each context, by context id."""

    people: dict[str, People] = field(default_factory=lambda: defaultdict(dict))
    teams: dict[str, Teams] = field(default_factory=lambda: defaultdict(dict))

    @property
    def users(self) -> int:
        """How many accounts that are."""
        return sum(len(people) for people in self.people.values())


def size_for(users: int) -> int:
    """The number of people a town needs so that so many of them get an account."""
    people = users + PARKED
    while sum(has_ox(number) for number in range(people)) - PARKED < users:
        people += 1
    return people


def expected(town: Town) -> Arrived:
    """What a town comes to in OX."""
    arrived = Arrived()
    where: dict[str, tuple[str, str]] = {}
    below: dict[str, list[str]] = {}
    shown: dict[str, str] = {}
    planted = {identity(number).dn for number in TROUBLEMAKERS}
    for dn, pairs in entries(town):
        kept = _single(pairs)
        if "uid" in kept:
            if kept["isOxUser"] == "OK" and dn not in planted:
                where[dn] = kept["oxContextIDNum"], kept["uid"]
                fields = {ox: kept[name] for ox, name in _FIELDS.items()}
                arrived.people[kept["oxContextIDNum"]][kept["uid"]] = fields
        elif "gidNumber" in kept:
            below[dn] = [str(value) for name, value in pairs if name == "uniqueMember"]
            if kept["isOxGroup"] == "OK":
                shown[dn] = kept["cn"]
    for dn, name in shown.items():
        members: dict[str, set[str]] = defaultdict(set)
        for person in _people_of(dn, below):
            if person in where:
                scope, login = where[person]
                members[scope].add(login)
        for scope, logins in members.items():
            arrived.teams[scope][name] = frozenset(logins)
    return arrived


def _single(pairs: Pairs) -> dict[str, str]:
    return {name: value for name, value in reversed(pairs) if isinstance(value, str)}


def _people_of(dn: str, below: dict[str, list[str]]) -> set[str]:
    people: set[str] = set()
    stack, seen = [dn], {dn}
    while stack:
        for member in below[stack.pop()]:
            if member not in below:
                people.add(member)
            elif member not in seen:
                seen.add(member)
                stack.append(member)
    return people


def check(arrived: Arrived, state: Any) -> None:
    """Compare what has to be there with oxsim's ``/_sim/state``. Raises WrongEnd."""
    for scope, people in arrived.people.items():
        require(scope in state["contexts"], f"context {scope} is missing")
        context = state["contexts"][scope]
        logins = {user["id"]: str(user["name"]) for user in context["users"] if user["id"] != 2}
        there = {
            str(user["name"]): {name: str(user.get(name, "")) for name in _FIELDS}
            for user in context["users"]
            if user["id"] in logins
        }
        require(there == people, f"context {scope}: {_first_difference(people, there)}")
        teams = {
            str(group["displayname"]): frozenset(logins[one] for one in group["members"])
            for group in context["groups"]
            if group["id"] > 1
        }
        wanted = arrived.teams[scope]
        require(teams == wanted, f"context {scope}: {_first_difference(wanted, teams)}")


def _first_difference(wanted: dict[str, Any], there: dict[str, Any]) -> str:
    for name in sorted({*wanted, *there}):
        if wanted.get(name) != there.get(name):
            return f"{name} is {there.get(name)}, not {wanted.get(name)}"
    return "no difference"
