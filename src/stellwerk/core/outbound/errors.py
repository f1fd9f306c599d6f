"""Why nothing was fetched."""

from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import say


class NotFetched(StellwerkError):
    """Nothing could be fetched from this address."""

    code = "outbound.failed"


class BadAddress(NotFetched):
    """This is no address that can be fetched."""

    code = "outbound.address"
    hint = "Write it like https://idp.example.org/metadata."


class NotEncrypted(NotFetched):
    """Only https:// is fetched: on the way, anybody could put other keys into the answer."""

    code = "outbound.http"
    hint = "Write https://, or save the file and upload it."


class Forbidden(NotFetched):
    """This address lies in a private network."""

    code = "outbound.private"
    hint = "If it is a server of your own, tick that its address may lie in your own network."

    def __init__(self, host: str, address: str, *, ever: bool) -> None:
        said = say("%(host)s is %(address)s, in a private network.", host=host, address=address)
        if not ever:
            said = say("%(host)s is %(address)s, which is never asked.", host=host, address=address)
        super().__init__(said)
        if not ever:
            self.hint = say("Name the server under an address of its own.")


class UnknownHost(NotFetched):
    """The name service does not know this host."""

    code = "outbound.host"
    hint = "Check the spelling, and the name service of this machine."


class Unreachable(NotFetched):
    """The server does not answer."""

    code = "outbound.unreachable"
    hint = "Check that it runs and that no firewall is in between, or save the file and upload it."


class Untrusted(NotFetched):
    """The server's certificate cannot be verified."""

    code = "outbound.certificate"
    hint = "Name the file of the authority that signed it, or save the file and upload it."


class TooSlow(NotFetched):
    """The server took too long to answer."""

    code = "outbound.slow"
    hint = "Try again, or save the file and upload it."


class TooLarge(NotFetched):
    """The answer is larger than anything that is read here."""

    code = "outbound.large"


class TooManyTurns(NotFetched):
    """The address leads on and on to other addresses."""

    code = "outbound.turns"
    hint = "Give the address it leads to in the end."


class BadAnswer(NotFetched):
    """The server did not answer with what was asked for."""

    code = "outbound.answer"
    hint = "Open the address in a browser: it must show the file itself, without signing in."
