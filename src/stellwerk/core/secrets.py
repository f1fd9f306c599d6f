"""Secrets at rest: AES-256-GCM under a key file that never enters the store.

The file holds lines ``kid key`` (key in base64, 32 bytes); the first encrypts, all decrypt. A
sealed secret reads ``kid:base64(nonce + ciphertext)`` and is bound to its place (model.field.id),
so a value copied into another row does not open.
"""

import base64
import os
import secrets as random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stellwerk.core.errors import StellwerkError
from stellwerk.core.masked import Masked


class KeyMissing(StellwerkError):
    """A secret in the store was sealed with a key that the key file does not hold."""

    code = "secrets.key_missing"
    hint = "Put the old secret.key back into the data folder, or give STELLWERK_KEY_FILE."


class SealBroken(StellwerkError):
    """A secret in the store does not open: it was altered or moved from another row."""

    code = "secrets.seal_broken"
    hint = "Enter the secret again."


@dataclass(frozen=True)
class Keyring:
    """The keys of one key file; the first one encrypts."""

    keys: dict[str, bytes]

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """Read a key file. Raises KeyMissing when it is absent or holds no key."""
        try:
            lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
        except FileNotFoundError:
            raise KeyMissing(f"There is no key file at {path}.") from None
        keys = {kid: base64.b64decode(key) for kid, key in lines}
        if not keys or any(len(key) != 32 for key in keys.values()):
            raise KeyMissing(f"The key file {path} holds no usable key.")
        return cls(keys)

    @classmethod
    def create(cls, path: Path) -> "Keyring":
        """Make a key file, readable by its owner alone; an existing one is never overwritten."""
        line = f"{random.token_hex(4)} {base64.b64encode(random.token_bytes(32)).decode()}\n"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        return cls.load(path)

    def seal(self, text: str, place: str) -> str:
        """Encrypt text for one place (``model.field.public_id``)."""
        kid, key = next(iter(self.keys.items()))
        nonce = random.token_bytes(12)
        sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), place.encode())
        return f"{kid}:{base64.b64encode(sealed).decode()}"

    def open(self, sealed: str, place: str) -> Masked:
        """Decrypt what `seal` made for the same place. Raises KeyMissing or SealBroken."""
        kid, _, body = sealed.partition(":")
        if kid not in self.keys:
            raise KeyMissing(f"The store holds a secret under key {kid}, which is not in the file.")
        raw = base64.b64decode(body)
        try:
            text = AESGCM(self.keys[kid]).decrypt(raw[:12], raw[12:], place.encode())
        except InvalidTag:
            raise SealBroken from None
        return Masked(text.decode())

    def derive(self, purpose: str) -> str:
        """A stable secret of its own for a purpose (Django's SECRET_KEY), by HKDF."""
        first = next(iter(self.keys.values()))
        return HKDF(SHA256(), 32, None, purpose.encode()).derive(first).hex()


@cache
def keyring() -> Keyring:
    """The keyring of this process; made by `stellwerk.settings` before anything else runs."""
    from django.conf import settings

    return Keyring.load(settings.STELLWERK_KEY_FILE)
