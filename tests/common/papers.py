"""Contexts for the shipped papers: small and large, with what users really type into them."""

import copy

from common import documents

NAMES = (
    "activity_record",
    "assignment_list",
    "assignment_notice",
    "attendance_list",
    "briefing",
    "drafting_slip",
    "duty_form",
    "duty_report",
    "group_record",
    "meeting_outcome",
    "face_report",
    "reception_form",
    "reply",
    "roll_list",
)
RARE = "䶮㛃𠮷镕喆"
TRICKY = f"{RARE}说：A&B公司 <请> {{{{ 7*7 }}}} {{% if x %}}“引号”\x08\x0b——100%"
SHOWN = f"{RARE}说：A&B公司 <请> {{{{ 7*7 }}}} {{% if x %}}“引号”——100%"
LONG_UNIT = "濮阳市城市管理综合行政执法和公用事业服务保障局（濮阳市数字化城市管理监督指挥中心）"
END = "囍"  # closes every long cell: a row cut off at the foot of a page loses it
ENDS = {"activity_record": 1, "assignment_list": 3, "assignment_notice": 2, "drafting_slip": 1, "reception_form": 1}


def context(name):
    return documents.sample(f"{name}.docx")


def marker(number):
    return f"［第{number:04d}件］"


def with_items(name, count):
    """The sample with `count` items (or sources), each carrying a marker that occurs once."""
    made = context(name)
    key = "sources" if name == "drafting_slip" else "items"
    field = "text" if name == "drafting_slip" else "content"
    seed = made[key]
    made[key] = []
    for number in range(1, count + 1):
        item = copy.deepcopy(seed[number % len(seed)]) | {"no": number}
        item[field] = marker(number) + item[field]
        made[key].append(item)
    return made


def heavy(name):
    """The sample with long names, rare characters and text that looks like a template."""
    made = context(name)
    for key, value in made.items():
        if isinstance(value, str) and key in {"organ", "mark", "recipient", "print_organ", "station", "salutation"}:
            made[key] = LONG_UNIT
        if key in {"content", "answer", "matter", "result", "minutes"}:
            made[key] = TRICKY + value * 3 + (END if key in {"content", "minutes"} else "")
    for item in [*made.get("items", []), *(item for sheet in made.get("sheets", []) for item in sheet["items"])]:
        item |= {key: TRICKY + item[key] * 6 + END for key in ("content", "text", "post") if key in item}
        item |= {key: {"matter": TRICKY, "source": LONG_UNIT}[key] for key in ("matter", "source") if key in item}
        item |= {key: {"topic": TRICKY, "group": LONG_UNIT}[key] for key in ("topic", "group") if key in item}
    if "content" in made.get("items", [{}])[0]:
        made["items"][0]["content"] = TRICKY * 60 + END
    for group in made.get("groups", []):
        for speech in group["speeches"]:
            speech |= {"first": TRICKY + speech["first"] * 30, "rest": [TRICKY, LONG_UNIT]}
    for part in made.get("parts", []):
        part["paragraphs"] = [TRICKY, *part["paragraphs"]]
    return made
