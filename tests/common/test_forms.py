"""The base of the forms: what is left out, what a rule says, what days people write."""

import logging
from datetime import date

import pytest
from django import forms
from django.template import Context, Template

from common.errors import RuleError
from common.forms import CnDateField, PortalForm


class Sample(PortalForm):
    name = forms.CharField(label="姓名")
    unit = forms.CharField(label="单位")


def drawn(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


def test_a_dropped_field_is_neither_drawn_nor_missed(caplog):
    form = Sample()
    form.drop("unit")
    with caplog.at_level(logging.WARNING):
        page = drawn(form)
    assert 'name="name"' in page
    assert 'name="unit"' not in page
    assert not caplog.records


def test_a_rules_sentence_stands_beside_its_field():
    form = Sample({"name": "王", "unit": "局"})
    assert form.is_valid()

    def refuse():
        raise RuleError("这个单位不能承办。", field="unit")

    done, error = form.try_verb(refuse)
    assert (done, str(error)) == (False, "这个单位不能承办。")
    assert form.errors["unit"] == ["这个单位不能承办。"]


@pytest.mark.parametrize("typed", ["2024年9月30日", "２０２４年９月３０日", "2024-9-30", "2024.9.30", " 2024年 9月 30日 "])
def test_a_day_is_read_as_people_write_it(typed):
    assert CnDateField().clean(typed) == date(2024, 9, 30)


def test_a_wrong_day_says_how_to_write_it():
    with pytest.raises(forms.ValidationError, match="日期请写成 2024年9月30日 这样"):
        CnDateField().clean("九月底")
