"""接待选民登记表: one sheet for a visit, printed blank to write on or filled to be signed."""

from typing import Any

from common.documents.layout.page import sample_note
from common.documents.layout.styles import base_document
from common.documents.layout.text import join, para, table
from common.documents.layout.xml import mm, ppr

ROUTES = "当场答复 站内协调 转本乡镇（街道） 报县人大常委会选工委 整理成代表建议 告知其他渠道"
HANDLING = "{{ handling|check('" + ROUTES + "', 3) }}\n{%p if refuse_reason %}\n理由：{{ refuse_reason }}\n{%p endif %}"

# label, text, label, text; an empty second label lets the first text take the whole line
ROWS = (
    (9, "接待时间", "{{ received_at }}", "录入时间", "{{ entered_at }}"),
    (9, "接待地点", "{{ place }}", "来访人数", "{% if headcount %}{{ headcount }}人{% endif %}"),
    (9, "接待代表", "{{ deputies|listed }}", "代表层级", "{{ levels|listed }}"),
    (9, "选民姓名", "{{ voter_name }}", "性别、年龄", "{{ voter_sex }}　{{ voter_age }}"),
    (9, "单位或住址", "{{ voter_address }}", "联系电话", "{{ voter_phone }}"),
    (9, "身份信息", "{{ secrecy|check('可以公开 要求保密') }}", "事项类别", "{{ category }}"),
    (38, "反映内容\n（原话）", "{{ content }}", "", ""),
    (19, "代表答复\n或意见", "{{ answer }}", "", ""),
    (14, "处理方式", HANDLING, "", ""),
    (9, "承办单位", "{{ unit }}", "办理时限", "{{ due|cn_date }}"),
    (16, "办理结果", "{{ result }}", "", ""),
    (9, "反馈情况", "{{ feedback }}", "", ""),
    (9, "选民评价", "{{ rating|check('满意 基本满意 不满意') }}", "", ""),
    (12, "选民签名", "", "代表签名", ""),
    (9, "记录人", "{{ recorder }}", "备注", "{{ remark }}"),
)


def build_reception_form() -> Any:
    """Time of the visit and time of entry stand side by side: the paper register comes first."""
    doc = base_document()
    sample_note(doc.sections[0])
    para(doc, "人大代表接待选民登记表", "GwTitle")
    head = ppr("left", before=120, tabs=[("right", mm(156))])
    para(doc, "站点：{{ station }}\t编号：{{ form_no }}", "GwCell", head)
    styles = ("GwCellC", "GwCell", "GwCellC", "GwCell")
    rows = [row[1:] for row in ROWS]
    made = table(doc, [25, 53, 25, 53], rows, styles, heights=[row[0] for row in ROWS])
    for row, (_, _, _, label, _) in zip(made.rows, ROWS, strict=True):
        if not label:
            join(row, 1, 3)
    note = "说明：照原话记，不用写成公文；选民可以不留姓名；个人信息只用于办理和反馈，转交时不写选民身份。"
    para(doc, note, "GwCell", ppr(before=60))
    return doc
