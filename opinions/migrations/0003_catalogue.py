"""The catalogues a new installation starts with. Staff keep them from then on.

Limits: 河南省人民代表大会代表建议、批评和意见办理办法 (2017) for lists; for 审议意见 河南省实施监督法办法
第十一条 (three months from receipt); station and message limits have no law and are the county's own.
"""

from django.db import migrations

HENAN = "《河南省人民代表大会代表建议、批评和意见办理办法》"
RULES = [
    {
        "kind": "meeting_list",
        "name": "会议交办清单",
        "source": HENAN,
        "starts_on": "issue",
        "accept_wd": 5,
        "send_back_wd": 10,
        "send_back_source": HENAN + "第十四条",
        "answer_months": 3,
        "answer_source": HENAN + "第二十条",
        "answer_max_months": 6,
        "co_months": 2,
        "co_source": HENAN + "第十八条",
        "rating_wd": 10,
        "rating_source": HENAN + "第二十二条",
        "redo_months": 1,
        "redo_source": HENAN + "第二十二条",
    },
    {
        "kind": "review_opinion",
        "name": "审议意见",
        "source": "《河南省实施〈监督法〉办法》",
        "starts_on": "receipt",
        "accept_wd": 5,
        "answer_months": 3,
        "answer_source": "《河南省实施〈监督法〉办法》第十一条",
        "uses_classes": False,
        "needs_scan": True,
        "is_rated": False,
    },
    {
        "kind": "station",
        "name": "联络站意见",
        "source": "县（区）人大常委会代表联络站工作制度",
        "starts_on": "receipt",
        "accept_wd": 3,
        "answer_wd": 10,
        "answer_source": "县（区）人大常委会代表联络站工作制度",
        "answer_max_months": 2,
        "send_back_wd": 3,
        "send_back_source": "县（区）人大常委会代表联络站工作制度",
        "rating_wd": 10,
        "rating_source": "县（区）人大常委会代表联络站工作制度",
        "redo_months": 1,
        "redo_source": "县（区）人大常委会代表联络站工作制度",
    },
    {
        "kind": "message",
        "name": "群众留言",
        "source": "县（区）人大常委会代表联络站工作制度",
        "starts_on": "receipt",
        "accept_wd": 3,
        "answer_wd": 10,
        "answer_source": "县（区）人大常委会代表联络站工作制度",
        "answer_max_months": 2,
        "send_back_wd": 3,
        "send_back_source": "县（区）人大常委会代表联络站工作制度",
        "rating_wd": 10,
        "rating_source": "县（区）人大常委会代表联络站工作制度",
        "redo_months": 1,
        "redo_source": "县（区）人大常委会代表联络站工作制度",
    },
    {
        "kind": "legislative",
        "name": "立法意见",
        "source": "立法征求意见工作安排",
        "starts_on": "receipt",
        "answer_months": 1,
        "answer_source": "立法征求意见工作安排",
        "uses_classes": False,
        "is_rated": False,
    },
]
CHANNELS = [
    ("sitting", "会议发言"),
    ("forum", "座谈会"),
    ("reception", "接待选民"),
    ("message", "扫码留言"),
    ("visit", "走访"),
    ("phone", "电话"),
    ("paper", "书面"),
]
CATEGORIES = [
    "发展改革与财税",
    "工业科技",
    "农业农村水利",
    "城建交通",
    "生态环境",
    "教科文卫体",
    "人社民政",
    "商贸市场监管",
    "政法公安司法",
    "基层治理",
    "综合",
]


def fill(apps, schema_editor):
    rule = apps.get_model("opinions", "HandlingRule")
    for values in RULES:
        rule.objects.get_or_create(kind=values["kind"], defaults=values)
    channel = apps.get_model("opinions", "Channel")
    for order, (code, name) in enumerate(CHANNELS, start=1):
        channel.objects.get_or_create(code=code, defaults={"name": name, "order": order})
    category = apps.get_model("opinions", "Category")
    for order, name in enumerate(CATEGORIES, start=1):
        category.objects.get_or_create(name=name, parent=None, defaults={"order": order})


class Migration(migrations.Migration):
    dependencies = [("opinions", "0002_search_and_history")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
