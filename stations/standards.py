"""Example items of a checklist: 六有, 八有 and a local standard. Wordings differ by place; every one can be changed.

六有 and 八有 are what stations are commonly asked to have; the local figures (100 m², weekly reception, notice two
days before, once a quarter) are one place's standard and stand here as an example, not as a rule.
"""

from __future__ import annotations

SIX, EIGHT, LOCAL = "六有", "八有", "本地标准（示例）"
# Group, wording, whether it must be met.
EXAMPLES: tuple[tuple[str, str, bool], ...] = (
    (SIX, "有场所：有固定的接待室和活动场所", True),
    (SIX, "有标识：门口挂牌，路口有指引", True),
    (SIX, "有设施：桌椅、书柜、电脑、打印机能用", True),
    (SIX, "有制度：接待、学习、活动、反馈制度上墙", True),
    (SIX, "有经费：活动经费列入预算，账目清楚", True),
    (SIX, "有档案：接待、活动、意见台账按年装盒", True),
    (EIGHT, "有计划：年初有年度计划，年底有总结", True),
    (EIGHT, "有队伍：站长、联络员到位，分工明确", True),
    (LOCAL, "总面积不少于 100 平方米", False),
    (LOCAL, "分接待、议事、展示三个区", False),
    (LOCAL, "每周至少接待一次", True),
    (LOCAL, "每名代表每年至少进站一次", True),
    (LOCAL, "接待前两天公布时间、地点和代表姓名", True),
    (LOCAL, "小组每季度至少活动一次", True),
    (LOCAL, "门口有坡道，老人和残疾人进得来", False),
    (LOCAL, "代表照片、职责、接待流程图上墙", True),
)
