"""Argon2id with the parameters of RFC 9106's second choice: 64 MiB, three passes."""

from threading import Semaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

# So many at once: a flood of sign-ins costs 128 MiB at most, however many threads serve.
_ROOM = Semaphore(2)


class Hasher(Argon2PasswordHasher):
    """Hashes and verifies passwords, two at a time."""

    time_cost = 3
    memory_cost = 65_536
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """The hash of a password, with its salt and parameters."""
        with _ROOM:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether a hash is that of the password; hashes of other parameters are read too."""
        with _ROOM:
            return super().verify(password, encoded)
