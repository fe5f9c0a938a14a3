"""Official papers as .docx from templates that staff may replace.

`render` promises a file that opens without repair, in which nothing is missing and no field mark is left,
and the same bytes for the same template and context; it refuses a template it cannot trust with
`TemplateProblem`, a sentence for staff. `lint` lists what is wrong with a template before it is used,
`sample` is the example every shipped template comes with: it names its fields.
"""

from common.documents.checking import TemplateProblem, lint
from common.documents.copying import copies
from common.documents.rendering import blank, find_template, render, sample
from common.documents.stamping import stamped
from common.documents.wording import break_title, cn_date, cn_date2

__all__ = [
    "TemplateProblem",
    "blank",
    "break_title",
    "cn_date",
    "cn_date2",
    "copies",
    "find_template",
    "lint",
    "render",
    "sample",
    "stamped",
]
