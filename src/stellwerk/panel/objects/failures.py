"""What a failure means in words: what happened, why that usually is, and what to do next."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.objects.in_words import in_words

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind of failure: what happened, its likely cause, the next step."""

    happened: Text
    cause: Text
    step: Text


_UNKNOWN = Meaning(
    _("It could not be sent"),
    _("The detail below says what the target answered."),
    _("Correct what the detail names, then try again."),
)
_FIELD = _("The directory holds a value that OX does not take.")
_GARBLED = _("It was damaged on its way, or a program wrote it in another encoding.")
_TWICE = _("The file holds an object twice, or two exports were put together.")
_ONE_OF_THEM = _("Remove one of the two, or export the file again.")
_AGAIN = _("Correct it, or export the file again.")
_ALONE = _("It is taken up again by itself as soon as its record changes.")

_MEANINGS: dict[str, Meaning] = {
    "context_move": Meaning(
        _("The directory wants another context than the account is in"),
        _("The context was changed for somebody who already has an account."),
        _("Read the sources again: since this was noted, accounts are moved by themselves."),
    ),
    "move_conflict": Meaning(
        _("The account is to move to a context where its name or address is taken"),
        _("Somebody has an account with this login or address in that context already."),
        _("Delete or rename the account in OX that is not wanted any more; nothing is merged."),
    ),
    "imported_elsewhere": Meaning(
        _("The account is in another context than the directory says"),
        _("The connector before us made it there, and the directory names another one since."),
        _("Set the context back until the account is taken over; then it can move."),
    ),
    "login-ambiguous": Meaning(
        _("The login has more than one value"),
        _("The property that becomes the login in OX holds several values."),
        _("Choose a property with one value at the target, or remove the others."),
    ),
    "context_missing": Meaning(
        _("No context is named"),
        _("Neither the person nor the rule says which OX context the account belongs to."),
        _("Set the context in the directory, or a default one in the rule."),
    ),
    "context_undeclared": Meaning(
        _("The context is not declared"),
        _("The directory names a context that nobody has made known here; often a typing error."),
        _("Declare the context in the directory or here, or correct its number."),
    ),
    "context_credential": Meaning(
        _("The login of the context's administrator is missing"),
        _("The context was in OX before; only its own administrator can change things in it."),
        _("Give the administrator's login with the target's contexts."),
    ),
    "context_gone": Meaning(
        _("The context is not in OX any more"),
        _("It was deleted there, or the address leads to another OX than before."),
        _("Have it restored in OX, or try again: then it is made anew with its people."),
    ),
    "context_id": Meaning(
        _("This is no context number"),
        _("OX numbers its contexts; this one has something else for a number."),
        _("Give it a whole number above zero."),
    ),
    "profile_unknown": Meaning(
        _("The access profile is not known"),
        _("The person names a profile that does not exist; often a typing error."),
        _("Create the profile in the directory, or give the person one that exists."),
    ),
    "account_taken": Meaning(
        _("Another functional account has this address"),
        _("Two functional accounts of one context have the same address."),
        _("Give one of the two another address."),
    ),
    "login_empty": Meaning(
        _("No member has a login"),
        _("The login template of the target names properties that no member has."),
        _("Correct the template, or fill the properties it names."),
    ),
    "mail_taken": Meaning(
        _("The mail address belongs to another account"),
        _("Two people want the same primary address in one context."),
        _("Give one of the two another primary address."),
    ),
    "name_taken": Meaning(
        _("Somebody else still holds the name"),
        _("Its holder is to get another name first, and that has not happened."),
        _("See what keeps the other one; this one goes on by itself."),
    ),
    "conflict": Meaning(
        _("OX already has a user of that name"),
        _("It was made there before, and its mail address is another one."),
        _("Give both the same primary address if they are one person, else rename one."),
    ),
    "no-mail": Meaning(
        _("There is no mail address"),
        _("OX gives nobody an account without a primary address."),
        _("Give the person a primary mail address in the directory."),
    ),
    "invalid-mail": Meaning(
        _("The mail address is not one OX takes"), _FIELD, _("Correct it in the directory.")
    ),
    "no-surname": Meaning(
        _("There is no surname"),
        _("OX gives nobody an account without a surname."),
        _("Fill in the surname in the directory."),
    ),
    "no-login": Meaning(_("There is no login"), _FIELD, _("Fill in the login in the directory.")),
    "login-characters": Meaning(
        _("The login holds characters OX does not allow"),
        _FIELD,
        _("Letters a to z, digits and $ @ % . + _ - are allowed."),
    ),
    "too-long": Meaning(_("A value is too long"), _FIELD, _("Shorten it in the directory.")),
    "ox_exists": Meaning(
        _("OX already has something of that name"),
        _("Somebody made it there by hand, or it was left over."),
        _("Rename one of the two, or remove the one in OX."),
    ),
    "ox_invalid": Meaning(
        _("OX does not take a value"), _FIELD, _("Correct the value in the directory.")
    ),
    "ox_refused": Meaning(
        _("OX refused the login it is served with"),
        _("The password was changed in OX, or the login has lost its rights."),
        _("Give the right login with the target, and test it there."),
    ),
    "ox_conflict": Meaning(
        _("OX was busy with the same object"),
        _("Somebody or something else changed it at the same moment."),
        _("Try again."),
    ),
    "ox_storage": Meaning(
        _("OX could not store it"),
        _("Its database or file store reported an error; its log says which."),
        _("Have OX looked at, then try again."),
    ),
    "ox_unavailable": Meaning(
        _("OX could not be reached"),
        _("It is down, being restarted, or something between is."),
        _("Nothing: it goes on by itself when OX answers again."),
    ),
    "ox_in_doubt": Meaning(
        _("Nobody knows yet whether it arrived"),
        _("The connection ended before OX answered."),
        _("Nothing: OX is asked before anything more is sent."),
    ),
    "ox_silent": Meaning(
        _("OX never says that it is done"),
        _("Others get an answer, this one does not: a value may upset OX or a proxy before it."),
        _("Look into OX's log at the time of the last try, correct the value, then try again."),
    ),
    "ox_unreadable": Meaning(
        _("The answer of OX could not be read"),
        _("Something between may have answered in its place, such as a proxy."),
        _("Look at the detail, have OX looked at, then try again."),
    ),
    "ox_gone": Meaning(
        _("OX does not have it any more"),
        _("It was removed there by hand."),
        _("Try again: what is missing is made anew."),
    ),
    "ox_not_found": Meaning(
        _("OX does not offer a service that is needed"),
        _("The address leads elsewhere, or a package is not installed in OX."),
        _("Test the target's address; have the missing package installed."),
    ),
    # Objects of a source that could not be taken in.
    "no_id": Meaning(
        _("The object has no immutable id"),
        _("The login the directory is read with may not see it, or the file was exported without."),
        _("Let that login read the id, or export the file with it."),
    ),
    "bad_id": Meaning(
        _("The object's immutable id is none"),
        _GARBLED,
        _("Correct the id in the directory, or export the file again."),
    ),
    "no_login": Meaning(
        _("The person has no login"),
        _("The record holds no user name."),
        _("Give the person a login (uid) in the directory."),
    ),
    "made_anew": Meaning(
        _("The person was deleted and made anew"),
        _("The new entry claims what belongs to an account that is still there."),
        _("Wait until the old account is deleted, or decide before that they are one person."),
    ),
    "nul": Meaning(
        _("A value holds the character NUL"), _GARBLED, _("Correct the value in the directory.")
    ),
    "not_utf8": Meaning(
        _("A value is not UTF-8 text"),
        _GARBLED,
        _("Correct the value in the directory, or export the file as UTF-8."),
    ),
    "range": Meaning(
        _("The server did not send all values"),
        _("It sends many members in parts and stopped in between."),
        _("Read again; if it stays, look into the server's log."),
    ),
    "duplicate_id": Meaning(_("Two objects have the same id"), _TWICE, _ONE_OF_THEM),
    "duplicate_dn": Meaning(_("Two objects have the same DN"), _TWICE, _ONE_OF_THEM),
    "too_long": Meaning(
        _("A line is too long"),
        _("The file is damaged, or a value such as a picture is far too big."),
        _("Make the value smaller, or export the file again."),
    ),
    "cut": Meaning(
        _("The object ends in the middle"),
        _("The file was cut off, or is still being written."),
        _("Export the file again; put it in place when it is whole."),
    ),
    "change_record": Meaning(
        _("It is a change, not an object"),
        _("The file holds a list of changes instead of the whole directory."),
        _("Export the whole content, as slapcat or ldapsearch do."),
    ),
    "url_value": Meaning(
        _("A value is only a reference to a file or address"),
        _("The file was exported with references, which are never followed."),
        _("Put the value itself into the file, as base64 after two colons."),
    ),
    "base64": Meaning(_("A value is not base64"), _GARBLED, _AGAIN),
    "two_entries": Meaning(
        _("A second object begins without an empty line before it"),
        _("The file was put together by hand or by a script."),
        _("Put an empty line before every line that begins with dn:"),
    ),
    "broken_line": Meaning(
        _("A line is not of the form name: value"),
        _("The file was edited by hand, or wrapped by another program."),
        _("Correct the line; one that continues the line before begins with a space."),
    ),
    "no_dn": Meaning(
        _("An object does not begin with its DN"),
        _("An empty line splits an object in two, or the file was put together wrongly."),
        _("Begin every object with dn: and put an empty line before it."),
    ),
    "broken_dn": Meaning(_("The DN cannot be read"), _GARBLED, _AGAIN),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """One failure explained. `detail` is what the engine or the target said of it."""

    happened: Text
    cause: Text
    step: Text
    detail: str
    code: str
    later: Text = _ALONE


def explain(code: str, detail: str, hint: str = "") -> Explained:
    """What a code means; one that has no words of its own shows the engine's."""
    detail = in_words(detail)
    meaning = _MEANINGS.get(code)
    if meaning is None:
        return Explained(
            _UNKNOWN.happened, _UNKNOWN.cause, in_words(hint) or _UNKNOWN.step, detail, code
        )
    return Explained(meaning.happened, meaning.cause, meaning.step, detail, code)
