"""The panel's components as template tags; each renders one partial of `templates/ui/`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import lucide
from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from stellwerk.core import clock
from stellwerk.panel import assets
from stellwerk.panel.lists.labels import labelled
from stellwerk.panel.objects.in_words import in_words as words_of
from stellwerk.panel.objects.in_words import why_not_whole

register = template.Library()

_STATUS_ICONS = {
    "good": "circle-check",
    "busy": "loader",
    "info": "info",
    "wait": "clock",
    "warn": "triangle-alert",
    "bad": "octagon-alert",
    "off": "circle-minus",
}


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: int = 18) -> str:
    """One of lucide's icons, drawn in the text's colour and hidden from screen readers."""
    attributes = {"class": "icon", "aria-hidden": "true", "focusable": "false"}
    return mark_safe(lucide._render_icon(str(name), size, **attributes))  # noqa: S308


@register.simple_tag
def asset(name: str) -> str:
    """The address of a script or picture that only some pages load, as ``root/file``."""
    return assets.url(name)


register.filter("in_words", words_of)
register.filter("why_not_whole", why_not_whole)


@register.simple_block_tag
def card(
    content: SafeString, title: str = "", icon: str = "", href: str = "", name: str = ""
) -> str:
    """A box around what belongs together. A link that has a name, in a part that is loaded anew,
    keeps the keyboard's focus.
    """
    context = {"content": content, "title": title, "icon": icon, "href": href, "name": name}
    return render_to_string("ui/card.html", context)


@register.simple_block_tag
def table(content: SafeString, caption: str, *, shown: bool = False) -> str:
    """A table with a caption for screen readers (`shown`: for everybody) and a sticky head. In a
    narrow window each row is a small card, in which every cell says what it is.
    """
    told = mark_safe(labelled(content))  # noqa: S308 - as safe as it was
    return render_to_string("ui/table.html", {"content": told, "caption": caption, "shown": shown})


@register.simple_block_tag
def facts(content: SafeString) -> str:
    """A list of names and values, made of `fact`."""
    return render_to_string("ui/facts.html", {"content": content})


@register.inclusion_tag("ui/fact.html")
def fact(name: str, value: Any, *, copy: bool = False) -> Mapping[str, Any]:
    """One name and value; a machine's value can be copied."""
    return {"name": name, "value": value, "copy": copy}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, *, why_locked: str = "", suggestion: str = "") -> Mapping[str, Any]:
    """A form's field with label, help and errors; one that is locked says why."""
    widget = bound.field.widget
    return {
        "field": bound,
        "tick": isinstance(widget, CheckboxInput),
        "choices": isinstance(widget, RadioSelect),
        "why_locked": why_locked,
        "suggestion": suggestion,
    }


@register.inclusion_tag("ui/errors.html")
def errors(form: Any) -> Mapping[str, Any]:
    """What a form as a whole refuses; read out at once."""
    return {"form": form}


@register.inclusion_tag("ui/status.html")
def status(tone: str, text: str) -> Mapping[str, Any]:
    """How something stands: icon, word and colour. Tones: good busy info wait warn bad off."""
    return {"tone": tone, "text": text, "icon": _STATUS_ICONS[tone]}


@register.inclusion_tag("ui/badge.html")
def badge(text: Any, tone: str = "off") -> Mapping[str, Any]:
    """A small word or number beside another."""
    return {"text": text, "tone": tone}


@register.inclusion_tag("ui/copy.html")
def copy(value: Any, label: str = "") -> Mapping[str, Any]:
    """A machine's value with a button that copies it, where scripts run."""
    return {"value": value, "label": label}


@register.inclusion_tag("ui/empty.html")
def empty(
    icon: str, title: str, text: str = "", href: str = "", action: str = ""
) -> Mapping[str, Any]:
    """What stands where there is nothing yet, with the next step."""
    return {"icon": icon, "title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("ui/paging.html")
def paging(page: Any) -> Mapping[str, Any]:
    """The ways to the pages before and after; `page` is a `panel.lists.paging.Page`."""
    return {"page": page}


@register.inclusion_tag("ui/diff.html")
def diff(changes: Sequence[tuple[str, Any, Any]], caption: str) -> Mapping[str, Any]:
    """What changes, field by field: name, old, new; None is nothing."""
    # Pages show thousands of these rows: they are written here, not by the template.
    rows = format_html_join(
        "\n",
        '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
        ((name, _side("del", old), _side("ins", new)) for name, old, new in changes),
    )
    return {"rows": rows, "caption": caption}


def _side(tag: str, value: Any) -> SafeString:
    if value is None:
        return format_html('<span class="muted">{}</span>', "–")
    return format_html("<{0}>{1}</{0}>", mark_safe(tag), value)  # noqa: S308 - a tag's name


@register.inclusion_tag("ui/progress.html")
def progress(
    url: str, *, running: bool, done: int, total: int | None, text: str
) -> Mapping[str, Any]:
    """How far something is. While it runs, the part is asked for anew every second at `url`."""
    return {"url": url, "running": running, "done": done, "total": total, "text": text}


@register.inclusion_tag("ui/ask.html")
def ask(url: str, text: str, icon: str = "", tone: str = "") -> Mapping[str, Any]:
    """A button for something that asks first; its view calls `panel.dialogs.question.ask`."""
    return {"url": url, "text": text, "icon": icon, "tone": tone}


@register.inclusion_tag("ui/filters.html", takes_context=True)
def filters(context: template.Context, form: Any) -> Mapping[str, Any]:
    """A list's filters. They live in the address, so a filtered list can be passed on."""
    chosen = []
    if form.is_valid():
        for bound in form:
            value = form.cleaned_data.get(bound.name)
            if value not in (None, "", [], False):
                chosen.append((bound.label, _shown(bound, value), _without(context, bound.name)))
    return {"form": form, "chosen": chosen, "address": context["request"].path}


def _shown(bound: BoundField, value: Any) -> str:
    choices = dict(getattr(bound.field, "choices", ()))
    return str(choices.get(value, choices.get(str(value), value)))


def _without(context: template.Context, name: str) -> str:
    parameters = context["request"].GET.copy()
    for gone in (name, "before", "after"):
        parameters.pop(gone, None)
    return f"{context['request'].path}?{parameters.urlencode()}"


@register.inclusion_tag("ui/when.html")
def when(moment: datetime | None) -> Mapping[str, Any]:
    """A moment: how long ago, and exactly in the portal's zone; None is "never"."""
    if moment is None:
        return {"moment": None}
    from babel.dates import format_timedelta

    apart = moment - clock.now()
    locale = (get_language() or "en").partition("-")[0]
    said = format_timedelta(apart, add_direction=True, locale=locale)
    return {"moment": moment, "said": said, "exact": timezone.localtime(moment)}


@register.filter
def number(value: int) -> str:
    """A number with its thousands set apart."""
    return formats.number_format(value, use_l10n=True, force_grouping=True)
