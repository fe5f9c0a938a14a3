"""Addresses of the ledger."""

from django.urls import path

from opinions.views import board, files, matters, opinions, papers, ratings, replies, shared, undertakings

app_name = "opinions"

_lists = [
    path("lists/", papers.list_list, name="list_list"),
    path("lists/new/", papers.list_new, name="list_new"),
    path("lists/<int:pk>/", papers.list_detail, name="list_detail"),
    path("lists/<int:pk>/edit/", papers.list_edit, name="list_edit"),
    path("lists/<int:pk>/add/", papers.list_add, name="list_add"),
    path("lists/<int:pk>/remove/<int:item>/", papers.list_remove, name="list_remove"),
    path("lists/<int:pk>/submit/", papers.list_submit, name="list_submit"),
    path("lists/<int:pk>/check/", papers.list_check, name="list_check"),
    path("lists/<int:pk>/return/", papers.list_return, name="list_return"),
    path("lists/<int:pk>/sign/", papers.list_sign, name="list_sign"),
    path("lists/<int:pk>/sign-paper/", papers.list_sign_paper, name="list_sign_paper"),
    path("lists/<int:pk>/issue/", papers.list_issue, name="list_issue"),
    path("lists/<int:pk>/seal/", papers.list_seal, name="list_seal"),
    path("lists/<int:pk>/annul/", papers.list_annul, name="list_annul"),
    path("lists/<int:pk>/docx/", files.list_docx, name="list_docx"),
    path("lists/<int:pk>/xlsx/", files.list_xlsx, name="list_xlsx"),
]

_undertakings = [
    path("undertakings/", undertakings.undertaking_list, name="undertaking_list"),
    path("undertakings/export/", files.undertaking_export, name="undertaking_export"),
    path("undertakings/<int:pk>/", undertakings.undertaking_detail, name="undertaking_detail"),
    path("undertakings/<int:pk>/accept/", undertakings.undertaking_accept, name="undertaking_accept"),
    path("undertakings/<int:pk>/dispatch/", undertakings.undertaking_dispatch, name="undertaking_dispatch"),
    path("undertakings/<int:pk>/send-back/", undertakings.undertaking_send_back, name="undertaking_send_back"),
    path(
        "undertakings/<int:pk>/send-back/decide/",
        undertakings.undertaking_send_back_decide,
        name="undertaking_send_back_decide",
    ),
    path("undertakings/<int:pk>/extension/", undertakings.undertaking_extension, name="undertaking_extension"),
    path(
        "undertakings/<int:pk>/extension/decide/",
        undertakings.undertaking_extension_decide,
        name="undertaking_extension_decide",
    ),
    path("undertakings/<int:pk>/progress/", undertakings.undertaking_progress, name="undertaking_progress"),
    path("undertakings/<int:pk>/co-opinion/", undertakings.undertaking_co_opinion, name="undertaking_co_opinion"),
    path("undertakings/<int:pk>/urge/", undertakings.undertaking_urge, name="undertaking_urge"),
    path("undertakings/<int:pk>/assess/", undertakings.undertaking_assess, name="undertaking_assess"),
    path("undertakings/<int:pk>/notice/", files.undertaking_notice, name="undertaking_notice"),
    path("undertakings/<int:pk>/reply/", replies.reply_save, name="reply_save"),
    path("undertakings/<int:pk>/reply/return/", replies.reply_return, name="reply_return"),
    path("undertakings/<int:pk>/reply/sign/", replies.reply_sign, name="reply_sign"),
    path("undertakings/<int:pk>/reply/deliver/", replies.reply_deliver, name="reply_deliver"),
    path("undertakings/<int:pk>/reply/attach/", replies.reply_attach, name="reply_attach"),
    path("undertakings/<int:pk>/reply/pass/", replies.reply_pass, name="reply_pass"),
    path("undertakings/<int:pk>/reply/hand-back/", replies.reply_hand_back, name="reply_hand_back"),
    path("undertakings/<int:pk>/reply/letter/", files.reply_letter, name="reply_letter"),
    path("undertakings/<int:pk>/reply/slip/", files.reply_slip, name="reply_slip"),
]

_ratings = [
    path("ratings/", ratings.rating_list, name="rating_list"),
    path("ratings/<int:pk>/", ratings.rating_give, name="rating_give"),
    path("files/<int:pk>/", files.attachment, name="attachment"),
]

# --- 梳理归并 -------------------------------------------------------------------------------------
_board = [
    path("board/", board.board, name="board"),
    path("board/<slug:key>/", board.board_occasion, name="board_occasion"),
    path("board/<slug:key>/find/", board.board_find, name="board_find"),
    path("board/<slug:key>/merge/", board.board_merge, name="board_merge"),
    path("board/<slug:key>/create/", board.board_create, name="board_create"),
    path("board/<slug:key>/decline/", board.board_decline, name="board_decline"),
    path("board/<slug:key>/undo/<int:pk>/", board.board_undo, name="board_undo"),
    path("board/matters/<int:pk>/", matters.matter_detail, name="matter_detail"),
    path("board/matters/<int:pk>/decide/", matters.matter_decide, name="matter_decide"),
    path("board/matters/<int:pk>/add/", matters.matter_add, name="matter_add"),
    path("board/matters/<int:pk>/take-out/", matters.matter_take_out, name="matter_take_out"),
    path("board/matters/<int:pk>/split/", matters.matter_split, name="matter_split"),
    path("board/matters/<int:pk>/move/", matters.matter_move, name="matter_move"),
]

# --- 意见台账 -------------------------------------------------------------------------------------
_opinions = [
    path("", opinions.opinion_list, name="opinion_list"),
    path("export/", opinions.opinion_export, name="opinion_export"),
    path("mine/", opinions.mine, name="mine"),
    path("board/shared/", shared.shared_check, name="shared_check"),
    path("board/shared/confirm/", shared.shared_confirm, name="shared_confirm"),
    path("<int:pk>/", opinions.opinion_detail, name="opinion_detail"),
    path("<int:pk>/edit/", opinions.opinion_edit, name="opinion_edit"),
    path("<int:pk>/shared/", opinions.opinion_confirm_shared, name="opinion_confirm_shared"),
    path("<int:pk>/settle/", opinions.opinion_settle, name="opinion_settle"),
    path("<int:pk>/report-up/", opinions.opinion_report_up, name="opinion_report_up"),
    path("<int:pk>/feedback/", opinions.opinion_feedback, name="opinion_feedback"),
    path("<int:pk>/reveal/", opinions.opinion_reveal, name="opinion_reveal"),
]

urlpatterns = [*_opinions, *_board, *_lists, *_undertakings, *_ratings]
