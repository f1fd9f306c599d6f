from django.template import engines
from django.template.backends.django import DjangoTemplates

from stellwerk.panel import warming


def test_every_template_of_ours_is_ready_before_anybody_asks() -> None:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    (loader,) = engine.engine.template_loaders
    loader.reset()
    warming.warm_up()
    ready = set(loader.get_template_cache)
    assert {"people/people.html", "signin/sign_in.html", "ui/table.html"} <= ready
    assert ready >= set(warming.templates())
