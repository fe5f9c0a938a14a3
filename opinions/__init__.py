"""The one ledger: opinions, matters, assignment lists, undertakings, replies, ratings, feedback.

register → merge → (destination) → list 拟稿→核稿→审签→印发 → accept → reply → check → rate → feedback

Imports `deputies`, `accounts` and `common`. Rooms above (meetings, stations) call `workflow.register`
and point down to the row it made; what the ledger must show about them is carried by Occasion,
Topic and Contributor.
"""
