"""Where the tour goes to see capture away from the network, and what leaders say."""

from meetings.models import LeaderSpeech, Sitting
from tests.browser.stops import Stop, first

STAFF = (
    Stop("capture-help", "/meetings/capture/help/"),
    Stop("sitting-return", first(Sitting, "meetings:sitting_return")),
    Stop("speech-new", first(Sitting, "meetings:leader_add")),
    Stop("speech", first(LeaderSpeech, "meetings:leader_detail")),
    Stop("speech-edit", first(LeaderSpeech, "meetings:leader_edit", status="pending")),
)
LEADER = (Stop("leader-speech", first(LeaderSpeech, "meetings:leader_detail")),)
OFFICE = (
    Stop("office-speech-public", first(LeaderSpeech, "meetings:leader_detail", status="public")),
    Stop("office-speech", first(LeaderSpeech, "meetings:leader_detail")),
)
