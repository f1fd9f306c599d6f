"""All passwords that a configuration file refers to."""

from collections.abc import Mapping

from stellwerk.config.document import Document
from stellwerk.config.password import Password
from stellwerk.config.problem import BadConfiguration, Problem
from stellwerk.core.masked import Masked

Secrets = Mapping[Password, Masked]


def read_passwords(document: Document) -> dict[Password, Masked]:
    """Every password of the file but those the store keeps.

    Raises BadConfiguration with all that cannot be read.
    """
    folder = document.file.absolute().parent
    wanted = [one.password for one in document.sources if one.password]
    wanted += [login.password for one in document.targets for login in one.logins]
    found = {one: one.read(folder) for one in wanted if not one.kept}
    if problems := [one for one in found.values() if isinstance(one, Problem)]:
        raise BadConfiguration(document.file, problems)
    return {one: secret for one, secret in found.items() if isinstance(secret, Masked)}
