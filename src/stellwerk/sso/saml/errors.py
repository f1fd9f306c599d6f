"""What the core's builders and readers refuse. An error's docstring is what people are told."""

from stellwerk.core.errors import StellwerkError


class SamlError(StellwerkError):
    """Single sign-on could not be prepared."""

    code = "sso"


class CannotSign(SamlError):
    """A message has to be signed, and there is no certificate of ours to sign it with."""

    code = "sso-no-signing-key"
    hint = "Make or paste a certificate for signing, or switch the signing of this message off."


class CannotSignSo(SamlError):
    """This algorithm cannot be used with the portal's key for signing."""

    code = "sso-signing-algorithm"
    hint = "Choose one of the RSA algorithms; SHA-1 needs its own switch."


class BadCertificate(SamlError):
    """This is no certificate."""

    code = "certificate-unreadable"
    hint = "Paste a certificate in PEM form, or its base64 text alone."


class NoCertificateGiven(BadCertificate):
    """There is no certificate in what was given."""

    code = "certificate-empty"


class KeyInsteadOfCertificate(BadCertificate):
    """This is a private key. Here only the certificate belongs, which is public."""

    code = "certificate-is-key"
    hint = "Keep the private key secret. If it was meant for somebody else, have a new one made."


class SeveralCertificates(BadCertificate):
    """These are several certificates; one is expected here."""

    code = "certificate-several"
    hint = "Paste them one by one, without those of the authorities that signed them."


class WeakKey(BadCertificate):
    """The certificate's key is too weak: RSA needs at least 2048 bits, elliptic curves 256."""

    code = "certificate-weak-key"
    hint = "Have the identity provider use a stronger key."


class UnknownKey(BadCertificate):
    """The certificate's key is of a kind that SAML signatures are not made with."""

    code = "certificate-key-kind"
    hint = "Use a certificate with an RSA key, or one on the curves P-256, P-384 or P-521."


class BadPair(BadCertificate):
    """The private key does not belong to the certificate."""

    code = "pair-mismatch"
    hint = "Paste the certificate and the private key that were made together."


class BadKey(BadCertificate):
    """This is no private key."""

    code = "key-unreadable"
    hint = "Paste the private key in PEM form, without a passphrase."


class LockedKey(BadKey):
    """The private key is protected by a passphrase."""

    code = "key-passphrase"
    hint = "Take the passphrase off first: openssl pkey -in locked.pem -out key.pem"


class NotRsa(BadKey):
    """The portal's own key has to be an RSA key of at least 2048 bits."""

    code = "key-not-rsa"
    hint = "Have the portal make one, or make one of 3072 bits yourself."
