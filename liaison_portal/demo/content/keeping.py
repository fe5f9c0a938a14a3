"""What the stations of the demonstration keep in order."""

from stations.choices import Drawer

# What was missing, and the words beside it; the first is made good later.
LACKS: tuple[tuple[str, str], ...] = (
    ("有制度：接待、学习、活动、反馈制度上墙", "反馈制度还没有上墙。"),
    ("门口有坡道，老人和残疾人进得来", "门口有两级台阶，还没有坡道。"),
    ("小组每季度至少活动一次", "上季度第二小组没有活动。"),
)
REMEDY = "反馈制度印好上墙了。"
PAPERS: tuple[tuple[str, str, str], ...] = (
    (Drawer.RULES, "代表接待选民制度", "（示例）接待前两天公布时间、地点和代表姓名；来一位记一位，照原话记；办完告诉来访人。"),
    (Drawer.RULES, "意见反馈制度", "（示例）每一条意见都有去向，每一位来访人都听到结果。"),
    (Drawer.PLANS, "年度工作计划", "（示例）接待每月两次，小组活动每季度一次，年底述职。"),
)
# Whom a deputy keeps in touch with: invented names, numbers of no network.
ELECTORS: tuple[tuple[str, str, str], ...] = (
    ("柏翠英", "东街村三组", "19900000011"),
    ("鲍长顺", "东街村五组", "19900000012"),
    ("卜玉芬", "西街村一组", ""),
)
