"""The components: what they draw, and that they need no inline style."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from common.templatetags import portal

STEPS = [{"name": name, "icon": "dot"} for name in ("one", "two", "three", "four")]


def draw(source: str, **context) -> str:
    return Template(source).render(Context(context))


# --- dates ----------------------------------------------------------------------------------------
def test_dates_have_no_leading_zeros():
    day = date(2024, 6, 4)
    assert portal.cn_date(day) == "2024年6月4日"
    assert portal.cn_short(day) == "6月4日"
    assert portal.cn_weekday(day) == "周二"


@pytest.mark.parametrize(
    "name", ["cn_date", "cn_short", "cn_weekday", "cn_datetime", "cn_due", "initial", "mask_phone"]
)
def test_nothing_is_written_for_no_value(name):
    assert getattr(portal, name)(None) == ""


def test_a_moment_is_told_in_local_time():
    late_in_utc = datetime(2024, 5, 24, 16, 3, tzinfo=UTC)
    assert portal.cn_date(late_in_utc) == "2024年5月25日"
    assert portal.cn_datetime(late_in_utc) == "2024年5月25日 0:03"


def test_a_moment_of_today_and_of_this_year():
    now = timezone.localtime().replace(hour=9, minute=5)
    assert portal.cn_datetime(now) == "今天 9:05"
    other = now - timedelta(days=1) if now.timetuple().tm_yday > 1 else now + timedelta(days=1)
    assert portal.cn_datetime(other) == f"{other.month}月{other.day}日 9:05"


def test_a_naive_moment_is_taken_as_it_stands():
    assert portal.cn_datetime(datetime(2020, 1, 2, 8, 0)) == "2020年1月2日 8:00"


def test_a_deadline_says_that_its_day_counts():
    this_year = timezone.localdate().replace(month=6, day=11)
    assert portal.cn_due(this_year) == "最迟6月11日（含当日）"
    assert portal.cn_due(date(2020, 6, 11)) == "最迟2020年6月11日（含当日）"


def test_initial_and_masked_phone():
    assert draw("{{ name|initial }}{{ phone|mask_phone }}", name=" 周敏", phone="13812345678") == "周138****5678"


# --- the life line --------------------------------------------------------------------------------
def test_lifeline_tells_done_now_and_next():
    html = draw("{% lifeline line %}", line={"steps": STEPS, "now": 2, "sources": 3, "label": "过程"})
    assert 'aria-label="过程，共4步，目前在第2步"' in html
    assert html.count('aria-current="step"') == 1
    assert [html.count(word) for word in ("（已完成）", "（正在进行）", "（未开始）")] == [1, 1, 2]
    assert "style=" not in html


@pytest.mark.parametrize(("sources", "drawn"), [(None, 1), (0, 1), (3, 3), (40, 7)])
def test_lifeline_draws_a_strand_per_source_and_seven_at_most(sources, drawn):
    html = draw("{% lifeline line %}", line={"steps": STEPS, "now": 2, "sources": sources})
    assert html.count("<path") == drawn * 2 * 2  # curve and dot, on both ends


def test_lifeline_upright_draws_no_strands():
    html = draw("{% lifeline line vertical=True %}", line={"steps": STEPS, "now": 1})
    assert "<path" not in html
    assert 'class="lifeline-v"' in html


def test_a_late_step_is_marked_by_icon_and_class():
    html = draw("{% lifeline line %}", line={"steps": STEPS, "now": 3, "late": True})
    assert "is-now is-late" in html
    assert "bi-exclamation-lg" in html


def test_a_given_state_wins_over_the_number():
    steps = [
        SimpleNamespace(name="one", icon="dot", state="done"),
        SimpleNamespace(name="two", icon="dot", state="next"),
    ]
    html = draw("{% lifeline line %}", line=SimpleNamespace(steps=steps, now=1))
    assert "aria-current" not in html


def test_a_finished_line_says_so():
    assert "已全部完成" in draw("{% lifeline line %}", line={"steps": STEPS, "now": 5})
    assert "共4步，已全部完成" in draw("{% lifeline_mini 5 '' total=4 %}")


def test_the_bar_below_says_whose_turn_it_is():
    line = {"steps": STEPS, "now": 2, "holder": "甲局", "what": "答复", "left": 2, "total": 5, "due": "最迟6月11日"}
    html = draw("{% lifeline line %}", line=line)
    assert "现在轮到 <b>甲局</b><span>答复</span>" in html
    assert '还剩 <b class="num">2</b> 个工作日' in html
    assert "ll-now" not in draw("{% lifeline line %}", line={"steps": STEPS, "now": 2})


def test_mini_line_is_one_image_with_words():
    html = draw("{% lifeline_mini 2 '办理' True total=3 %}")
    assert 'role="img" aria-label="第2步，共3步：办理"' in html
    assert "is-late" in html
    assert html.count('class="d"') == html.count('class="n"') == 1


# --- flow, chain, badges --------------------------------------------------------------------------
def test_flow_sizes_its_dots_and_prefers_the_alarm():
    stages = [
        {"name": "a", "count": 0},
        {"name": "b", "count": 24, "late": "2 个超期", "hint": "h"},
        {"name": "c", "count": 5},
    ]
    html = draw("{% flow stages %}", stages=stages)
    assert "f-line d6" in html
    assert "f-line d20" in html
    assert "f-line d10" in html
    assert "2 个超期" in html
    assert ">h<" not in html


def test_flow_of_nothing_divides_by_nothing():
    assert "d6" in draw("{% flow stages %}", stages=[{"name": "a", "count": 0}])


def test_chain_counts_from_one():
    html = draw("{% chain steps 2 '发文流程' %}", steps=["a", "b", "c"])
    assert [html.count(word) for word in ("（已完成）", "（当前）", "（未到）")] == [1, 1, 1]


@pytest.mark.parametrize("badge", [("wait", "clock", "临期"), {"kind": "wait", "icon": "clock", "text": "临期"}])
def test_badge_has_icon_and_word(badge):
    html = draw("{% status_badge badge %}", badge=badge)
    assert "st st-wait" in html
    assert "bi-clock" in html
    assert "临期" in html


def test_no_badge_draws_nothing():
    assert draw("{% status_badge badge %}", badge=None).strip() == ""


def test_text_is_escaped():
    html = draw("{% status_badge badge %}{% holder who %}", badge=("x", "y", "<b>"), who="<i>")
    assert "&lt;b&gt;" in html
    assert "&lt;i&gt;" in html


# --- working days ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [(10, "还剩", ""), (3, "还剩", "wd-soon"), (0, "今天", "wd-soon"), (-3, "超期", "wd-over")],
)
def test_workdays_in_words(left, words, tone):
    html = draw("{% workdays left 15 %}", left=left)
    assert words in html
    assert (tone in html) if tone else ("wd-soon" not in html and "wd-over" not in html)


def test_workdays_mark_today_and_the_days_gone():
    html = draw("{% workdays 2 5 %}")
    assert [html.count(f'<i class="{k}">') for k in ("u", "t", "")] == [2, 1, 2]


@pytest.mark.parametrize("left", [40, 10, -3, -30])
def test_at_most_fifteen_cells(left):
    html = draw("{% workdays left 60 %}", left=left)
    cells = sum(html.count(f'<i class="{k}">') for k in ("u", "t", "o", ""))
    assert cells == 15
    assert html.count('<i class="o">') == min(max(-left, 0), 15)


def test_without_days_only_the_date_is_drawn():
    html = draw("{% workdays None None due %}", due=date(2020, 6, 11))
    assert "最迟2020年6月11日（含当日）" in html
    assert "wd-t" not in html


# --- bars, cards, forms ---------------------------------------------------------------------------
def test_bar_sets_its_parts_side_by_side():
    html = draw("{% bar parts 200 %}", parts=[(50, "ok"), (100, "danger")])
    assert 'x="0.00%" width="25.00%"' in html
    assert 'x="25.00%" width="50.00%"' in html
    assert "style=" not in html


def test_bar_out_of_nothing_and_as_progress():
    assert 'width="0.00%"' in draw("{% bar parts 0 %}", parts=[(1, "ok")])
    html = draw("{% bar parts 10 '导入' now=4 %}", parts=[(4, "ok")])
    assert 'role="progressbar" aria-label="导入" aria-valuemin="0" aria-valuemax="10" aria-valuenow="4"' in html


def test_panel_is_named_by_its_heading():
    html = draw("{% panel '等您处理' count=2 more_url='/x/' %}<p>in</p>{% endpanel %}")
    name = html.split('aria-labelledby="')[1].split('"')[0]
    assert f'<h2 id="{name}">等您处理</h2>' in html
    assert '<div class="panel-body"><p>in</p></div>' in html
    assert "panel-body" not in draw("{% panel 'x' body=False %}<ul></ul>{% endpanel %}")


def test_crumb_empty_and_dest():
    assert 'aria-current="page"' in draw("{% crumb '这里' %}")
    assert '<a href="/x/">那里</a>' in draw("{% crumb '那里' '/x/' %}")
    assert 'href="/go/">开始' in draw("{% empty '还没有' '怎么办' '/go/' '开始' %}")
    assert "去向：" in draw("{% dest 'send' '交办' '去向' on=True %}")


class Sample(forms.Form):
    name = forms.CharField(label="名称")
    kind = forms.ChoiceField(label="类型", choices=[("a", "甲")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput)


def test_error_summary_links_to_each_field():
    html = draw("{% include '_partials/err_sum.html' %}", form=Sample({}))
    assert 'href="#id_name"' in html
    assert 'href="#id_kind_0"' in html
    assert "#id_token" not in html
    assert draw("{% include '_partials/err_sum.html' %}", form=Sample()).strip().count("err-sum") == 0


def test_crispy_form_begins_with_the_summary_and_keeps_what_was_typed():
    html = draw(
        "{% include '_partials/form.html' with submit='送审' draft='k' %}",
        form=Sample({"name": "写了一半"}),
        csrf_token="t",
    )
    assert html.index("err-sum") < html.index("写了一半")
    assert 'class="chip"' in html
    assert "novalidate" in html
    assert html.count("btn-primary") == 1
    assert "style=" not in html


@pytest.mark.parametrize(
    ("tags", "look"), [("success", "ok"), ("warning", "wait"), ("error", "danger"), ("info", "doing"), ("", "doing")]
)
def test_messages_have_a_look_for_each_level(tags, look):
    assert portal.message_look(tags)[0] == look
