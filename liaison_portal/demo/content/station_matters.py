"""Matters made of what stations reported up: one list waits to be checked, one to be signed.

An opinion is named by the station, how many days ago it was heard, and its number that day.
"""

from liaison_portal.demo.content import MatterRow

# Waits for the office (核稿).
TO_CHECK: tuple[MatterRow, ...] = (
    MatterRow(
        "s01",
        "老旧住宅维修资金使用门槛高、楼顶漏雨无人修",
        "老旧住宅楼顶漏雨三年，动用维修资金要求三分之二业主签字，租户多、业主联系不上，签字凑不够，一直修不了。",
        "说明紧急情况下使用维修资金的简易程序，指导街道、社区组织应急维修，先解决反映的漏雨问题。",
        "城乡建设",
        "assign",
        ("py_st_zhongyuanlu:20:0",),
        lead=("py_housing",),
        list_no=4,
        state="drafting",
        rule="station",
    ),
    MatterRow(
        "s02",
        "作业道路压断灌溉沟渠，农田无法浇灌",
        "企业作业道路压断灌溉沟渠，下游六十余亩农田浇不上水，赔了钱，沟没有修。",
        "会同有关企业到现场核实，明确修复责任和完成时间，不误农时。",
        "农业农村",
        "assign",
        ("py_st_pucheng:41:0",),
        lead=("py_water",),
        co=("py_farming",),
        list_no=4,
        state="drafting",
        rule="station",
    ),
)

# Checked, waits for the leader (审签).
TO_SIGN: tuple[MatterRow, ...] = (
    MatterRow(
        "s03",
        "家具企业喷漆气味扰民",
        "家具企业喷漆气味大，一刮南风村里要关窗睡觉，检查时停、检查后又开。",
        "采取错时检查、在线监测等办法核实排放情况，依法处理，并向村里公布结果。",
        "城乡建设",
        "assign",
        ("py_st_mazhuangqiao:33:0",),
        lead=("py_environment",),
        list_no=5,
        state="drafting",
        rule="station",
    ),
)
