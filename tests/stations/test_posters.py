"""Posters read back: every code on the rendered page is the address it was drawn for, and nothing else is printed."""

import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone

from common.errors import NotAllowedError, RuleError
from deputies.models import Deputy, Mandate
from stations import workflow
from stations.choices import JobStatus
from stations.models import PosterFile, PosterJob, PublicCode
from stations.posters import Poster, draw, picture, posters_of
from tests.stations.making import crowd

pytestmark = pytest.mark.django_db
BASE = "https://dbllz.example.gov.cn"


def read(pdf):
    """The text and the codes of each page."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        codes = sorted(one.text for one in zxingcpp.read_barcodes(page.render(scale=2).to_pil()))
        pages.append((page.get_textpage().get_text_range(), codes))
        page.close()
    document.close()
    return pages


def address(code):
    return f"{BASE}/p/c/{code.token}/"


def posters(*codes, on=None):
    rows = PublicCode.objects.with_target().filter(pk__in=[code.pk for code in codes])
    return posters_of(rows.order_by("id"), on or timezone.localdate(), BASE)


@pytest.fixture
def codes(world):
    Deputy.objects.update(phone="13800009999")
    Mandate.objects.update(constituency="第三选区")
    world.code = workflow.issue_code(world.deputy, actor=None)
    world.station_code = workflow.issue_code(world.station, actor=None)
    return world


def test_a_poster_says_who_and_where_and_its_code_is_read_back(codes, settings):
    settings.PORTAL_DEMO = True
    (text, found), (station, of_station) = read(draw(posters(codes.code, codes.station_code)))
    assert (found, of_station) == ([address(codes.code)], [address(codes.station_code)])
    wanted = ("张守信 代表", "濮阳县第十六届人民代表大会代表（第三选区）", "庆祖镇第1活动小组", "庆祖镇政府东 50 米", "工作日 9:00 到 11:30", "扫这个码", "12345", "示例")
    assert [word for word in wanted if word not in text.replace("\r\n", "")] == []
    assert "庆祖镇人大代表联络站" in station
    assert all(word not in text for word in ("138", "党支部书记", "何秀英"))


def test_the_mark_of_the_demonstration_is_the_demonstrations_alone(codes):
    assert "示例" not in read(draw(posters(codes.code)))[0][0]


def test_cards_ten_on_a_page_each_read_back(codes):
    people = crowd(codes, 11)
    made = [workflow.codes.PublicCode.objects.create(deputy=one) for one in people]
    Mandate.objects.bulk_create(
        Mandate(deputy=one, level="county", term=16, region=codes.county, started_on=timezone.localdate())
        for one in people
    )
    first, second = read(draw(posters(*made), cards=True))
    assert len(first[1]) == 10
    assert sorted(first[1] + second[1]) == sorted(address(code) for code in made)


def test_what_is_out_of_use_is_not_printed(codes):
    old = codes.code
    new = workflow.reissue_code(old, reason="海报丢了", actor=None)
    assert [one.address for one in posters(old, new)] == [address(new)]
    Mandate.objects.update(status="ended")
    assert posters(new) == []


def test_a_torn_code_is_still_read(codes):
    import io

    from PIL import Image, ImageDraw

    image = Image.open(io.BytesIO(picture(address(codes.code)))).convert("L")
    side = image.width
    ImageDraw.Draw(image).rectangle((side * 0.55, side * 0.55, side * 0.75, side * 0.75), fill=255)
    assert zxingcpp.read_barcodes(image)[0].text == address(codes.code)


def test_long_names_and_rare_characters_stay_on_the_page():
    poster = Poster(f"{BASE}/p/c/x/", "买买提·堃喆玥䶮" * 3, True, ("某市第九届人民代表大会代表（" + "选区" * 40 + "）",) * 9, "站" * 60, "址" * 90, "时" * 60)
    for cards in (False, True):
        document = pypdfium2.PdfDocument(draw([poster], cards=cards))
        page = document[0].get_textpage()
        assert "䶮" in page.get_text_range()
        boxes = [page.get_charbox(index) for index in range(page.count_chars())]
        assert min(box[1] for box in boxes) > 0
        document.close()


@pytest.mark.parametrize("number", [1, 3])
def test_few_questions_however_many_posters(codes, number, django_assert_max_num_queries):
    people = crowd(codes, number)
    made = [PublicCode.objects.create(deputy=one) for one in people]
    rows = list(PublicCode.objects.with_target().filter(pk__in=[one.pk for one in made]))
    with django_assert_max_num_queries(4):
        posters_of(rows, timezone.localdate(), BASE)


# --- a whole place in one file ------------------------------------------------------------------
def ask(world, actor="staff", **facts):
    facts = {"form": "a4", "scope": "all", "base": BASE, **facts}
    return workflow.ask_posters(world.county, actor=world[actor], **facts)


def test_a_place_in_one_file(codes, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = ask(codes)
    job.refresh_from_db()
    assert (job.status, job.total, job.done) == ("done", 2, 2)
    assert job.progress == "一共 2 张。"
    found = [one for _, page in read(job.stored.file.read()) for one in page]
    assert found == [address(codes.station_code), address(codes.code)]


def test_asked_twice_it_is_made_once(codes):
    assert ask(codes) == ask(codes)
    assert ask(codes, form="cards") != ask(codes)
    for _ in range(2):
        workflow.make_posters(PosterJob.objects.first().pk)
    assert PosterFile.objects.count() == 1


def test_the_file_before_goes_with_its_codes(codes):
    for _ in range(2):
        workflow.make_posters(ask(codes).pk)
    assert PosterFile.objects.get().job == PosterJob.objects.first()


def test_without_codes_it_says_so(world):
    job = ask(world)
    workflow.make_posters(job.pk)
    job.refresh_from_db()
    assert "还没有在用的码" in job.progress
    assert not PosterFile.objects.exists()


def test_a_worker_that_died_is_not_waited_for(codes):
    job = ask(codes)
    long_ago = timezone.now() - workflow.posters.GIVEN_UP * 2
    PosterJob.objects.filter(pk=job.pk).update(status=JobStatus.RUNNING, started_at=long_ago)
    assert ask(codes) != job
    job.refresh_from_db()
    assert "没有生成" in job.progress


def test_what_goes_wrong_is_said(codes, settings, caplog):
    job = ask(codes)
    settings.MEDIA_ROOT = "/proc/nowhere"
    workflow.make_posters(job.pk)
    job.refresh_from_db()
    assert job.status == "failed"


def test_only_staff_print_a_place_and_only_with_an_address(codes):
    for name in ("head", "office", "township", "outsider"):
        with pytest.raises(NotAllowedError):
            ask(codes, actor=name)
    with pytest.raises(RuleError, match="网址"):
        ask(codes, base="")
