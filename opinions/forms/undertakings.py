"""What is typed on an undertaking's page."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import HTML, Div, Field, Layout, LayoutObject
from django import forms
from django.utils.html import format_html

from accounts.models import Unit, User
from common.forms import CnDateField, Picks, PortalForm, TextAreaField, UploadField, choices_of
from opinions.choices import AnswerClass, Grade
from opinions.models import Opinion, Reply, Undertaking
from opinions.workflow.reply import Letter, sources_of


class AcceptForm(PortalForm):
    """签收: who will handle it."""

    handler_name = forms.CharField(label="承办人", max_length=40, required=False, help_text="不填就是您本人。")


class NoteForm(PortalForm):
    """A sentence, required."""

    note = TextAreaField(label="说明", rows=3, max_length=1000)

    def __init__(self, *args: Any, label: str = "说明", help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = label
        self.fields["note"].help_text = help_text


class UrgeForm(NoteForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label="催办的话", help_text="单位的承办人会照原文收到。", **kwargs)


class ProgressForm(NoteForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label="进展", help_text="写一两句就行，选工委看得到。", **kwargs)


class CoOpinionForm(NoteForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label="协办意见", help_text="提给主办单位，由主办单位统一答复并写明。", **kwargs)


class AssessForm(NoteForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label="评估结论", help_text="写明谁参加评估、怎样认定。登记后这一项办结。", **kwargs)


class HandBackForm(NoteForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label="哪里要改", help_text="单位会照原文收到。", **kwargs)


class UnitChoiceForm(PortalForm):
    """Base: choosing units among those that may lead."""

    def units(self, undertaking: Undertaking) -> Any:
        """Units of the same place that may lead, in official order."""
        path = undertaking.assignment.list.unit.region.path
        return Unit.objects.may_lead().filter(region__path__startswith=path)


class SendBackForm(UnitChoiceForm):
    reason = TextAreaField(label="退办理由", rows=3, help_text="写明依据哪条职责分工，不属本单位职责。")
    suggested_unit = forms.ModelChoiceField(
        Unit.objects.none(), label="建议改由哪个单位办理", required=False, empty_label="不清楚，请选工委定"
    )

    def __init__(self, *args: Any, undertaking: Undertaking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "suggested_unit").queryset = self.units(undertaking).exclude(pk=undertaking.unit_id)


class SendBackDecisionForm(UnitChoiceForm):
    agree = forms.ChoiceField(
        label="审核意见",
        choices=[("yes", "同意，改派"), ("no", "不同意，继续办理")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选同意或不同意。"},
    )
    new_unit = forms.ModelChoiceField(
        Unit.objects.none(), label="改由哪个单位办理", required=False, empty_label="同意时请选"
    )
    note = TextAreaField(label="说明", rows=2, required=False, help_text="不同意时要写原因。")

    def __init__(self, *args: Any, undertaking: Undertaking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "new_unit").queryset = self.units(undertaking).exclude(pk=undertaking.unit_id)


class ExtensionForm(PortalForm):
    until = CnDateField(label="申请延到")
    reason = TextAreaField(label="为什么要延期", rows=3)

    def __init__(self, *args: Any, undertaking: Undertaking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del undertaking  # the limit is the verb's to check


class ExtensionDecisionForm(PortalForm):
    agree = forms.ChoiceField(
        label="审核意见",
        choices=[("yes", "同意"), ("no", "不同意")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选同意或不同意。"},
    )
    until = CnDateField(label="同意延到", required=False, help_text="可以比申请的日期早；不填就按申请的日期。")
    note = TextAreaField(label="说明", rows=2, required=False, help_text="不同意时要写原因。")

    def __init__(self, *args: Any, undertaking: Undertaking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del undertaking


class DispatchForm(UnitChoiceForm):
    """转办: leads and co-units among those the office passes on to."""

    leads = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="主办单位",
        widget=forms.CheckboxSelectMultiple,
        required=False,  # the verb refuses, and knows when helping alone is enough
        help_text="选两个以上就是分办，各自答复。",
    )
    cos = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="协办单位", widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(label="转办说明", max_length=200, required=False)

    def __init__(self, *args: Any, undertaking: Undertaking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Unit.objects.may_lead().filter(dispatch_via=undertaking.unit_id)
        for name in ("leads", "cos"):
            choices_of(self, name).queryset = offered
        self.helper.layout = Layout(
            Field("leads", wrapper_class="unit-box"), Field("cos", wrapper_class="unit-box"), "note"
        )


class Quote(LayoutObject):
    """A source opinion as an agency may read it, above its answer. Plain text, never a template."""

    def __init__(self, number: int, opinion: Opinion) -> None:
        self.number, self.opinion = number, opinion

    def render(self, *_args: Any, **_kwargs: Any) -> str:
        quote = '<p class="quote mb-2"><b>第{}条</b>　{}<br><span class="small muted">{}</span></p>'
        return format_html(quote, self.number, self.opinion.shared_text, self.opinion.outside_source)


class ReplyForm(PortalForm):
    """答复: class, text, and a word on every source opinion."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    answer_class = forms.ChoiceField(
        label="答复类别",
        choices=AnswerClass.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    planned_on = CnDateField(label="计划完成时间", required=False, help_text="B 类要写，到期前会提醒您报结果。")
    body = TextAreaField(
        label="答复内容",
        rows=9,
        max_length=20000,
        required=False,
        draft=True,
        help_text="审核通过后送评价人，并告知提出人。",
    )
    number = forms.CharField(label="答复函文号", max_length=40, required=False)
    contact_name = forms.CharField(label="承办人", max_length=40, required=False)
    contact_phone = forms.CharField(
        label="联系电话", max_length=40, required=False, help_text="会印在答复函上，请填办公电话。"
    )

    def __init__(
        self,
        *args: Any,
        undertaking: Undertaking,
        reply: Reply | None = None,
        writer: User | None = None,
        **kwargs: Any,
    ) -> None:
        self.undertaking = undertaking
        self.sources: list[Opinion] = list(sources_of(undertaking))
        super().__init__(*args, initial=_reply_initial(undertaking, reply, writer), **kwargs)
        known = {a.opinion_id: a for a in reply.answers.all()} if reply else {}
        for number, opinion in enumerate(self.sources, start=1):
            self._add_answer(number, opinion, known.get(opinion.pk))
        if not undertaking.assignment.rule.uses_classes:
            del self.fields["answer_class"], self.fields["planned_on"]
        self.helper.layout = self._layout()

    def _add_answer(self, number: int, opinion: Opinion, known: Any) -> None:
        initial = ("yes" if known.is_answered else "no") if known and (known.is_answered or known.why_not) else None
        self.fields[f"answer_{opinion.pk}"] = forms.ChoiceField(
            label=f"第{number}条",
            choices=[("yes", "已回应"), ("no", "这次没有采纳")],
            widget=forms.RadioSelect,
            required=False,
            initial=initial,
        )
        self.fields[f"why_{opinion.pk}"] = forms.CharField(
            label=f"第{number}条没有采纳的理由", max_length=200, required=False, initial=known.why_not if known else ""
        )

    def _layout(self) -> Layout:
        rows = []
        for number, opinion in enumerate(self.sources, start=1):
            rows.append(
                Div(
                    Quote(number, opinion),
                    Picks(f"answer_{opinion.pk}", css="picks-2 picks-row"),
                    Div(f"why_{opinion.pk}", data_when=f"answer_{opinion.pk}=no"),
                    css_class="answer-row",
                )
            )
        first: list[Any] = ["version"]
        if "answer_class" in self.fields:
            first += [
                Picks("answer_class", letters=True),
                Div("planned_on", data_when="answer_class=B"),
            ]
        contact = Div(
            Div("contact_name", css_class="col-sm-4"),
            Div("contact_phone", css_class="col-sm-4"),
            Div("number", css_class="col-sm-4"),
            css_class="row g-3",
        )
        return Layout(*first, "body", HTML('<h3 class="mb-2" id="answers">逐条回应</h3>'), *rows, contact)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for opinion in self.sources:
            why = f"why_{opinion.pk}"
            if data.get(f"answer_{opinion.pk}") == "no" and not data.get(why, "").strip():
                self.add_error(why, "没有采纳的，请写理由。")
        return data

    def facts(self) -> dict[str, Any]:
        """What the verb takes: the letter, the answers, and the version the page showed."""
        data = self.cleaned_data
        answers = {
            o.pk: (data[f"answer_{o.pk}"] == "yes", data[f"why_{o.pk}"])
            for o in self.sources
            if data.get(f"answer_{o.pk}")
        }
        names = ("body", "answer_class", "planned_on", "contact_name", "contact_phone", "number")
        letter = Letter(**{name: data[name] for name in names if name in data})
        return {"letter": letter, "answers": answers, "version": data["version"]}


def _reply_initial(undertaking: Undertaking, reply: Reply | None, writer: User | None) -> dict[str, Any]:
    """The draft as saved; for a new one, who writes it and the office's telephone."""
    if reply is None:
        name = undertaking.handler_name or (writer.name if writer else "")
        return {"contact_name": name, "contact_phone": undertaking.unit.phone}
    names = ("version", "answer_class", "planned_on", "body", "number", "contact_name", "contact_phone")
    return {name: getattr(reply, name) for name in names}


class AttachForm(PortalForm):
    """A file of the reply: the sealed scan, or an attachment."""

    purpose = forms.ChoiceField(
        label="这是什么",
        choices=[("sealed_scan", "盖章扫描件"), ("file", "附件")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选盖章扫描件或附件。"},
    )
    file = UploadField(label="文件", help_text="PDF、图片、Word 或 Excel。")


class RatingForm(PortalForm):
    """评价: attitude and result apart, nothing preselected; 不满意 needs a reason."""

    attitude = forms.ChoiceField(
        label="办理态度", choices=Grade.choices, widget=forms.RadioSelect, error_messages={"required": "请选办理态度。"}
    )
    result = forms.ChoiceField(
        label="办理结果", choices=Grade.choices, widget=forms.RadioSelect, error_messages={"required": "请选办理结果。"}
    )
    reason = TextAreaField(
        label=format_html('想说的话<span class="opt">{}</span>', "选填，“不满意”请写原因"),
        rows=2,
        max_length=300,
        required=False,
        error_messages={"max_length": "最多写 %(limit_value)d 个字，现在有 %(show_value)d 个。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field("attitude", template="opinions/_field_grades.html"),
            Field("result", template="opinions/_field_grades.html"),
            "reason",
        )
