"""Contexts that are there from the start."""

from collections.abc import Iterable

from oxsim.call import Call
from oxsim.dispatch import Dispatcher
from oxsim.options import Seed
from oxsim.rules.context_create import create


def plant(dispatcher: Dispatcher, seeds: Iterable[Seed]) -> None:
    """Make the contexts that are missing. Raises Refused for one that cannot be made."""
    for seed in seeds:
        if seed.context in dispatcher.world.contexts:
            continue
        mail = f"{seed.login}@context{seed.context}.invalid"
        admin = {
            "name": seed.login,
            "password": seed.password,
            "display_name": f"OX Admin {seed.context}",
            "given_name": "OX",
            "sur_name": "Admin",
            "primaryEmail": mail,
            "email1": mail,
        }
        values = {"ctx": {"id": seed.context, "maxQuota": -1}, "admin_user": admin}
        create(
            Call(
                "start.create",
                values,
                dispatcher.world,
                dispatcher.journal,
                dispatcher.options,
            )
        )
        dispatcher.journal.commit()
