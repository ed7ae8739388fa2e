"""The export of the people of a lab: each file, and each column in a sentence. Pure."""

from lab.export_model import sheet_of
from lab.export_sheets import NUMBER

PEOPLE = (
    sheet_of(
        "people",
        "Everybody whom the lab knows.",
        person=(NUMBER, "person.id"),
        name=("The name that she gave.", "person.name"),
        language=("Her language.", "person.language"),
        role=("What she is in the chat.", "person.role"),
        standing=("How she stands towards the lab.", "person.standing"),
        age=("Her age, roughly.", "person.age_band"),
        place=("Where she was met.", "person.place"),
        timezone=("Her time zone; empty: that of the lab.", "person.timezone"),
        groups=("The groups that she is in.", "membership.person_id membership.quota_id"),
        facts=("What she told about herself, as JSON.", "person.facts"),
        prepared_on=("When somebody talked with her before the first meeting.", "person.prepared_at"),
        left_on=("When she left.", "person.left_at"),
        confirmed_on=("When she said yes.", "person.confirmed_at"),
        guardian_on=("When a parent or guardian said yes.", "person.guardian_agreed_at"),
        created_on=("When she was written down.", "person.created_at"),
    ),
    sheet_of(
        "addresses",
        "How they are reached.",
        person=("Whose it is.", "address.person_id"),
        channel=("Which channel.", "address.channel"),
        address=("What the channel calls her.", "address.external"),
        reachable=("Whether it works.", "address.reachable"),
    ),
    sheet_of(
        "consents",
        "What they agreed to.",
        person=("Who.", "consent.person_id"),
        kind=("To what.", "consent.kind"),
        given=("Yes or no.", "consent.given"),
        text=("The version of the text.", "consent.text_version"),
        language=("The language of the text.", "consent.language"),
        how=("How it was said.", "consent.how"),
        on=("The day.", "consent.at"),
    ),
    sheet_of(
        "attendance",
        "Invitations to meetings, their answers, and who came.",
        person=("Who.", "invitation.person_id"),
        meeting=("Which meeting, as the archive calls it.", "invitation.meeting_id"),
        answer=("yes, no or maybe.", "invitation.answer"),
        reason=("Why not.", "invitation.reason"),
        words=("Why not, in her words.", "invitation.words"),
        came=("Whether she came; empty: nobody noted it.", "invitation.present"),
    ),
    sheet_of(
        "notes",
        "What the team wrote about them.",
        person=("About whom.", "note.person_id"),
        words=("The note.", "note.text"),
        on=("The day.", "note.at"),
    ),
    sheet_of(
        "pilot_teams",
        "Who is in the team of which pilot.",
        person=("Who.", "pilot_member.person_id"),
        pilot=("Which pilot, as the archive calls it.", "pilot_member.pilot_id"),
    ),
)
