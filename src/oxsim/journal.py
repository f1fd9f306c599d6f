"""Where changes are written down before a call is answered."""

from oxsim.photo import HeldPhoto, Photo
from oxsim.user import User
from oxsim.world import Account, Context, Creation, Group, Resource, World


class Journal:
    """Keeps nothing: the state lives in memory alone. `oxsim.store.Store` keeps it in a file."""

    def save_context(self, context: Context) -> None:
        """Write a context's own fields (not its users and groups)."""

    def save_next_id(self, context: Context) -> None:
        """Write how far a context's sequence of ids is."""

    def drop_context(self, context: Context) -> None:
        """Remove a context with everything in it."""

    def keep_photo(self, data: bytes) -> Photo:
        """Take a photo in."""
        return HeldPhoto(data)

    def save_user(self, context: Context, user: User) -> None:
        """Write a user; its photo was taken in before."""

    def drop_user(self, context: Context, user: User) -> None:
        """Remove a user with its memberships and secondary accounts."""

    def save_group(self, context: Context, group: Group) -> None:
        """Write a group's names (not its members)."""

    def drop_group(self, context: Context, group: Group) -> None:
        """Remove a group with its memberships."""

    def add_members(self, context: Context, group: Group, users: list[int]) -> None:
        """Write memberships."""

    def drop_members(self, context: Context, group: Group, users: list[int]) -> None:
        """Remove memberships."""

    def save_resource(self, context: Context, resource: Resource) -> None:
        """Write a resource."""

    def drop_resource(self, context: Context, resource: Resource) -> None:
        """Remove a resource."""

    def save_account(self, context: Context, account: Account) -> None:
        """Write a secondary account."""

    def drop_account(self, context: Context, account: Account) -> None:
        """Remove a secondary account."""

    def save_deleted(self, world: World) -> None:
        """Write which ids of contexts leave something behind."""

    def save_registered(self, world: World) -> None:
        """Write what the utility service registered."""

    def record(self, creation: Creation) -> None:
        """Write down a create that took effect."""

    def commit(self) -> None:
        """Make everything since the last commit survive a kill of this process."""

    def clear(self) -> None:
        """Remove everything."""

    def close(self) -> None:
        """Give up the file."""
