"""Who asks at a sitting to be kept secret is named to no agency: on no page, in no paper, in no notice."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Notice
from opinions.models import Opinion
from opinions.workflow import rating as ratings
from opinions.workflow import undertaking as undertakings

pytestmark = pytest.mark.django_db

PAGES = (
    ("undertaking_list", ()),
    ("undertaking_detail", ("row",)),
    ("undertaking_notice", ("row",)),
    ("undertaking_export", ()),
    ("list_detail", ("paper",)),
    ("list_docx", ("paper",)),
    ("list_xlsx", ("paper",)),
    ("reply_slip", ("row",)),
)


def words_of(answer):
    """What can be read in an answer: the page, or the texts inside a document."""
    body = answer.getvalue()
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as pack:
        return "\n".join(pack.read(name).decode("utf-8", "ignore") for name in pack.namelist() if ".xml" in name)


def read_by_agency(client, row):
    """All that the agency can read about `row`."""
    keys = {"row": row.pk, "paper": row.assignment.list_id}
    texts = [client.get("/").content.decode()]
    for name, of in PAGES:
        answer = client.get(reverse(f"opinions:{name}", args=[keys[key] for key in of]))
        assert answer.status_code in (200, 404), name
        texts.append(words_of(answer))
    texts += [f"{notice.label}{notice.copy_text}" for notice in Notice.objects.all()]
    return "\n".join(texts)


@pytest.fixture
def speaker(hall, as_user):
    """Adds a deputy the way recorders do, while the sitting runs; returns their opinion."""

    def speak(name, text, **more):
        person = {"client_id": str(uuid4()), "name": name, "capacity": "county_deputy", "title": "某村代表", **more}
        client = as_user("staff")
        assert client.post(reverse("meetings:latecomer_add", args=[hall.sitting.pk]), person).status_code == 200
        row = hall.say(text, participant_id=None, participant_key=person["client_id"])
        return Opinion.objects.get(pk=row.opinion_id)

    return speak


def test_no_agency_learns_the_name_of_a_secret_deputy(speaker, world, as_user):
    rows = [
        speaker("田红霞", "我田红霞说一句，路灯坏了。", secrecy="on"),
        speaker("何文斌", "路灯要有人管。"),
    ]
    matter = world.matter(rows)
    world.paper_in("issued", matters_=[matter])
    row = world.reload(matter.assignments.get().undertakings.get(role="lead"))
    undertakings.accept(row, actor=world["agency"])
    undertakings.urge(row, actor=world["staff"], note="田红霞代表又问起了，请抓紧。")
    read = read_by_agency(as_user("agency"), world.reload(row))
    assert "何文斌" in read
    assert "田红霞" not in read


def test_secrecy_asked_for_after_the_list_is_out_holds_from_then_on(speaker, world, hall, as_user):
    opinion = speaker("田红霞", "路灯坏了。")
    matter = world.matter([opinion])
    world.paper_in("issued", matters_=[matter])
    row = world.reload(matter.assignments.get().undertakings.get(role="lead"))
    detail = reverse("opinions:undertaking_detail", args=[row.pk])
    assert "田红霞" in as_user("agency").get(detail).text
    person = hall.sitting.participants.get(contributor=opinion.contributor)
    data = {"name": "田红霞", "capacity": "county_deputy", "attendance": "present", "secrecy": "on"}
    assert as_user("staff").post(reverse("meetings:participant_edit", args=[person.pk]), data).status_code == 302
    assert "田红霞" not in as_user("agency").get(detail).text


def test_the_reason_of_a_bad_rating_does_not_name_who_wrote_it(world, as_user):
    secret = world.contributor("county_deputy", "张守信", deputy=world.deputy, secrecy=True)
    row = world.undertaking("rating", opinions_=[world.opinion(contributor=secret)])
    rating = row.replies.get(round=1).ratings.get()
    rating.reply.undertaking = row
    ratings.rate(rating, actor=world["deputy"], attitude="good", result="bad", reason="张守信看过，灯还是不亮。")
    page = as_user("agency").get(reverse("opinions:undertaking_detail", args=[row.pk])).text
    assert "张某某看过，灯还是不亮。" in page
    assert "张守信" not in page
    assert "张守信看过" in as_user("staff").get(reverse("opinions:undertaking_detail", args=[row.pk])).text
