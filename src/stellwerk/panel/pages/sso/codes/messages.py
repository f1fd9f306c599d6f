"""The codes of the core, in the order in which a message is looked at."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from stellwerk.panel.pages.sso.codes import usual
from stellwerk.panel.pages.sso.codes.usual import Usual
from stellwerk.panel.settings.fields import Text
from stellwerk.sso.saml.refusal import Code

Words = Mapping[str, tuple[Text, Usual]]

BYTES: Words = {
    Code.UNEXPECTED: (_("Something unexpected happened while the message was read."), usual.FAULT),
    Code.WRONG_BINDING: (
        _("The answer came by Redirect; sign-ins are accepted by POST alone."),
        usual.ADDRESS,
    ),
    Code.BASE64: (_("The message is not written in base64."), usual.DAMAGED),
    Code.TOO_LARGE: (_("The message is larger than any real one."), usual.FORGED),
    Code.NOT_UTF8: (_("The message is no UTF-8 text."), usual.DAMAGED),
    Code.OTHER_ENCODING: (_("The message says that it is not UTF-8."), usual.FORGED),
    Code.FORBIDDEN_CHARACTER: (
        _("The message holds characters that XML does not allow."),
        usual.DAMAGED,
    ),
    Code.MARKUP_DECLARATION: (_("The message declares a document type or entities."), usual.FORGED),
    Code.PROCESSING_INSTRUCTION: (_("The message holds processing instructions."), usual.FORGED),
    Code.NOT_XML: (_("The message is no well-formed XML."), usual.DAMAGED),
    Code.TOO_MANY_ELEMENTS: (_("The message has more elements than any real one."), usual.FORGED),
    Code.TOO_MANY_ATTRIBUTES: (
        _("An element of the message has more attributes than any real one."),
        usual.FORGED,
    ),
    Code.TOO_MANY_NAMESPACES: (
        _("The message has more namespaces than any real one."),
        usual.FORGED,
    ),
    Code.TOO_DEEP: (_("The message is nested deeper than any real one."), usual.FORGED),
    Code.NAME_TOO_LONG: (_("The message holds a name that is far too long."), usual.FORGED),
    Code.ID_REPEATED: (_("Two parts of the message have the same ID."), usual.FORGED),
    Code.ID_DISGUISED: (_("The message hides an ID under another name."), usual.FORGED),
    Code.ID_MALFORMED: (_("An ID of the message is none."), usual.FORGED),
}
WHOLE: Words = {
    Code.WRONG_MESSAGE: (_("This is another kind of message than was expected."), usual.FORGED),
    Code.WRONG_VERSION: (_("The message is not of SAML 2.0."), usual.PROVIDER),
    Code.UNEXPECTED_CONTENT: (_("The message holds what does not belong there."), usual.FORGED),
    Code.MISSING_CONTENT: (_("The message lacks what belongs into it."), usual.DAMAGED),
    Code.MALFORMED_TIME: (_("A time in the message is none."), usual.FORGED),
    Code.STATUS: (_("The identity provider said that it did not sign anybody in."),
                  usual.REFUSED_THERE),
    Code.WRONG_ISSUER: (_("The message comes from somebody else than was expected."),
                        usual.PROVIDER),
    Code.WRONG_DESTINATION: (_("The message is meant for another address."), usual.ADDRESS),
    Code.ISSUED_IN_FUTURE: (_("The message is from the future."), usual.CLOCK),
    Code.ISSUED_TOO_LONG_AGO: (_("The message is too old."), usual.CLOCK),
    Code.UNSOLICITED: (_("Nobody asked for this answer."), usual.UNSOLICITED),
    Code.UNKNOWN_REQUEST: (
        _("The answer belongs to no request of this browser, or to one that is long past."),
        usual.STALE,
    ),
    Code.REQUEST_ANSWERED: (_("The request was answered already."), usual.STALE),
    Code.REPLAYED: (_("The same message came a second time."), usual.STALE),
}  # fmt: skip
SIGNED: Words = {
    Code.RESPONSE_UNSIGNED: (_("The response as a whole is not signed."), usual.UNSIGNED),
    Code.ASSERTION_UNSIGNED: (_("The assertion is not signed."), usual.UNSIGNED),
    Code.LOGOUT_REQUEST_UNSIGNED: (_("The sign-out request is not signed."),
                                   usual.LOGOUT_UNSIGNED),
    Code.LOGOUT_RESPONSE_UNSIGNED: (_("The answer to a sign-out request is not signed."),
                                    usual.LOGOUT_UNSIGNED),
    Code.SIGNATURE_MISPLACED: (_("The signature is not where it belongs."), usual.FORGED),
    Code.SIGNATURE_SHAPE: (_("The signature is not built as SAML asks for."), usual.FORGED),
    Code.WRONG_REFERENCE: (_("The signature covers something else than this message."),
                           usual.FORGED),
    Code.WRONG_TRANSFORMS: (_("The signature changes the message before it is verified."),
                            usual.FORGED),
    Code.WRONG_CANONICALIZATION: (_("The signature's canonical form is not accepted."),
                                  usual.ALGORITHM),
    Code.WRONG_SIGNATURE_ALGORITHM: (_("The signature's algorithm is not accepted."),
                                     usual.ALGORITHM),
    Code.WRONG_DIGEST_ALGORITHM: (_("The signature's digest is not accepted."), usual.ALGORITHM),
    Code.SHA1: (_("The signature uses SHA-1, which is not allowed here."), usual.ALGORITHM),
    Code.NO_FITTING_CERTIFICATE: (_("No certificate here fits the kind of signature."),
                                  usual.KEYS),
    Code.WEAK_KEY: (_("The key that fits the signature is too weak."), usual.ALGORITHM),
    Code.CANNOT_CANONICALIZE: (_("What is signed has no canonical form."), usual.FORGED),
    Code.WRONG_SIGNATURE: (_("None of the trusted certificates made this signature."), usual.KEYS),
    Code.WRONG_DIGEST: (_("The message was changed after it was signed."), usual.DAMAGED),
}  # fmt: skip
ENCRYPTED: Words = {
    Code.NOT_ENCRYPTED: (_("The assertion is not encrypted, although it has to be."),
                         usual.DECRYPTION),
    Code.ENCRYPTION_SHAPE: (_("What is encrypted is not built as it should be."), usual.FORGED),
    Code.SEVERAL_ENCRYPTED_KEYS: (_("It is encrypted for several keys."), usual.DECRYPTION),
    Code.WRONG_KEY_TRANSPORT: (_("The way its key is encrypted is not accepted."),
                               usual.ALGORITHM),
    Code.WRONG_ENCRYPTION_ALGORITHM: (_("The encryption's algorithm is not accepted."),
                                      usual.ALGORITHM),
    Code.CBC_UNSIGNED: (_("It is encrypted with CBC, and no signature stands around it."),
                        usual.CBC),
    Code.NO_DECRYPTION_KEY: (_("There is no key of ours to decrypt it with."), usual.DECRYPTION),
    Code.CANNOT_DECRYPT: (_("None of our keys decrypts it."), usual.DECRYPTION),
}  # fmt: skip
ASSERTION: Words = {
    Code.NO_ASSERTION: (_("The answer does not say who signed in."), usual.REFUSED_THERE),
    Code.SEVERAL_ASSERTIONS: (_("The answer holds several assertions."), usual.FORGED),
    Code.NO_NAME_ID: (_("The assertion has no NameID."), usual.RELEASE),
    Code.EMPTY_NAME_ID: (_("The NameID is empty."), usual.RELEASE),
    Code.SPACE_IN_NAME_ID: (_("The NameID begins or ends with a blank."), usual.RELEASE),
    Code.VALUE_TOO_LONG: (_("A value is longer than any that can be kept."), usual.RELEASE),
    Code.CONTROL_CHARACTER: (_("A value holds control characters."), usual.FORGED),
    Code.NO_BEARER_CONFIRMATION: (_("The assertion is not meant for whoever brings it."),
                                  usual.FORGED),
    Code.WRONG_RECIPIENT: (_("The assertion is meant for another address."), usual.ADDRESS),
    Code.CONFIRMATION_WITHOUT_END: (_("The assertion does not say until when it may be used."),
                                    usual.FORGED),
    Code.CONFIRMATION_WITH_START: (_("The assertion says from when it may be used, where it must"
                                     " not."), usual.FORGED),
    Code.CONFIRMATION_ENDED: (_("The time to use this assertion is over."), usual.CLOCK),
    Code.CONFIRMS_OTHER_REQUEST: (_("The assertion answers another request."), usual.STALE),
    Code.NO_AUDIENCE: (_("The assertion does not say for whom it is."), usual.FORGED),
    Code.WRONG_AUDIENCE: (_("The assertion is for another service."), usual.ADDRESS),
    Code.UNKNOWN_CONDITION: (_("The assertion names a condition that is not known."),
                             usual.FORGED),
    Code.NOT_YET_VALID: (_("The assertion is not valid yet."), usual.CLOCK),
    Code.NO_LONGER_VALID: (_("The assertion is no longer valid."), usual.CLOCK),
    Code.NO_AUTHN_STATEMENT: (_("The assertion does not say that anybody signed in."),
                              usual.FORGED),
    Code.SEVERAL_AUTHN_STATEMENTS: (_("The assertion says more than once that somebody signed"
                                      " in."), usual.FORGED),
    Code.AUTHENTICATED_IN_FUTURE: (_("The assertion says that somebody signed in in the future."),
                                   usual.CLOCK),
    Code.NOT_AUTHENTICATED_ANEW: (_("The person was to sign in anew, and did not."), usual.POLICY),
    Code.WRONG_AUTHN_CONTEXT: (_("The person signed in by a way that is not asked for."),
                               usual.POLICY),
    Code.SESSION_ENDED: (_("The identity provider's session is over already."), usual.CLOCK),
    Code.ATTRIBUTE_REPEATED: (_("An attribute comes twice, with different values."),
                              usual.RELEASE),
    Code.LOGOUT_TOO_LATE: (_("The sign-out request came after its time."), usual.CLOCK),
}  # fmt: skip
REDIRECT: Words = {
    Code.REDIRECT_NOT_ASCII: (_("The address holds characters that do not belong there."),
                              usual.DAMAGED),
    Code.REDIRECT_PARAMETER_TWICE: (_("A part of the address comes twice."), usual.FORGED),
    Code.REDIRECT_DISGUISED_NAME: (_("A part of the address has a disguised name."), usual.FORGED),
    Code.REDIRECT_TWO_MESSAGES: (_("The address holds a request and a response."), usual.FORGED),
    Code.REDIRECT_NO_MESSAGE: (_("The address holds no message."), usual.STALE),
    Code.REDIRECT_ENCODING: (_("The message in the address is encoded in an unknown way."),
                             usual.FORGED),
    Code.REDIRECT_DEFLATE: (_("The message in the address cannot be unpacked."), usual.DAMAGED),
    Code.REDIRECT_TRAILING_DATA: (_("Something follows the message in the address."),
                                  usual.FORGED),
    Code.REDIRECT_EMBEDDED_SIGNATURE: (_("The signature is in the message, where it belongs into"
                                         " the address."), usual.FORGED),
    Code.REDIRECT_SIGNATURE_INCOMPLETE: (_("The signature in the address is not whole."),
                                         usual.DAMAGED),
}  # fmt: skip
