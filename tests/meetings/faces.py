"""A year of face-to-face sittings in the small world: one arranged, with short ways to ask, speak and report."""

from datetime import date, time

from meetings import workflow as recording
from meetings.actions.face import Plan, arrange, open_series
from meetings.workflow import face as inviting
from meetings.workflow import face_report as reporting
from meetings.workflow.face_report import Words
from opinions.choices import Destination
from opinions.models import Category, HandlingRule, Matter, Opinion
from opinions.workflow import matter as matters
from opinions.workflow.decision import Decision, decide
from opinions.workflow.opinion import confirm_shared_text

DAY = date(2024, 3, 5)


class Year:
    """The series of 2024 with its first sitting not begun."""

    def __init__(self, world):
        self.world, self.staff = world, world["staff"]
        self.series = open_series(actor=self.staff, unit=world.committee, year=2024)
        self.face = self.arrange()

    def arrange(self, theme="农村道路管护", held_on=DAY, host="secretary"):
        plan = Plan(
            host=host,
            theme=theme,
            held_on=held_on,
            region=self.world.town,
            place="庆祖镇综治中心",
            leader="市委书记（示例）",
            starts_at=time(9, 0),
        )
        return arrange(self.series, plan, actor=self.staff)

    def ask_deputy(self, face=None):
        face = face or self.face
        inviting.invite_deputies(face, [self.world.deputy], actor=self.staff)
        return face.invitations.with_people().get(deputy=self.world.deputy)

    def ask_citizen(self, name="刘玉芬", face=None, **facts):
        facts = {"capacity": "citizen_rep", "phone": "13700000001", **facts}
        made = inviting.invite_citizen(face or self.face, actor=self.staff, name=name, **facts)
        return self.again(made)

    def again(self, invitation):
        return type(invitation).objects.with_people().get(pk=invitation.pk)

    def told(self):
        made = self.ask_deputy()
        inviting.send(self.face, actor=self.staff)
        return self.again(made)

    def hold(self, texts=("村道坑洼没人管。", "校门口放学堵车。", "路灯不亮。"), face=None):
        """The sitting from beginning to end, everything said by one citizen; the opinions."""
        face = face or self.face
        sitting = face.sitting
        recording.start(sitting, actor=self.staff)
        person = recording.add_participant(sitting, actor=self.staff, name="王大娘", capacity="resident", title="村民")
        said = []
        for text in texts:
            entry = recording.Entry(original=text, participant_id=person.pk, topic_id=face.topic_id)
            row = recording.capture(sitting.pk, entry, actor=self.staff)
            said.append(Opinion.objects.select_related("topic", "channel", "occasion").get(pk=row.opinion_id))
        sitting.refresh_from_db()
        recording.end(sitting, actor=self.staff)
        return said

    def matter(self, opinions, title="农村道路管护经费", destination=Destination.ASSIGN):
        made = matters.merge(
            list(Opinion.objects.filter(pk__in=[one.pk for one in opinions]).select_related("region", "unit__region")),
            actor=self.staff,
            unit=self.world.committee,
            rule=HandlingRule.objects.get(kind="meeting_list"),
            title=title,
            occasion=self.series.occasion,
        )
        decision = Decision(
            title=title,
            wording="村道没人管护。",
            destination=destination,
            category=Category.objects.first(),
            leads=[self.world.court],
        )
        return decide(made, decision, actor=self.staff, version=Matter.objects.get(pk=made.pk).version)

    def report(self, status="draft"):
        """A report on the first sitting, walked to `status`."""
        if self.face.sitting.status == "ready":
            self.hold()
        words = Words(title="关于面对面座谈会的报告", addressee="中共濮阳市委", proposals="建议列入预算。")
        faces = list(self.series.faces.with_place().filter(sitting__status="ended"))
        made = reporting.draft(self.series, faces, words, actor=self.staff, unit=self.world.congress)
        made = type(made).objects.with_place().get(pk=made.pk)
        if status != "draft":
            self.read_annex(made)
            reporting.submit(made, actor=self.staff)
        if status in ("checked", "sent"):
            reporting.check(made, actor=self.world["office"])
        if status == "sent":
            self.send(made)
        return made

    def read_annex(self, report):
        """Staff have gone through every text it prints."""
        for one in reporting.annex_of(report).filter(shared_confirmed=False).select_related("region"):
            confirm_shared_text(one, actor=self.staff, text=one.shared_text, version=one.version)

    def send(self, report, number="濮人常〔2024〕12号", **facts):
        facts = {"sent_on": date(2024, 12, 3), "render": lambda _: b"paper", **facts}
        return reporting.send(report, actor=self.staff, number=number, **facts)
