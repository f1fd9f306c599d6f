"""Compares where the crashed run ended with where undisturbed runs end.

Two of these are asked: the *twin* went through the same versions of the directory, the *fresh* one
saw only the last. What depends on how one got there may be as in either: a suffix once sent, a
login OX cannot rename, a photo or a birthday it cannot clear, an account made before somebody
left. Everything on which the two agree must be exactly so.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

LOST, DUPLICATED, WRONG, DIFFERENT = "lost", "duplicated", "wrongly_deleted", "different"
UNFINISHED = "unfinished"
"""A run of the trial itself broke down or took too long, so that nothing could be compared."""
_SUFFIX = re.compile(r" \([^()]*\)$")
_KEPT = {"birthday", "anniversary", "image1", "image1ContentType"}
_LEFT_OUT = {"id", "password", "name", "display_name"}


@dataclass(slots=True)
class End:
    """Objects by name: contexts, (context, person), (context, group) -> plain values."""

    contexts: dict[str, dict[str, Any]] = field(default_factory=dict)
    users: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    groups: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)


def by_name(state: dict[str, Any], titles: dict[str, str]) -> End:
    """Translate a stand-in's objects: ids into employee numbers and groups' immutable ids."""
    end = End()
    for scope, context in state.items():
        end.contexts[scope] = {k: context[k] for k in ("name", "quota", "enabled")}
        people = {}
        for user in context["users"]:
            if user["id"] == 2:
                continue
            number = people[user["id"]] = user.get("number_of_employee", f"?{user['name']}")
            if (scope, number) in end.users:
                end.twice.append(f"{scope}: {number} as {user['name']}")
            end.users[scope, number] = {
                k: sorted(v) if isinstance(v, list) else v for k, v in user.items() if v != ""
            }
        for group in context["groups"]:
            if group["id"] == 1:
                continue
            key = titles.get(group["displayname"], f"?{group['displayname']}")
            if (scope, key) in end.groups:
                end.twice.append(f"{scope}: group {group['displayname']}")
            end.groups[scope, key] = {
                "name": group["name"],
                "displayname": group["displayname"],
                "members": {people.get(pk, f"?{pk}") for pk in group["members"]},
            }
    return end


@dataclass(slots=True)
class Verdict:
    """What is wrong, by kind, in words."""

    wrong: list[tuple[str, str]] = field(default_factory=list)

    def say(self, kind: str, text: str) -> None:
        """Note a difference."""
        self.wrong.append((kind, text))

    def count(self, kind: str) -> int:
        """How many differences of a kind there are."""
        return sum(1 for one, _ in self.wrong if one == kind)


def judge(
    end: dict[str, Any],
    twin: dict[str, Any],
    fresh: dict[str, Any],
    logins: dict[str, str],
    titles: dict[str, str],
) -> Verdict:
    """Judge the JSON that `tests.chaos.ending` wrote of the three runs."""
    verdict = Verdict()
    _open(verdict, end, twin, fresh)
    _creates(verdict, end, logins)
    first = [by_name(one["before"], titles) for one in (end, twin, fresh)]
    _unapproved(verdict, *first)
    crashed, other, only_last = (by_name(one["after"], titles) for one in (end, twin, fresh))
    for text in crashed.twice:
        verdict.say(DUPLICATED, f"is there twice: {text}")
    blocked = {logins.get(row[0], "") for run in (end, twin, fresh) for row in run["parked"]}
    _contexts(verdict, crashed, other, only_last)
    _users(verdict, crashed, other, only_last, logins, blocked)
    leaving = {(scope, name) for scope, name in end["leaving"]}
    _groups(verdict, crashed, other, only_last, leaving)
    return verdict


def _open(
    verdict: Verdict, end: dict[str, Any], twin: dict[str, Any], fresh: dict[str, Any]
) -> None:
    known = {(row[0], row[2]) for run in (twin, fresh) for row in run["parked"]}
    for name, key, code in end["parked"]:
        if (name, code) not in known:
            verdict.say(LOST, f"parked although undisturbed it is not: {name} {key} {code}")
    for run, who in ((end, "crashed"), (twin, "twin"), (fresh, "fresh")):
        for text in run["open"]:
            verdict.say(LOST, f"still open ({who}): {text}")
        if not run["quiet"]:
            verdict.say(DIFFERENT, f"one more sync still makes calls ({who})")
    asked = {tuple(row) for run in (twin, fresh) for row in run["asked"]}
    for row in end["asked"]:
        if tuple(row) not in asked:
            verdict.say(LOST, f"an open question that is none undisturbed: {row}")


def _creates(verdict: Verdict, end: dict[str, Any], logins: dict[str, str]) -> None:
    """The stand-in's own log: once per context, kind and name; and all of it is still there.

    An account whose person is in another context was moved; a copy may have been begun twice.
    """
    there = {
        user.get("number_of_employee")
        for context in end["after"].values()
        for user in context["users"]
    }
    contexts: dict[str, set[int]] = defaultdict(set)
    for one in end["log"]:
        contexts[logins.get(one["name"], "")].add(one["context"])
    moved = {number for number, scopes in contexts.items() if len(scopes) > 1}
    log = [
        one
        for one in end["log"]
        if one["kind"] != "user" or logins.get(one["name"], "") not in moved & there
    ]
    made = Counter((one["context"], one["kind"], one["name"].casefold()) for one in log)
    for key, times in made.items():
        if times > 1:
            verdict.say(DUPLICATED, f"created {times} times: {key}")
    for one in log:
        context = end["after"].get(str(one["context"]))
        kind = {"user": "users", "group": "groups"}.get(one["kind"])
        ids = {row["id"] for row in context[kind]} if context and kind else set()
        if context is None or (kind and one["id"] not in ids):
            verdict.say(WRONG, f"was made and is gone: {one}")


def _unapproved(verdict: Verdict, end: End, twin: End, fresh: End) -> None:
    for key, user in end.users.items():
        if user.get("mailenabled") is not False:
            continue
        others = [run.users[key] for run in (twin, fresh) if key in run.users]
        if others and all(one.get("mailenabled") for one in others):
            verdict.say(WRONG, f"disabled without approval: {key} {user['name']}")


def _contexts(verdict: Verdict, end: End, twin: End, fresh: End) -> None:
    for scope, context in fresh.contexts.items():
        if scope not in end.contexts:
            verdict.say(LOST, f"context {scope} is missing")
        elif end.contexts[scope] != context:
            verdict.say(DIFFERENT, f"context {scope}: {end.contexts[scope]} instead of {context}")
    for scope in end.contexts.keys() - fresh.contexts.keys() - twin.contexts.keys():
        verdict.say(DUPLICATED, f"context {scope} is nobody's")


def _users(
    verdict: Verdict,
    end: End,
    twin: End,
    fresh: End,
    logins: dict[str, str],
    blocked: set[str],
) -> None:
    for key in fresh.users.keys() & twin.users.keys() - end.users.keys():
        verdict.say(LOST, f"user {key} {fresh.users[key]['name']} is missing")
    for key, user in end.users.items():
        known = [run.users[key] for run in (fresh, twin) if key in run.users]
        who = f"user {key} {user['name']}"
        if not known:
            if not _left_before_moving(key, end, twin, fresh):
                verdict.say(DUPLICATED, f"{who} is nobody's")
            continue
        if logins.get(user["name"]) != key[1]:
            verdict.say(DIFFERENT, f"{who} has a login it never had in the directory")
        if key in fresh.users:
            _fields(verdict, who, user, known, fresh.users[key])
        elif key[1] not in blocked and user.get("mailenabled") != known[0].get("mailenabled"):
            verdict.say(DIFFERENT, f"{who}: mailenabled={user.get('mailenabled')}")


def _left_before_moving(key: tuple[str, str], end: End, twin: End, fresh: End) -> bool:
    """Whether somebody left whose move was approved in the twin alone: one account, elsewhere."""
    number = key[1]
    here = [one for one in end.users if one[1] == number]
    wanted = any(one[1] == number for one in fresh.users)
    return len(here) == 1 and not wanted and any(one[1] == number for one in twin.users)


def _fields(
    verdict: Verdict,
    who: str,
    user: dict[str, Any],
    known: list[dict[str, Any]],
    fresh: dict[str, Any],
) -> None:
    names = {_SUFFIX.sub("", one["display_name"]) for one in known}
    if _SUFFIX.sub("", user["display_name"]) not in names:
        verdict.say(DIFFERENT, f"{who}: display_name {user['display_name']!r}, not {names}")
    for name in sorted({*user, *(n for one in known for n in one)} - _LEFT_OUT):
        if name in _KEPT and name not in fresh:
            continue
        if not any(user.get(name) == one.get(name) for one in known):
            wrongly = name == "mailenabled" and not user.get(name)
            values = " or ".join(repr(one.get(name)) for one in known)
            verdict.say(
                WRONG if wrongly else DIFFERENT, f"{who}: {name}={user.get(name)!r}, not {values}"
            )


def _groups(
    verdict: Verdict, end: End, twin: End, fresh: End, leaving: set[tuple[str, str]]
) -> None:
    """One that was made for somebody whose leaving was approved only later is empty and leaves."""
    for key in fresh.groups.keys() & twin.groups.keys() - end.groups.keys():
        verdict.say(LOST, f"group {key} {fresh.groups[key]['name']} is missing")
    for key, group in end.groups.items():
        known = [run.groups[key] for run in (fresh, twin) if key in run.groups]
        who = f"group {key} {group['name']}"
        if not known:
            if group["members"] or (key[0], group["name"]) not in leaving:
                verdict.say(DUPLICATED, f"{who} is nobody's")
            continue
        if key in fresh.groups:
            for name in ("name", "displayname"):
                if not any(group[name] == one[name] for one in known):
                    verdict.say(DIFFERENT, f"{who}: {name}={group[name]!r}, not {known[0][name]!r}")
        sets = [one["members"] for one in known]
        for number in sorted(set.intersection(*sets) - group["members"]):
            verdict.say(LOST, f"{who}: member {number} is missing")
        for number in sorted(group["members"] - set.union(*sets)):
            if not _member_elsewhere(key, number, end, twin, fresh):
                verdict.say(DIFFERENT, f"{who}: member {number} should not be there")


def _member_elsewhere(key: tuple[str, str], number: str, end: End, twin: End, fresh: End) -> bool:
    """Whether the twin has this member in the same group, in the context it alone moved to."""
    scope, title = key
    if not _left_before_moving((scope, number), end, twin, fresh):
        return False
    return any(
        number in group["members"]
        for (other, name), group in twin.groups.items()
        if name == title and other != scope
    )
