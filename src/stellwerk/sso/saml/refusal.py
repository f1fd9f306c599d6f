"""Why a message is not believed. The codes are stable: pages, logs and tests rely on them."""

from dataclasses import dataclass
from enum import StrEnum

from stellwerk.core.visible import visible

LONGEST_DETAIL = 300


class Code(StrEnum):
    """One code per reason, named for what is wrong. Add new ones here, never rename."""

    UNEXPECTED = "unexpected"

    # The bytes, before anything is read in them.
    WRONG_BINDING = "wrong-binding"
    BASE64 = "base64"
    TOO_LARGE = "too-large"
    NOT_UTF8 = "not-utf-8"
    OTHER_ENCODING = "other-encoding"
    FORBIDDEN_CHARACTER = "forbidden-character"
    MARKUP_DECLARATION = "markup-declaration"
    PROCESSING_INSTRUCTION = "processing-instruction"
    NOT_XML = "not-xml"
    TOO_MANY_ELEMENTS = "too-many-elements"
    TOO_MANY_ATTRIBUTES = "too-many-attributes"
    TOO_MANY_NAMESPACES = "too-many-namespaces"
    TOO_DEEP = "too-deep"
    NAME_TOO_LONG = "name-too-long"
    ID_REPEATED = "id-repeated"
    ID_DISGUISED = "id-disguised"
    ID_MALFORMED = "id-malformed"

    # The message as a whole.
    WRONG_MESSAGE = "wrong-message"
    WRONG_VERSION = "wrong-version"
    UNEXPECTED_CONTENT = "unexpected-content"
    MISSING_CONTENT = "missing-content"
    MALFORMED_TIME = "malformed-time"
    STATUS = "status"
    WRONG_ISSUER = "wrong-issuer"
    WRONG_DESTINATION = "wrong-destination"
    ISSUED_IN_FUTURE = "issued-in-future"
    ISSUED_TOO_LONG_AGO = "issued-too-long-ago"
    UNSOLICITED = "unsolicited"
    UNKNOWN_REQUEST = "unknown-request"
    REQUEST_ANSWERED = "request-answered"
    REPLAYED = "replayed"

    # Which part is signed, and how.
    RESPONSE_UNSIGNED = "response-unsigned"
    ASSERTION_UNSIGNED = "assertion-unsigned"
    LOGOUT_REQUEST_UNSIGNED = "logout-request-unsigned"
    LOGOUT_RESPONSE_UNSIGNED = "logout-response-unsigned"
    SIGNATURE_MISPLACED = "signature-misplaced"
    SIGNATURE_SHAPE = "signature-shape"
    WRONG_REFERENCE = "wrong-reference"
    WRONG_TRANSFORMS = "wrong-transforms"
    WRONG_CANONICALIZATION = "wrong-canonicalization"
    WRONG_SIGNATURE_ALGORITHM = "wrong-signature-algorithm"
    WRONG_DIGEST_ALGORITHM = "wrong-digest-algorithm"
    SHA1 = "sha1"
    NO_FITTING_CERTIFICATE = "no-fitting-certificate"
    WEAK_KEY = "weak-key"
    CANNOT_CANONICALIZE = "cannot-canonicalize"
    WRONG_SIGNATURE = "wrong-signature"
    WRONG_DIGEST = "wrong-digest"

    # What is encrypted.
    NOT_ENCRYPTED = "not-encrypted"
    ENCRYPTION_SHAPE = "encryption-shape"
    SEVERAL_ENCRYPTED_KEYS = "several-encrypted-keys"
    WRONG_KEY_TRANSPORT = "wrong-key-transport"
    WRONG_ENCRYPTION_ALGORITHM = "wrong-encryption-algorithm"
    CBC_UNSIGNED = "cbc-unsigned"
    NO_DECRYPTION_KEY = "no-decryption-key"
    CANNOT_DECRYPT = "cannot-decrypt"

    # The assertion.
    NO_ASSERTION = "no-assertion"
    SEVERAL_ASSERTIONS = "several-assertions"
    NO_NAME_ID = "no-name-id"
    EMPTY_NAME_ID = "empty-name-id"
    VALUE_TOO_LONG = "value-too-long"
    SPACE_IN_NAME_ID = "space-in-name-id"
    CONTROL_CHARACTER = "control-character"
    NO_BEARER_CONFIRMATION = "no-bearer-confirmation"
    WRONG_RECIPIENT = "wrong-recipient"
    CONFIRMATION_WITHOUT_END = "confirmation-without-end"
    CONFIRMATION_WITH_START = "confirmation-with-start"
    CONFIRMATION_ENDED = "confirmation-ended"
    CONFIRMS_OTHER_REQUEST = "confirms-other-request"
    NO_AUDIENCE = "no-audience"
    WRONG_AUDIENCE = "wrong-audience"
    UNKNOWN_CONDITION = "unknown-condition"
    NOT_YET_VALID = "not-yet-valid"
    NO_LONGER_VALID = "no-longer-valid"
    NO_AUTHN_STATEMENT = "no-authn-statement"
    SEVERAL_AUTHN_STATEMENTS = "several-authn-statements"
    AUTHENTICATED_IN_FUTURE = "authenticated-in-future"
    NOT_AUTHENTICATED_ANEW = "not-authenticated-anew"
    WRONG_AUTHN_CONTEXT = "wrong-authn-context"
    SESSION_ENDED = "session-ended"
    ATTRIBUTE_REPEATED = "attribute-repeated"
    LOGOUT_TOO_LATE = "logout-too-late"

    # A message that came by redirect.
    REDIRECT_NOT_ASCII = "redirect-not-ascii"
    REDIRECT_PARAMETER_TWICE = "redirect-parameter-twice"
    REDIRECT_DISGUISED_NAME = "redirect-disguised-name"
    REDIRECT_TWO_MESSAGES = "redirect-two-messages"
    REDIRECT_NO_MESSAGE = "redirect-no-message"
    REDIRECT_ENCODING = "redirect-encoding"
    REDIRECT_DEFLATE = "redirect-deflate"
    REDIRECT_TRAILING_DATA = "redirect-trailing-data"
    REDIRECT_EMBEDDED_SIGNATURE = "redirect-embedded-signature"
    REDIRECT_SIGNATURE_INCOMPLETE = "redirect-signature-incomplete"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message was not believed. `detail` is for administrators alone and holds no secret."""

    code: Code
    detail: str = ""


class Refused(Exception):
    """Leaves the core's own functions; its entrances turn it into the Refusal it carries.

    `detail` may quote a stranger: it becomes one short line that steers no terminal and no log.
    """

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(code)
        line = " ".join(visible(detail[:LONGEST_DETAIL]).split())
        self.refusal = Refusal(code, line)
