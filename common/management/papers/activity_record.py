"""代表活动记录表: one activity on a sheet: who was asked and came, what was said, with lines to sign."""

from typing import Any

from common.documents.layout.page import sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import join, para, table
from common.documents.layout.xml import mm, ppr

COUNTS = "应到{{ asked }}　实到{{ present }}　请假{{ leave }}　缺席{{ absent }}"

# height, label, text, label, text; an empty second label lets the first text take the whole line
ROWS = (
    (9, "活动主题", "{{ theme }}", "", ""),
    (9, "活动类型", "{{ kind }}", "活动时间", "{{ held_at }}"),
    (9, "活动地点", "{{ place }}", "组织者", "{{ organiser }}"),
    (9, "活动小组", "{{ group }}", "到会人数", COUNTS),
    (22, "参加代表", "{{ deputies|listed }}", "", ""),
    (14, "其他参加人", "{{ others|listed }}", "", ""),
    (9, "邀请单位", "{{ units|listed }}", "", ""),
    (66, "内容纪要", "{{ minutes }}", "", ""),
    (38, "意见建议", "{{ opinions }}", "", ""),
    (9, "照片", "{{ photos }}", "记录人", "{{ recorder }}"),
    (12, "组织者签名", "", "代表签名", ""),
)


def build_activity_record() -> Any:
    """The columns of the activity record that every archive box holds."""
    doc = base_document()
    sample_note(doc.sections[0])
    para(doc, "人大代表活动记录表", "GwTitle")
    head = ppr("left", before=120, tabs=[("right", mm(156))])
    para(doc, "{{ organiser }}\t{{ held_at }}", "GwCell", head)
    styles = ("GwCellC", "GwCell", "GwCellC", "GwCell")
    rows = [row[1:] for row in ROWS]
    made = table(doc, [25, 53, 25, 53], rows, styles, heights=[row[0] for row in ROWS])
    for row, (_, _, _, label, _) in zip(made.rows, ROWS, strict=True):
        if not label:
            join(row, 1, 3)
    note = "说明：照实记，不用写成公文；不要求签到打卡和留痕照片；意见建议不写群众姓名。"
    para(doc, note, "GwCell", ppr(before=60))
    return doc
