"""Django's forms in our look."""

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.formsets import formset_factory
from django.utils import translation

from sentraki.ui.errors import links_of
from sentraki.ui.forms import CameraInput, ChoiceRows, Renderer, SecretTextInput
from sentraki.ui.gallery import SampleForm


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


class Small(forms.Form):
    default_renderer = Renderer
    name = forms.CharField(label="Name", help_text="As on the packet.", widget=SecretTextInput)
    note = forms.CharField(label="Note", required=False)
    way = forms.ChoiceField(
        label="Way", choices=[("a", "A"), ("b", "B")], widget=ChoiceRows(hints={"a": "first"})
    )
    photo = forms.FileField(label="Photo", required=False, widget=CameraInput)


def html_of(form: forms.Form) -> str:
    return re.sub(r"\s+", " ", form.as_div())


def test_the_hint_stands_before_the_box_and_is_read_with_it():
    html = html_of(Small())
    assert html.index("As on the packet.") < html.index('name="name"')
    assert 'aria-describedby="id_name_helptext"' in html


def test_optional_is_said_and_required_is_not():
    html = html_of(Small())
    assert html.count("(may be skipped)") == 2


def test_an_error_is_a_sentence_with_a_sign_tied_to_its_box():
    html = html_of(Small({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert re.search(r'id="id_name_error"> ?<p class="invalid-feedback"><svg', html)
    assert "ki-field is-invalid" in html


def test_a_typed_value_stays_and_is_escaped():
    html = html_of(Small({"name": '"><script>', "way": "z"}))
    assert "&quot;&gt;&lt;script&gt;" in html
    assert "<script>" not in html


def test_choices_are_a_fieldset_of_whole_rows():
    html = html_of(Small({"way": "a", "name": "x"}))
    assert '<legend class="form-label">Way</legend>' in html
    assert html.count("ki-choice") >= 2
    assert "first" in html
    assert " checked" in html


def test_a_radio_button_is_not_called_invalid():
    html = html_of(Small({"name": "x"}))
    radio = re.search(r'<input type="radio"[^>]*>', html)
    assert radio is not None
    assert "aria-invalid" not in radio.group(0)


def test_whichever_of_the_two_file_buttons_was_used_is_what_arrives():
    picture = SimpleUploadedFile("a.jpg", b"x")
    form = Small({"name": "x", "way": "a"}, {"photo": picture})
    assert form.is_valid()
    assert form.cleaned_data["photo"] is picture
    assert html_of(form).count('name="photo"') == 2


def test_a_secret_name_is_not_kept_by_the_browser():
    html = html_of(Small())
    assert re.search(
        r'<input type="text" name="name"[^>]* autocomplete="off"[^>]* data-secret', html
    )


def test_the_summary_names_empty_fields_and_leads_to_them():
    links = links_of(Small({"way": "a"}))
    assert [(link.text, link.target) for link in links] == [("Name: not filled in yet.", "id_name")]


def test_the_summary_reads_formsets_and_lists():
    several = formset_factory(Small)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-name": "x"}
    )
    assert [link.target for link in links_of([several, Small({"name": "x"})])] == [
        "id_form-0-way",
        "id_way",
    ]
    assert links_of(None) == []


def test_every_target_of_the_summary_is_on_the_page():
    form = SampleForm({})
    html = Renderer().render("ui/form/form.html", form.get_context())
    for link in links_of(form):
        assert f'id="{link.target}"' in html
