"""请您评价: the replies a deputy is asked to rate, on a phone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import PortalRequest
from common.forms import PortalForm
from common.posting import act
from opinions.choices import UndertakingStatus
from opinions.forms.undertakings import RatingForm
from opinions.models import Opinion, Rating
from opinions.views.loading import with_rating
from opinions.workflow import rating as verbs


@require_GET
def rating_list(request: PortalRequest) -> HttpResponse:
    """Waiting ones first by their last day, then the last ten given."""
    mine = Rating.objects.asked_of(request.user).with_item()
    context = {"waiting": mine.waiting()[:50], "given": mine.given()[:10]}
    return render(request, "opinions/rating_list.html", context)


@require_http_methods(["GET", "POST"])
@with_rating
def rating_give(request: PortalRequest, rating: Rating) -> HttpResponse:
    """One reply: read it, see who will see what, rate attitude and result."""
    if request.method == "GET":
        return _page(request, rating, RatingForm(), 200)
    return act(
        request,
        RatingForm(request.POST),
        lambda data: verbs.rate(rating, actor=request.user, **data),
        done="谢谢，评价已收到。",
        back="opinions:rating_list",
        again=lambda form, status: _page(request, rating, form, status),
    )


def _page(request: PortalRequest, rating: Rating, form: PortalForm, status: int) -> HttpResponse:
    undertaking = rating.reply.undertaking
    context = {
        "rating": rating,
        "reply": rating.reply,
        "undertaking": undertaking,
        "raised": Opinion.objects.behind(rating).first(),
        "form": form,
        "is_open": rating.rated_at is None and undertaking.status == UndertakingStatus.RATING,
    }
    return render(request, "opinions/rating_give.html", context, status=status)
