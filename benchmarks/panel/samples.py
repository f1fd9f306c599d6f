"""For each GET address of the app, pages that are asked for: plain, filtered, deep, of any object.

`{trial}` in a path stands for a trial that was begun just before. A path alone is answered 200;
beside another status stands what it is: some things cannot be removed, and say so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote
from uuid import UUID

from benchmarks.panel import SPARE
from benchmarks.panel.chosen import Chosen

Path = str | tuple[str, HTTPStatus]
Choose = Callable[[Chosen], Sequence[Path]]
_PLAIN = "/?&=+:[],%{}"
_NO, _AWAY, _ON = HTTPStatus.CONFLICT, HTTPStatus.NOT_FOUND, HTTPStatus.FOUND
_PARKED, _HELD = "state = 'parked'", "lane = '~held'"
_STAYS = "state <> 'left'"
_FINDINGS = "SELECT id FROM audit_finding"
_ANY_PLAN = "SELECT hash FROM sync_plan WHERE hash <> ''"


@dataclass(frozen=True, slots=True)
class Sample:
    """One request: the name of its address, its path, and the status it is to be answered with.

    `signed_in`: whether it is asked with a session; `begun`: only its beginning is waited for.
    """

    name: str
    path: str
    status: HTTPStatus = HTTPStatus.OK
    signed_in: bool = True
    begun: bool = False


def _people(c: Chosen) -> Sequence[Path]:
    first, last, login = c.one("SELECT first_name, last_name, login FROM people_person")
    group = c.one("SELECT name FROM people_group")
    source = c.id_of("sources_source", "name <> ?", SPARE)
    word = c.one("SELECT substr(last_name, 2, 4) FROM people_person WHERE length(last_name) > 5")
    return [
        "/people/",
        f"/people/?{c.deep('people_person', 'sort_key')}",
        "/people/?q=mueller",
        f"/people/?q={first}+{last}",
        f"/people/?q={login}",
        f"/people/?q={word}",
        "/people/?q=nobody-is-called-so",
        f"/people/?state=active&{c.deep('people_person', 'sort_key')}",
        "/people/?state=left",
        "/people/?account=with",
        "/people/?account=without",
        "/people/?account=off",
        *(f"/people/?waits={word}" for word in ("parked", "held", "due", "asked")),
        f"/people/?source={source}",
        "/people/?source=local",
        *(f"/people/?origin={word}" for word in ("local", "directory", "sso")),
        f"/people/?group={group}",
        f"/people/?state=active&account=with&waits=due&q={first}",
    ]


def _person(end: str) -> Choose:
    def choose(c: Chosen) -> Sequence[Path]:
        return [
            f"/people/{c.person()}/{end}",
            f"/people/{c.waiting(_PARKED)}/{end}",
            f"/people/{c.waiting(_HELD)}/{end}",
        ]

    return choose


def _staying(end: str) -> Choose:
    """Of somebody who has not left."""
    return lambda c: [f"/people/{c.person(_STAYS)}/{end}"]


def _groups(c: Chosen) -> Sequence[Path]:
    return [
        "/groups/",
        f"/groups/?{c.deep('people_group', 'sort_key')}",
        f"/groups/?q=sued+{c.one('SELECT id % 100 FROM people_group')}",
        f"/groups/?q={c.one('SELECT name FROM people_group')}",
        "/groups/?state=here",
        "/groups/?waits=parked",
        "/groups/?waits=held",
        f"/groups/?source={c.id_of('sources_source', 'name <> ?', SPARE)}",
    ]


def _group(c: Chosen) -> Sequence[Path]:
    nested = "id IN (SELECT group_id FROM people_membership WHERE subgroup_id IS NOT NULL)"
    widest = "SELECT group_id FROM people_membership GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    return [
        f"/groups/{c.id_of('people_group')}/",
        f"/groups/{c.id_of('people_group', nested)}/?members=all",
        f"/groups/{c.id_of('people_group', f'id = ({widest})')}/",
    ]


def _scope(c: Chosen) -> Sequence[Path]:
    key, scope = c.one("SELECT group_id, scope FROM sync_applied WHERE group_id IS NOT NULL")
    return [f"/groups/{c.id_of('people_group', 'id = ?', key)}/at/{c.target()}/{scope}/"]


def _parked(c: Chosen) -> Sequence[Path]:
    target, key = c.one("SELECT target_id, object FROM sync_work WHERE state = 'parked'")
    code = c.one("SELECT code FROM sync_work WHERE state = 'parked'")
    return [
        "/parked/",
        f"/parked/?code={code}&target={target}",
        f"/parked/?after=[{target},+%22{key}%22]",
    ]


def _plan(c: Chosen) -> Sequence[Path]:
    name = _largest(c)
    chunks = c.one("SELECT count(*) FROM sync_planchunk GROUP BY plan_id ORDER BY 1 DESC LIMIT 1")
    deep = c.one("SELECT id FROM people_person") % (chunks * 500)
    return [
        f"/plans/{name}/",
        f"/plans/{name}/?after={deep}",
        f"/plans/{name}/?held=held",
        f"/plans/{name}/?action=update&q={c.one('SELECT login FROM people_person')}",
        f"/plans/{name}/?q=nobody-is-called-so",
        f"/plans/{c.one(_ANY_PLAN)}/",
    ]


def _largest(c: Chosen) -> str:
    return str(c.one(f"{_ANY_PLAN} ORDER BY json_extract(counts, '$.update') DESC LIMIT 1"))


def _answer(verb: str) -> Choose:
    def choose(c: Chosen) -> Sequence[Path]:
        planned = "object LIKE 'person:%' OR object LIKE 'group:%'"
        digest = c.one(f"SELECT digest FROM sync_held WHERE {planned}")
        name = _largest(c)
        return [f"/plans/{name}/{verb}/?all", f"/plans/{name}/{verb}/?digest={digest}"]

    return choose


def _answer_one(noun: str, table: str, verb: str) -> Choose:
    def choose(c: Chosen) -> Sequence[Path]:
        kind = table.rpartition("_")[2]
        key, digest = c.one("SELECT object, digest FROM sync_held WHERE object LIKE ?", f"{kind}:%")
        number = int(key.partition(":")[2].partition("@")[0])
        return [f"/{noun}/{c.id_of(table, 'id = ?', number)}/{verb}/?digest={digest}"]

    return choose


def _entries(noun: str, kind: str) -> dict[str, Choose]:
    """The pages of resources or functional accounts."""
    word, own = noun.removesuffix("s"), f"kind = '{kind}' AND owner = 'local'"

    def answer(verb: str) -> Choose:
        def choose(c: Chosen) -> Sequence[Path]:
            held = "SELECT digest FROM sync_held WHERE object LIKE ?"
            digest = c.one(held, f"{kind}:%")
            return [f"/{noun}/{c.id_of('people_entry', own)}/{verb}/?digest={digest}"]

        return choose

    return {
        noun: _always(f"/{noun}/"),
        f"{word}-new": _always(f"/{noun}/new/"),
        word: _each(noun, "people_entry", where=f"kind = '{kind}'"),
        f"{word}-edit": _each(noun, "people_entry", "edit/", own),
        f"{word}-remove": _each(noun, "people_entry", "remove/", own),
        f"{word}-history": _each(noun, "people_entry", "history/", own),
        f"{word}-approve": answer("approve"),
        f"{word}-drop": answer("drop"),
    }


def _run(c: Chosen) -> Sequence[Path]:
    return [
        f"/runs/{c.one('SELECT id FROM jobs_job WHERE kind = ?', kind)}/"
        for kind in ("read", "sync", "plan")
    ]


def _saved(verb: str) -> Choose:
    plans = "SELECT id FROM jobs_job WHERE kind = 'plan'"
    return lambda c: [f"/saved/{c.one(plans)}/{verb}"]


def _log(end: str) -> Choose:
    return lambda c: [f"/runs/{c.one('SELECT id FROM jobs_job')}/{end}"]


def _all_of(verb: str) -> Choose:
    return lambda c: [f"/decisions/run/{c.one('SELECT run FROM sources_decision')}/{verb}/"]


def _trail(start: str) -> Choose:
    def choose(c: Chosen) -> Sequence[Path]:
        actor = c.one("SELECT DISTINCT actor FROM portals_trail")
        rare = "SELECT DISTINCT verb FROM portals_trail WHERE verb <> 'record.change'"
        login = c.one("SELECT login FROM people_person")
        day = c.one("SELECT date(at) FROM portals_trail WHERE id % 100 = 0")
        key = c.one("SELECT object FROM portals_trail WHERE id % 100 = 7")
        return [
            start,
            f"{start}?{c.deep('portals_trail', 'at', 'id % 100 = 3')}",
            f"{start}?object={login}",
            f"{start}?object={key}",
            f"{start}?actor={actor}",
            f"{start}?verb={c.one(rare)}",
            f"{start}?actor={actor}&verb={c.one(rare)}",
            f"{start}?actor=source:directory&verb=object.retry",
            f"{start}?since={day}&until={day}&verb={c.one(rare)}",
            f"{start}?since={day}&until={day}&object={login}",
        ]

    return choose


def _each(noun: str, table: str, end: str = "", where: str = "1") -> Choose:
    return lambda c: [f"/{noun}/{c.id_of(table, where)}/{end}"]


def _removal(noun: str, table: str) -> Choose:
    def choose(c: Chosen) -> Sequence[Path]:
        return [
            f"/{noun}/{c.id_of(table, 'name = ?', SPARE)}/remove/",
            (f"/{noun}/{c.id_of(table, 'name <> ?', SPARE)}/remove/", _NO),
        ]

    return choose


def _always(*paths: str) -> Choose:
    return lambda _chosen: paths


def _part(c: Chosen) -> Sequence[Path]:
    parts = ("provider", "people", "messages", "signing-in")
    return [f"/single-sign-on/settings/{part}/" for part in parts]


def _certificate(_chosen: Chosen) -> Sequence[Path]:
    return [("/single-sign-on/certificates/remove/?fingerprint=00", _AWAY)]


def _key(end: str) -> Choose:
    def choose(c: Chosen) -> Sequence[Path]:
        return [f"/single-sign-on/keys/{c.id_of('sso_key', 'slot = ?', 'next')}/{end}/"]

    return choose


def _refusals(c: Chosen) -> Sequence[Path]:
    event = UUID(str(c.one("SELECT event FROM sso_refused")))
    start = "/single-sign-on/refusals/"
    return [
        start,
        f"{start}?{c.deep('sso_refused', 'at')}",
        f"{start}?event={event.hex[:8]}",
        f"{start}?code={c.one('SELECT code FROM sso_refused')}",
    ]


def _refusal(c: Chosen) -> Sequence[Path]:
    return [f"/single-sign-on/refusals/{UUID(str(c.one('SELECT event FROM sso_refused')))}/"]


_LOCAL = "kind = 'access_profile' AND owner = 'local'"
SAMPLES: Mapping[str, Choose] = {
    "healthz": _always("/healthz"),
    "readyz": _always("/readyz"),
    "sign-in": _always("/sign-in/"),
    "password": _always("/password/"),
    "sessions": _always("/sessions/"),
    "dashboard": _always("/"),
    "start": _always("/start/"),
    "own-profile": _always("/profile/"),
    "audits": _always(
        "/audits/", "/audits/?kind=different&context=10", "/audits/?show=left", "/audits/?kind=x"
    ),
    "audit-leave": lambda c: [f"/audits/leave/?finding={c.one(_FINDINGS)}"],
    "audit-repair": lambda c: [
        f"/audits/repair/?finding={c.one(_FINDINGS)}",
        "/audits/repair/?all=1&kind=different",
    ],
    "decisions": lambda c: ["/decisions/", f"/decisions/?{_after(c)}", "/decisions/?run=2"],
    "decisions-accept-run": _all_of("accept"),
    "decisions-refuse-run": _all_of("refuse"),
    "groups": _groups,
    "group": _group,
    "group-history": _each("groups", "people_group", "history/"),
    "group-scope": _scope,
    "group-approve": _answer_one("groups", "people_group", "approve"),
    "group-drop": _answer_one("groups", "people_group", "drop"),
    "parked": _parked,
    "parked-unread": lambda c: ["/parked/unread/", "/parked/unread/?q=unreadable.1"],
    "people": _people,
    "person": _person(""),
    "person-history": _person("history/"),
    "person-account": lambda c: [f"/people/{c.person()}/at/{c.target()}/"],
    "person-sign-ins": _person("sign-ins/"),
    "person-sign-out": _person("sign-out/"),
    "person-unlink": _person("unlink/"),
    "person-role-give": _staying("roles/auditor/give/"),
    "person-role-take": _person("roles/auditor/take/"),
    "person-approve": _answer_one("people", "people_person", "approve"),
    "person-drop": _answer_one("people", "people_person", "drop"),
    "plans": _always("/plans/"),
    "plan": _plan,
    "plan-carry-out": lambda c: [f"/plans/{_largest(c)}/carry-out/"],
    "plan-approve": _answer("approve"),
    "plan-drop": _answer("drop"),
    "profiles": _always("/profiles/"),
    "profile-new": _always("/profiles/new/"),
    "profile": _each("profiles", "people_entry", where="kind = 'access_profile'"),
    "profile-edit": _each("profiles", "people_entry", "edit/", _LOCAL),
    "profile-remove": _each("profiles", "people_entry", "remove/", _LOCAL),
    **_entries("resources", "resource"),
    **_entries("functional-accounts", "functional_account"),
    "runs": _always("/runs/", "/runs/?kind=sync&state=done", "/runs/?state=failed"),
    "run": _run,
    "run-log": _log("log/"),
    "run-log-file": _log("log.txt"),
    "saved": _saved(""),
    "saved-take-back": _saved("take-back/"),
    "sources": _always("/sources/"),
    "source-choose": _always("/sources/new/"),
    "source-new": _always("/sources/new/ldap/", "/sources/new/ldif/"),
    "source": _each("sources", "sources_source"),
    "source-edit": _each("sources", "sources_source", "edit/"),
    "source-remove": _removal("sources", "sources_source"),
    "sso": _always("/single-sign-on/"),
    "sso-switch": _always("/single-sign-on/switch/on/"),
    "sso-part": _part,
    "sso-fill": _always("/single-sign-on/metadata/"),
    "sso-news": _always("/single-sign-on/metadata/news/"),
    "sso-certificates": _always("/single-sign-on/certificates/"),
    "sso-certificate-remove": _certificate,
    "sso-keys": _always("/single-sign-on/keys/"),
    "sso-key-use": _key("use"),
    "sso-key-remove": _key("remove"),
    "sso-register": _always("/single-sign-on/register/", "/single-sign-on/register/?product=ucs"),
    "sso-trials": _always("/single-sign-on/test/"),
    "sso-trial": _each("single-sign-on/test", "sso_trial"),
    "sso-refusals": _refusals,
    "sso-refusal": _refusal,
    "sso-import": _always("/single-sign-on/import/"),
    "sso-metadata": _always("/sso/metadata"),
    "sso-login": lambda _chosen: [("/sso/login", _ON)],
    "sso-acs": lambda _chosen: [("/sso/acs", _AWAY)],
    "sso-callback": lambda _chosen: [("/sso/slo/callback", _AWAY)],
    "sso-confirm": lambda _chosen: [("/sso/confirm", _AWAY)],
    "targets": _always("/targets/"),
    "target-new": _always("/targets/new/"),
    "target": _each("targets", "targets_target"),
    "target-edit": _each("targets", "targets_target", "edit/"),
    "mapping": _each("targets", "targets_target", "mapping/"),
    "mapping-edit": _each("targets", "targets_target", "mapping/room_number/"),
    "target-remove": _removal("targets", "targets_target"),
    "portal": _always("/portal/"),
    "tiles": _always("/tiles/"),
    "tile-new": _always("/tiles/new/"),
    "tile": _each("tiles", "tiles_tile"),
    "tile-remove": _each("tiles", "tiles_tile", "remove/"),
    "trail": _trail("/trail/"),
    "trail-csv": _trail("/trail/export.csv"),
    "trail-json": _trail("/trail/export.json"),
    "trial": _always("/trials/{trial}/"),
}
"""By the name of the address; addresses that are only written to have none."""


def _after(c: Chosen) -> str:
    return c.deep("sources_record", "id", "id IN (SELECT record_id FROM sources_decision)")


def samples(chosen: Chosen) -> list[Sample]:
    """Every sample once, of objects chosen now."""
    found = []
    for name, choose in SAMPLES.items():
        for given in choose(chosen):
            path, status = given if isinstance(given, tuple) else (given, HTTPStatus.OK)
            begun = name in {"trail-csv", "trail-json"}
            path = quote(path, safe=_PLAIN)
            found.append(Sample(name, path, status, name != "sign-in", begun))
    return found
