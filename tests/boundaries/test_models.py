"""What imports cannot show: which way the relations between the rooms run."""

import pytest
from django.apps import apps

from tests.boundaries.rooms import ROOMS, above


def relations(label):
    """Every concrete relation of the room's models, many-to-many included."""
    for model in apps.get_app_config(label).get_models(include_auto_created=True):
        for field in (*model._meta.fields, *model._meta.local_many_to_many):
            if field.is_relation and field.related_model:
                yield field


def test_every_room_is_walked():
    named = {config.label for config in apps.get_app_configs() if (config.path and "site-packages" not in config.path)}
    assert named == {*ROOMS}
    assert sum(len(list(relations(label))) for label in ROOMS) > 100


@pytest.mark.parametrize("label", ROOMS)
def test_relations_point_down(label):
    upward = [str(f) for f in relations(label) if f.related_model._meta.app_label in above(label)]
    assert upward == []


@pytest.mark.parametrize("label", ROOMS)
def test_no_reverse_accessor_leaks_into_a_lower_room(label):
    """`related_name="+"` on what crosses rooms: a lower model never grows a name it does not know."""
    crossing = [f for f in relations(label) if f.related_model._meta.app_label in set(ROOMS) - {label}]
    named = [str(f) for f in crossing if not (f.remote_field.related_name or "").endswith("+")]
    assert named == []


@pytest.mark.parametrize("label", ROOMS)
def test_no_generic_relation(label):
    """A target is a foreign key the database can check, never a type and a number."""
    generic = [f for f in relations(label) if f.related_model._meta.label == "contenttypes.ContentType"]
    assert generic == []
