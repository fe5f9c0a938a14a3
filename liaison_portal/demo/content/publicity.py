"""What deputies and stations say of themselves on their public pages, in the demonstration."""

STATION_WORDS = {
    "py_st_qingzu": "站里备有老花镜和茶水，行动不便的可以打电话，联络员上门记。",
    "xc_st_411729101_1": "每月逢九、逢十九接待，赶集日也有人值班；不会写字的，联络员照您说的记。",
}

DEPUTY_WORDS = (
    "在村里工作二十多年，最常听大家说的是路和水。",
    "当过教师，关心孩子上学和校车。",
    "种粮大户，愿意听听地里的事。",
    "在社区卫生服务中心上班，看病、医保的事可以找我说。",
    "",
)
