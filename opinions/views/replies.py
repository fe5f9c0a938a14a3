"""答复: drafted, signed, sealed, delivered by the unit; checked by staff."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from accounts.requests import PortalRequest
from common.errors import NotAllowedError, RuleError
from common.posting import act, press
from opinions import rules
from opinions.choices import ReplyStatus
from opinions.forms import undertakings as forms
from opinions.models import Attachment, Reply, Undertaking
from opinions.views.loading import with_undertaking
from opinions.views.undertakings import undertaking_page
from opinions.workflow import reply as verbs


def _current(undertaking: Undertaking) -> Reply:
    """This round's reply, with the undertaking already loaded; 404 without one."""
    reply = undertaking.replies.filter(round=undertaking.round).first()
    if reply is None:
        raise Http404
    reply.undertaking = undertaking
    return reply


@require_POST
@with_undertaking
def reply_save(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """存草稿 or 送审, by the button pressed."""
    current = undertaking.replies.filter(round=undertaking.round).first()
    form = forms.ReplyForm(request.POST, undertaking=undertaking, reply=current)
    sending = "send" in request.POST

    def save(_data: object) -> None:
        reply = verbs.draft(undertaking, actor=request.user, **form.facts())
        if sending:
            verbs.submit(reply, actor=request.user)

    return act(
        request,
        form,
        save,
        done="已送主要负责人签发。" if sending else "草稿已保存。",
        back=undertaking,
        again=lambda wrong, status: undertaking_page(request, undertaking, doing="reply", bound=wrong, status=status),
    )


@require_POST
@with_undertaking
def reply_return(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """The head sends it back, or the clerk takes it back."""
    reply, note = _current(undertaking), request.POST.get("note", "")[:500]
    return press(
        request,
        lambda: verbs.return_to_draft(reply, actor=request.user, note=note),
        done="答复已退回承办人修改。",
        back=undertaking,
    )


@require_POST
@with_undertaking
def reply_sign(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """签发."""
    reply = _current(undertaking)
    return press(
        request,
        lambda: verbs.sign(reply, actor=request.user),
        done="已签发。请承办人盖章后送达选工委。",
        back=undertaking,
    )


@require_POST
@with_undertaking
def reply_deliver(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """送达选工委."""
    reply = _current(undertaking)
    return press(
        request, lambda: verbs.deliver(reply, actor=request.user), done="答复已送达选工委，等审核。", back=undertaking
    )


@require_POST
@with_undertaking
def reply_attach(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """Upload the sealed scan or an attachment, until the reply is delivered."""
    reply = _current(undertaking)
    form = forms.AttachForm(request.POST, request.FILES)

    def keep(data: dict[str, Any]) -> None:
        if not rules.may_draft_reply(request.user, reply):
            raise NotAllowedError("只有主办单位的承办人能上传。")
        if reply.status == ReplyStatus.DELIVERED:
            raise RuleError("答复已经送达，不能再加附件。需要补充的，请与选工委联系。")
        with transaction.atomic():
            Attachment.objects.create(
                reply=reply, purpose=data["purpose"], uploaded_by=request.user, **data["file"].fields()
            )

    return act(
        request,
        form,
        keep,
        done="文件已上传。",
        back=undertaking,
        again=lambda wrong, status: undertaking_page(request, undertaking, doing="attach", bound=wrong, status=status),
    )


@require_POST
@with_undertaking
def reply_pass(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """审核通过."""
    reply = _current(undertaking)
    return press(
        request, lambda: verbs.pass_reply(reply, actor=request.user), done="审核通过，答复已送出。", back=undertaking
    )


@require_POST
@with_undertaking
def reply_hand_back(request: PortalRequest, undertaking: Undertaking) -> HttpResponse:
    """退回 with staff's words."""
    reply = _current(undertaking)
    return act(
        request,
        forms.HandBackForm(request.POST),
        lambda data: verbs.hand_back(reply, actor=request.user, note=data["note"]),
        done="已退回单位修改。",
        back=undertaking,
        again=lambda wrong, status: undertaking_page(request, undertaking, doing="check", bound=wrong, status=status),
    )
