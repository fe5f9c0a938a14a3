"""The pages of a table of stations: chosen, said, looked at, answered, imported once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deputies.models import RosterDraft
from stations.models import Station
from tests.deputies.rosters import sheet_of, upload
from tests.stations import rosters
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
PATH = "/stations/roster/"


def chosen(client, made):
    answer = client.post(PATH, {"table": made}, follow=True)
    return RosterDraft.objects.latest("pk"), answer


@pytest.mark.parametrize("name", PERSONAS)
def test_who_keeps_the_stations(world, as_user, name):
    readers = {"office", "leader", "township", "head", "liaison"}
    expected = 200 if name in {"staff", "outsider"} else 403 if name in readers else 404
    for path in (PATH, f"{PATH}export/"):
        assert as_user(name).get(path).status_code == expected


def test_from_the_workbook_to_the_stations(world, as_user):
    client = as_user("staff")
    draft, answer = chosen(client, rosters.plain())
    text = answer.content.decode()
    assert "新增 1 个站" in text
    assert "张守义，2024年5月1日起" in text
    digest = text.partition('name="digest" value="')[2].partition('"')[0]
    done = client.post(f"{PATH}{draft.pk}/import/", {"digest": digest}, follow=True)
    assert "导入好了：新增 1 个站" in done.content.decode()
    assert client.post(f"{PATH}{draft.pk}/import/", {"digest": digest}).status_code == 409
    assert Station.objects.count() == 2


def test_wrong_rows_come_back_marked(world, as_user):
    client = as_user("staff")
    draft, answer = chosen(client, rosters.broken_rows())
    assert "有 10 处要改，一行也没有导入" in answer.content.decode()
    marked = client.get(f"{PATH}{draft.pk}/marked.xlsx")
    assert marked.status_code == 200
    again, answer = chosen(client, SimpleUploadedFile("站点.xlsx", marked.getvalue()))
    assert "有 10 处要改" in answer.content.decode()
    assert client.post(f"{PATH}{again.pk}/import/", {"digest": "x"}).status_code == 422
    client.post(f"{PATH}{again.pk}/drop/")
    assert not RosterDraft.objects.exists()


def test_columns_are_said_and_questions_answered(world, as_user):
    client = as_user("staff")
    draft, answer = chosen(client, rosters.local_names())
    assert "表里的列各是什么" in answer.content.decode()
    columns = {f"at_{at}": name for at, name in enumerate(("name", "home", "address", "hours", "head", ""))}
    twice = client.post(f"{PATH}{draft.pk}/columns/", {**columns, "at_5": "home", "started_on": "2024年5月1日"})
    assert (twice.status_code, "有两列都对应" in twice.content.decode()) == (422, True)
    back = client.post(f"{PATH}{draft.pk}/columns/", {**columns, "started_on": "2024年5月1日"}, follow=True)
    assert "新增 1 个站" in back.content.decode()
    asked = upload(sheet_of(["联络站", "站长", "到任日期"], ["庆祖镇人大代表联络站", "老刘", "2024年6月1日"])[0])
    draft, answer = chosen(client, asked)
    assert "有 1 处拿不准" in answer.content.decode()
    assert client.post(f"{PATH}{draft.pk}/answers/", {}).status_code == 422
    done = client.post(f"{PATH}{draft.pk}/answers/", {"q_2-head": "follow"}, follow=True)
    assert "何秀英离任" in done.content.decode()


def test_another_sheet_is_read(world, as_user):
    book, _ = sheet_of(rosters.HEADINGS, rosters.EAST, title="一")
    second = book.create_sheet("二")
    second.append(rosters.HEADINGS)
    second.append(("庆祖镇西街代表联络站", "庆祖镇", "x", "y", "", "", "", "", ""))
    client = as_user("staff")
    draft, _ = chosen(client, upload(book))
    back = client.post(f"{PATH}{draft.pk}/sheet/", {"sheet": "二"}, follow=True)
    assert "西街代表联络站" in back.content.decode()
    assert client.post(f"{PATH}{draft.pk}/sheet/", {"sheet": "三"}).status_code == 422


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"x" * (6 * 1024 * 1024)])
def test_bad_files_are_refused_beside_the_field(world, as_user, data):
    answer = as_user("staff").post(PATH, {"table": SimpleUploadedFile("站点.xlsx", data)})
    assert answer.status_code == 422
    assert "invalid-feedback" in answer.content.decode()


def test_nobody_sees_what_somebody_else_uploaded(world, as_user):
    draft, _ = chosen(as_user("staff"), rosters.plain())
    assert as_user("outsider").get(f"{PATH}{draft.pk}/").status_code == 404
    assert as_user("staff").get(f"/deputies/roster/{draft.pk}/").status_code == 404
