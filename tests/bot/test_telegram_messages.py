"""How a message looks in Telegram."""

import pytest

from bot.channels.telegram.messages import calls, keyboard
from bot.messages import Button, File, Outbound, Refused

YES = Button("q1:yes", "Yes")
NO = Button("q1:no", "No")
LONG = Button("q1:maybe", "Perhaps, if it does not rain")
OGG = File(b"OggS", "audio/ogg", "voice.ogg")
MP3 = File(b"ID3", "audio/mpeg", "voice.mp3")
JPEG = File(b"\xff\xd8", "image/jpeg", "agenda.jpg")


def captions(*buttons: Button, several: bool = False) -> list[list[str]]:
    rows = keyboard(Outbound("?", "en", buttons, several=several))
    return [[key["text"] for key in row] for row in rows]


def test_short_labels_stand_two_in_a_row() -> None:
    assert captions(YES, NO, YES) == [["Yes", "No"], ["Yes"]]


def test_one_long_label_puts_each_in_a_row_of_its_own() -> None:
    assert captions(YES, LONG) == [["Yes"], ["Perhaps, if it does not rain"]]


def test_an_icon_counts_and_is_shown() -> None:
    assert captions(Button("a", "thirteen long", icon="🚲"), NO) == [["🚲 thirteen long"], ["No"]]


def test_a_chosen_button_has_a_tick_and_the_columns_stay() -> None:
    chosen = Button("a", "twelve signs", chosen=True)

    assert captions(chosen, NO, several=True) == [["✓ twelve signs", "No"]]


def test_the_button_that_ends_a_choice_stands_alone_at_the_end() -> None:
    assert captions(YES, Button("d", "That is all", done=True), NO, several=True) == [["Yes", "No"], ["That is all"]]


def test_a_tap_brings_back_the_token() -> None:
    assert keyboard(Outbound("?", "en", (YES,))) == [[{"text": "Yes", "callback_data": "q1:yes"}]]


def test_text_is_plain_and_unfolds_no_links() -> None:
    (call,) = calls("7", Outbound("<b>*see* https://example.org", "en"), {})

    assert call.method == "sendMessage"
    assert call.parameters == {
        "chat_id": 7,
        "text": "<b>*see* https://example.org",
        "link_preview_options": {"is_disabled": True},
    }


def test_buttons_that_replace_others_show_nothing_new() -> None:
    (call,) = calls("7", Outbound("?", "en", (YES,), edits="33"), {})

    assert call.method == "editMessageReplyMarkup"
    assert call.parameters["message_id"] == 33
    assert "text" not in call.parameters


def test_no_buttons_in_an_edit_take_the_old_ones_away() -> None:
    (call,) = calls("7", Outbound("", "en", edits="33"), {})

    assert "reply_markup" not in call.parameters


@pytest.mark.parametrize(("file", "method"), [(OGG, "sendVoice"), (MP3, "sendAudio")])
def test_a_sound_is_sent_as_what_it_is(file: File, method: str) -> None:
    (call,) = calls("7", Outbound("Listen", "en", (YES,), sound=1), {1: file})

    assert (call.method, call.parameters["caption"]) == (method, "Listen")
    assert "reply_markup" in call.parameters


def test_a_picture_carries_the_text_as_its_caption() -> None:
    (call,) = calls("7", Outbound("Agenda", "en", picture=1), {1: JPEG})

    assert (call.method, call.parameters["caption"]) == ("sendPhoto", "Agenda")


def test_text_too_long_for_a_caption_follows_its_picture() -> None:
    words = "a" * 1025

    picture, text = calls("7", Outbound(words, "en", (YES,), picture=1), {1: JPEG})

    assert (picture.method, text.method) == ("sendPhoto", "sendMessage")
    assert not {"caption", "reply_markup"} & picture.parameters.keys()
    assert text.parameters["text"] == words
    assert "reply_markup" in text.parameters


def test_a_text_too_long_for_one_message_goes_in_parts_and_the_buttons_with_the_last() -> None:
    paragraphs = ["One " * 1000, "Two " * 1000, "Three"]

    first, second = calls("7", Outbound("\n\n".join(paragraphs), "en", (YES,)), {})

    assert [first.parameters["text"], second.parameters["text"]] == [
        f"{paragraphs[0]}\n\n",
        f"{paragraphs[1]}\n\n{paragraphs[2]}",
    ]
    assert "reply_markup" not in first.parameters
    assert "reply_markup" in second.parameters


@pytest.mark.parametrize("words", ["a" * 4096, "ሰ" * 4096, "😀" * 2048], ids=["Latin", "Tigrinya", "emoji"])
def test_the_longest_text_that_telegram_takes_goes_in_one(words: str) -> None:
    assert [len(calls("7", Outbound(text, "en"), {})) for text in (words, f"{words}!")] == [1, 2]


def test_a_caption_is_measured_as_telegram_measures() -> None:
    fits, too_long = (calls("7", Outbound("😀" * length, "en", picture=1), {1: JPEG}) for length in (512, 513))

    assert (len(fits), len(too_long)) == (1, 2)


def test_a_part_in_which_nothing_is_to_be_seen_is_not_sent() -> None:
    found = calls("7", Outbound("One" + "\n" * 9000 + "Two", "en", (YES,)), {})

    assert [call.parameters["text"].strip() for call in found] == ["One", "Two"]
    assert "reply_markup" in found[-1].parameters


def test_picture_and_sound_go_one_after_the_other() -> None:
    picture, sound = calls("7", Outbound("Both", "en", picture=1, sound=2), {1: JPEG, 2: OGG})

    assert (picture.method, sound.method) == ("sendPhoto", "sendVoice")
    assert sound.parameters["caption"] == "Both"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("amina", Outbound("x", "en")),
        ("7", Outbound("x", "en", edits="abc")),
        ("7", Outbound("x", "en", picture=1)),
    ],
    ids=["no chat", "no message id", "no file"],
)
def test_what_can_never_be_sent_is_refused_before_it_leaves(address: str, message: Outbound) -> None:
    with pytest.raises(Refused):
        calls(address, message, {})


def test_a_meeting_comes_as_a_point_on_the_map_a_calendar_file_and_a_picture_with_the_words() -> None:
    message = Outbound("📅 Thursday", "en", (YES,), picture=1, file=2, position=(51.05, 3.73))
    ics = File(b"BEGIN:VCALENDAR", "text/calendar", "meeting.ics")

    point, document, photo = calls("7", message, {1: JPEG, 2: ics})

    assert (point.method, document.method, photo.method) == ("sendLocation", "sendDocument", "sendPhoto")
    assert (point.parameters["latitude"], point.parameters["longitude"]) == (51.05, 3.73)
    assert document.parameters["document"].filename == "meeting.ics"
    assert photo.parameters["caption"] == "📅 Thursday"
    assert "reply_markup" in photo.parameters


def test_news_of_a_change_come_in_one_message_with_the_calendar_file_and_the_buttons() -> None:
    ics = File(b"BEGIN:VCALENDAR", "text/calendar", "meeting.ics")

    (document,) = calls("7", Outbound("Something changes", "en", (YES,), file=2), {2: ics})

    assert (document.method, document.parameters["caption"]) == ("sendDocument", "Something changes")
    assert document.parameters["document"].filename == "meeting.ics"
    assert "reply_markup" in document.parameters
