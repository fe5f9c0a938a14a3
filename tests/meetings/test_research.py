"""Field research put right until an opinion rests on it, with the words before; cited also from the opinion's page."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.errors import NotAllowedError, RuleError, StaleError
from meetings.actions import research
from meetings.models import Citation, Finding, FindingWording, RaisedOpinion, ResearchStop, Sitting
from meetings.reports.research import stops_of

pytestmark = pytest.mark.django_db
WORDS = "两套系统要重复录入。"


@pytest.fixture
def stop(hall):
    return research.save_stop(hall.meeting, actor=hall.staff, place="庆祖镇综治中心", visited_on=date(2024, 5, 13))


@pytest.fixture
def finding(hall, stop):
    return research.add_finding(stop, actor=hall.staff, text=WORDS)


def cited(hall, finding):
    row = RaisedOpinion.objects.select_related("sitting__occasion__unit__region").get(pk=hall.say().pk)
    return research.cite(row, finding, actor=hall.staff)


def test_other_words_leave_those_before(hall, finding):
    research.edit_finding(finding, actor=hall.staff, text=" 三套系统要重复录入。 ", was=WORDS)
    assert Finding.objects.get().text == "三套系统要重复录入。"
    kept = FindingWording.objects.get()
    assert (kept.text, kept.changed_by) == (WORDS, hall.staff)
    research.edit_finding(finding, actor=hall.staff, text=finding.text, was=finding.text)
    assert FindingWording.objects.count() == 1


@pytest.mark.parametrize(("text", "words"), [(" ", "请写发现"), ("长" * 1001, "最多 1000")])
def test_words_are_refused_as_when_written(hall, finding, text, words):
    with pytest.raises(RuleError, match=words) as error:
        research.edit_finding(finding, actor=hall.staff, text=text, was=WORDS)
    assert error.value.field == "text"


def test_two_hands_do_not_overwrite_a_finding(hall, finding):
    research.edit_finding(finding, actor=hall.staff, text="三套系统要重复录入。", was=WORDS)
    with pytest.raises(StaleError):
        research.edit_finding(finding, actor=hall.staff, text="四套系统。", was=WORDS)
    with pytest.raises(NotAllowedError):
        research.edit_finding(finding, actor=hall.world["office"], text="四套系统。", was="三套系统要重复录入。")


def test_what_is_cited_or_over_stays(hall, stop, finding):
    one = cited(hall, finding)
    for verb in (
        lambda: research.edit_finding(finding, actor=hall.staff, text="改了", was=WORDS),
        lambda: research.save_stop(hall.meeting, actor=hall.staff, stop=stop, place="别处", visited_on=stop.visited_on),
    ):
        with pytest.raises(RuleError, match="引用了"):
            verb()
    research.uncite(one, actor=hall.staff)
    Sitting.objects.update(status="ended")
    with pytest.raises(RuleError, match="开完了"):
        research.edit_finding(finding, actor=hall.staff, text="改了", was=WORDS)


def test_the_pages_put_right(hall, stop, finding, as_user):
    staff, edit = as_user("staff"), f"/meetings/research/{stop.pk}/edit/"
    words = f"/meetings/research/findings/{finding.pk}/edit/"
    for page in (edit, words):
        assert staff.get(page).status_code == 200
        assert as_user("office").get(page).status_code == 403
        assert as_user("office").post(page, {}).status_code == 403
        assert as_user("outsider").get(page).status_code == 404
        assert staff.put(page).status_code == 405
    assert staff.post(edit, {"place": "", "visited_on": "x"}).status_code == 422
    typed = {"place": "庆祖镇政务中心", "visited_on": "2024年5月12日", "starts_at": "9:30", "hosts": "镇人大"}
    assert "调研点改好了" in staff.post(edit, typed, follow=True).text
    assert ResearchStop.objects.get().place == "庆祖镇政务中心"
    assert staff.post(words, {"text": "", "was": WORDS}).status_code == 422
    answer = staff.post(words, {"text": "三套系统要重复录入。", "was": WORDS}, follow=True)
    assert "原来的文字留在记录里" in answer.text
    assert "改过 1 次" in answer.text
    assert staff.post(words, {"text": "四套", "was": WORDS}).status_code == 409
    assert WORDS in staff.get(words).text
    cited(hall, Finding.objects.get())
    assert "引用了" in staff.get(edit).text
    assert "引用了" in staff.get(words).text


def test_an_opinion_cites_from_its_own_page(hall, finding, as_user):
    row, staff = hall.say(), as_user("staff")
    page, panel = f"/opinions/{row.opinion_id}/", f"/meetings/opinions/{row.opinion_id}/findings/"
    assert panel in staff.get(page).text
    shown = staff.get(panel, headers={"hx-request": "true"}).text
    assert "还没有引用" in shown
    cite = f"/meetings/sittings/{hall.sitting.pk}/rows/{row.pk}/cite/?opinion"
    assert cite in shown
    assert page in staff.get(cite).text
    assert staff.post(cite, {"finding": finding.pk}).url == page
    assert Citation.objects.get().raised_id == row.pk
    assert WORDS in staff.get(panel, headers={"hx-request": "true"}).text
    assert staff.get(panel).url == f"/meetings/sittings/{hall.sitting.pk}/"
    assert "引用调研发现" not in as_user("office").get(panel, headers={"hx-request": "true"}).text
    for persona in ("outsider", "agency", "deputy"):
        assert as_user(persona).get(panel).status_code == 404


def test_where_nothing_was_found_nothing_hangs(hall, as_user):
    row = hall.say()
    assert "/findings/" not in as_user("staff").get(f"/opinions/{row.opinion_id}/").text
    assert as_user("staff").get(f"/meetings/opinions/{row.opinion_id}/findings/").status_code == 404


def test_the_list_asks_as_much_for_three_stops_as_for_one(hall, stop, finding, as_user):
    staff, page = as_user("staff"), f"/meetings/{hall.meeting.pk}/research/"
    research.edit_finding(finding, actor=hall.staff, text="三套系统要重复录入。", was=WORDS)
    cited(hall, finding)

    def asked():
        staff.get(page)
        with CaptureQueriesContext(connection) as found:
            assert staff.get(page).status_code == 200
        return len(found)

    one = asked()
    for number in range(2):
        facts = {"place": f"网格驿站{number}", "visited_on": date(2024, 5, 13), "sitting": hall.sitting}
        more = research.save_stop(hall.meeting, actor=hall.staff, **facts)
        for words in ("一个专职网格员管三百七十户。", "入户一遍要两个月。"):
            new = research.add_finding(more, actor=hall.staff, text=words)
            research.edit_finding(new, actor=hall.staff, text=f"据说{words}", was=words)
        cited(hall, new)
    assert asked() == one


def stop_of(hall, **facts):
    known = {"place": "庆祖镇综治中心", "visited_on": date(2024, 5, 14), "starts_at": time(9, 30), "hosts": "镇人大"}
    return research.save_stop(hall.meeting, actor=hall.staff, **{**known, **facts})


def test_stops_findings_and_what_cites_them(hall):
    with pytest.raises(RuleError, match="会议结束以前"):
        stop_of(hall, visited_on=date(2024, 5, 15))
    stop = stop_of(hall, sitting=hall.sitting)
    assert stop_of(hall, stop=stop, sitting=hall.sitting, hosts="镇综治办").hosts == "镇综治办"
    for text, words in ((" ", "请写发现"), ("长" * 1001, "最多 1000")):
        with pytest.raises(RuleError, match=words):
            research.add_finding(stop, actor=hall.staff, text=text)
    finding = research.add_finding(stop, actor=hall.staff, text="两套系统要重复录入。")
    assert research.add_finding(stop, actor=hall.staff, text="两套系统要重复录入。") == finding
    row = hall.say()
    row = type(row).objects.select_related("sitting__occasion__unit__region").get(pk=row.pk)
    with pytest.raises(NotAllowedError):
        research.cite(row, finding, actor=hall.world["office"])
    first = research.cite(row, finding, actor=hall.staff)
    assert research.cite(row, finding, actor=hall.staff) == first
    with pytest.raises(RuleError, match="引用了"):
        research.remove_stop(stop, actor=hall.staff)
    assert stops_of(hall.sitting) == [stop]
    assert stops_of(hall.new_sitting("第三组")) == []
    with pytest.raises(NotAllowedError):
        research.uncite(first, actor=hall.world["office"])
    research.uncite(first, actor=hall.staff)
    research.remove_stop(stop, actor=hall.staff)
    assert not Finding.objects.exists()


def test_the_pages_of_research_and_citations(hall, as_user):
    client, home = as_user("staff"), f"/meetings/{hall.meeting.pk}/research/"
    assert as_user("office").get(home).status_code == 200
    assert as_user("office").post(home, {}).status_code == 403
    assert as_user("agency").get(home).status_code == 404
    assert client.post(home, {"place": "", "visited_on": "x"}).status_code == 422
    typed = {"place": "庆祖镇综治中心", "visited_on": "2024年5月14日", "starts_at": "9:30"}
    assert "调研点已加上" in client.post(home, typed, follow=True).content.decode()
    stop = ResearchStop.objects.get()
    assert client.post(f"/meetings/research/{stop.pk}/findings/", {"text": ""}).status_code == 422
    client.post(f"/meetings/research/{stop.pk}/findings/", {"text": "两套系统要重复录入。"})
    row, page = hall.say(), f"/meetings/sittings/{hall.sitting.pk}/"
    assert "引用调研发现" in client.get(page).content.decode()
    cite = f"{page}rows/{row.pk}/cite/"
    assert "引用这一条" in client.get(cite).content.decode()
    text = client.post(cite, {"finding": Finding.objects.get().pk}, follow=True).content.decode()
    assert "调研发现（庆祖镇综治中心）：两套系统要重复录入。" in text
    assert client.post(cite, {"finding": "x"}).status_code == 404
    assert as_user("office").get(cite).status_code == 403
    assert "不能删除" in client.post(f"/meetings/research/{stop.pk}/remove/", follow=True).content.decode()
    one = Citation.objects.get()
    assert as_user("office").post(f"/meetings/citations/{one.pk}/remove/").status_code == 403
    assert "不再引用" in client.post(f"/meetings/citations/{one.pk}/remove/", follow=True).content.decode()
