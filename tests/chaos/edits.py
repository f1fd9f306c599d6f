"""What an administrator does to the directory between a crash and the restart."""

from collections.abc import Callable
from random import Random

from stellwerk.demo.directory.photos import photo
from stellwerk.demo.directory.town import DOMAIN, GROUPS, PEOPLE
from tests.chaos.village import Item, Values, Village

_PLAIN = ("telephoneNumber", "roomNumber", "givenName", "sn", "mobile", "oxPosition", "l")
_REVERTED = (*_PLAIN, "oxAccess", "oxDisplayName", "displayName", "jpegPhoto", "univentionBirthday")
_RIGHTS = ("Tasks", "Ical", "Vcard", "Subscription", "Delegatetask", "Collectemailaddresses")


class Editor:
    """Edits a village, one step after the other; the same seed gives the same edits."""

    def __init__(self, village: Village, dice: Random) -> None:
        self.village = village
        self.dice = dice
        self._number = 0
        self._before: list[tuple[str, Values]] = []
        self._away: list[Item] = []
        self._moved: set[str] = set()
        self.done: list[str] = []

    def edit(self) -> None:
        """Do one random thing."""
        step = self.dice.choices([do for do, _ in _STEPS], [weight for _, weight in _STEPS])[0]
        what = step(self)
        if what:
            self.done.append(f"{step.__name__} {what}")

    def _fresh(self) -> int:
        self._number += 1
        return self._number

    def _person(self) -> Item:
        person = self.dice.choice(self.village.people())
        self._before.append((person.ident, self.village.copy_of(person.ident)))
        return person

    def _group(self) -> Item:
        return self.dice.choice(self.village.groups())

    def change(self) -> str:
        """A few values change, or go away."""
        person = self._person()
        for name in self.dice.sample(_PLAIN, 2):
            if name in {"telephoneNumber", "mobile", "roomNumber"} and self.dice.random() < 0.2:
                person.set(name)
            else:
                person.set(name, f"{person.first(name).split('#')[0]}#{self._fresh()}")
        return person.first("uid")

    def revert(self) -> str:
        """What was changed is set back."""
        there = [pair for pair in self._before if pair[0] in self.village.items]
        if not there:
            return ""
        ident, values = self.dice.choice(there[-8:])
        person = self.village.items[ident]
        for name in _REVERTED:
            person.set(name, *values.get(name, []))
        return person.first("uid")

    def rename_login(self) -> str:
        """A login is renamed, with or without its address."""
        person = self._person()
        old = person.first("uid")
        login = f"{old.partition('.r')[0]}.r{self._fresh()}"
        person.set("uid", login)
        if self.dice.random() < 0.4 and "@bauhof" not in person.first("mailPrimaryAddress"):
            person.set("mailPrimaryAddress", f"{login}@{DOMAIN}")
        self.village.move(person, f"uid={login},{PEOPLE}")
        return f"{old} -> {login}"

    def arrive(self) -> str:
        """Somebody new, a member of a group at once; or the third context."""
        if not self.village.reserve:
            return ""
        late = self.village.reserve
        item = late.pop(self.dice.randrange(len(late)))
        if "uid" in item.values:
            if any(c.first("oxContextIDNum") == "30" for c in self.village.contexts()):
                item.set("oxContextIDNum", self.dice.choice(("10", "20", "30")))
            group = self._group()
            group.set("uniqueMember", *group.values.get("uniqueMember", []), item.dn)
        self.village.add(item)
        return item.dn

    def leave(self) -> str:
        """Somebody leaves, with all references."""
        person = self._person()
        self.village.remove(person)
        self._away.append(person)
        return person.first("uid")

    def come_back(self) -> str:
        """Somebody who left is there again, under the same immutable id."""
        if not self._away:
            return ""
        person = self._away.pop(self.dice.randrange(len(self._away)))
        self.village.add(person)
        return person.first("uid")

    def switch_ox(self) -> str:
        """Somebody is no longer an OX user, or is again; the groups stay as they are."""
        person = self._person()
        person.set("isOxUser", "Not" if person.first("isOxUser") == "OK" else "OK")
        return f"{person.first('uid')} {person.first('isOxUser')}"

    def move_context(self) -> str:
        """Somebody is to be in another context, once in a life."""
        person = self._person()
        now = person.first("oxContextIDNum")
        scopes = [item.first("oxContextIDNum") for item in self.village.contexts()]
        if person.ident in self._moved or now not in scopes:
            return ""
        self._moved.add(person.ident)
        person.set("oxContextIDNum", self.dice.choice([one for one in scopes if one != now]))
        return f"{person.first('uid')} {now} -> {person.first('oxContextIDNum')}"

    def move_member(self) -> str:
        """Somebody goes from one group into another."""
        person, old, new = self._person(), self._group(), self._group()
        old.set("uniqueMember", *(m for m in old.values.get("uniqueMember", []) if m != person.dn))
        members = new.values.get("uniqueMember", [])
        if person.dn not in members:
            new.set("uniqueMember", *members, person.dn)
        return f"{person.first('uid')}: {old.first('cn')} -> {new.first('cn')}"

    def access(self) -> str:
        """Another access profile, now and then one that does not exist."""
        person = self._person()
        names = [item.first("cn") for item in self.village.profiles()]
        person.set("oxAccess", self.dice.choice([*names, "platin"]))
        return f"{person.first('uid')} {person.first('oxAccess')}"

    def profile(self) -> str:
        """An access profile itself allows more or less: everybody who has it is concerned."""
        item = self.dice.choice(self.village.profiles())
        right = f"oxRight{self.dice.choice(_RIGHTS)}"
        item.set(right, "FALSE" if item.first(right) == "TRUE" else "TRUE")
        return f"{item.first('cn')} {right}={item.first(right)}"

    def take_name(self) -> str:
        """Somebody takes over the display name that another gives up."""
        giver, taker = self._person(), self._person()
        if giver is taker:
            return ""
        name = giver.first("oxDisplayName")
        for attribute in ("oxDisplayName", "displayName"):
            taker.set(attribute, name)
            giver.set(attribute, f"{name.split('#')[0]}#{self._fresh()}")
        return f"{taker.first('uid')} <- {giver.first('uid')}"

    def same_name(self) -> str:
        """Somebody wants the display name that another has."""
        one, other = self._person(), self._person()
        other.set("oxDisplayName", one.first("oxDisplayName"))
        return f"{other.first('uid')} like {one.first('uid')}"

    def hand_mail(self) -> str:
        """An address is handed over."""
        giver, taker = self._person(), self._person()
        mail = giver.first("mailPrimaryAddress")
        if giver is taker or "@bauhof" in mail + taker.first("mailPrimaryAddress"):
            return ""
        giver.set("mailPrimaryAddress", f"neu{self._fresh()}@{DOMAIN}")
        taker.set("mailPrimaryAddress", mail)
        return f"{mail}: {giver.first('uid')} -> {taker.first('uid')}"

    def picture(self) -> str:
        """Another photo and birthday, or none."""
        person = self._person()
        if self.dice.random() < 0.7:
            person.set("jpegPhoto", photo(100 + self._fresh()))
            person.set("univentionBirthday", f"1970-01-{self._number % 28 + 1:02}")
        else:
            person.set("jpegPhoto")
            person.set("univentionBirthday")
        return person.first("uid")

    def rename_group(self) -> str:
        """A group is renamed; groups that hold it follow."""
        group = self._group()
        old = group.first("cn")
        name = f"{old.partition(' neu')[0]} neu{self._fresh()}"
        group.set("cn", name)
        self.village.move(group, f"cn={name},{GROUPS}")
        return f"{old} -> {name}"

    def switch_group(self) -> str:
        """A group is no longer for OX, or is again."""
        group = self.dice.choice([i for i in self.village.items.values() if "isOxGroup" in
                                  i.values and i.first("cn") not in {"Domain Users"}])  # fmt: skip
        group.set("isOxGroup", "Not" if group.first("isOxGroup") == "OK" else "OK")
        return f"{group.first('cn')} {group.first('isOxGroup')}"

    def context(self) -> str:
        """A context has another quota or name."""
        item = self.dice.choice(self.village.contexts())
        item.set("oxQuota", str(102400 + self._fresh()))
        return item.dn


_STEPS: list[tuple[Callable[[Editor], str], float]] = [
    (Editor.change, 4),
    (Editor.revert, 4),
    (Editor.rename_login, 3),
    (Editor.arrive, 4),
    (Editor.leave, 1),
    (Editor.come_back, 1),
    (Editor.switch_ox, 0.7),
    (Editor.move_member, 3),
    (Editor.move_context, 1.5),
    (Editor.access, 2),
    (Editor.profile, 1),
    (Editor.take_name, 2),
    (Editor.same_name, 1),
    (Editor.hand_mail, 1.5),
    (Editor.picture, 1),
    (Editor.rename_group, 1),
    (Editor.switch_group, 0.4),
    (Editor.context, 0.5),
]
