"""The parts that every page is made of: what readers, keyboards and screen readers are given."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import wtforms
from flask import Flask
from markupsafe import Markup
from wtforms import validators

from outreach.fields import DayField, EmployeesField
from outreach.web import Form
from tests.client import HTML


class Sample(Form):
    """One field of each kind."""

    title = wtforms.StringField(
        "Tên", [validators.InputRequired("Cho biết tên.")], description="Như giấy mời."
    )
    held_on = DayField("Ngày", [validators.Optional()])
    seats = EmployeesField("Số chỗ", [validators.Optional()])
    kind = wtforms.RadioField("Hình thức", [validators.InputRequired("Chọn.")], choices={"a": "A", "b": "B"})
    agreed = wtforms.BooleanField("Đồng ý", description="Có thể rút lại.")
    password = wtforms.PasswordField("Mật khẩu")
    number = wtforms.HiddenField()


@dataclass
class Pages:
    """A pagination as `pager` expects it."""

    page: int
    pages: int
    total: int

    def url_for_page(self, number: int) -> str:
        return f"?trang={number}"


@pytest.fixture
def draw(app: Flask) -> Iterator[Callable[..., Any]]:
    """Renders a template text with all macros imported and gives its tree."""
    import html5lib

    imports = (
        '{% from "components/forms.html" import actions, csrf, error_summary, field %}'
        '{% from "components/ui.html" import empty, notice, page_head, pager, progress, stat %}'
    )

    def render(source: str, **context: Any) -> Any:
        text = app.jinja_env.from_string(imports + source).render(**context)
        return html5lib.parseFragment(text, container="div")

    with app.test_request_context():
        yield render


def all_of(tree: Any, name: str) -> list[Any]:
    return list(tree.iter(HTML + name))


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def failed() -> Sample:
    form = Sample(meta={"csrf": False}, formdata=None)
    assert not form.validate()
    return form


def test_hint_and_error_are_read_with_the_field(draw: Callable[..., Any]) -> None:
    tree = draw("{{ field(form.title) }}", form=failed())
    (control,) = all_of(tree, "input")
    assert control.get("aria-describedby") == "title-hint title-error"
    assert control.get("aria-invalid") == control.get("aria-required") == "true"
    assert control.get("required") is None, "the browser's own bubbles are not in the reader's language"
    assert {e.get("id"): text_of(e) for e in all_of(tree, "p")} == {
        "title-hint": "Như giấy mời.",
        "title-error": "Cho biết tên.",
    }


def test_a_field_without_faults_says_nothing(draw: Callable[..., Any]) -> None:
    (control,) = all_of(draw("{{ field(form.seats) }}", form=Sample(formdata=None)), "input")
    assert control.get("aria-describedby") is None
    assert control.get("aria-invalid") is None


def test_dates_and_numbers_are_typed_as_text(draw: Callable[..., Any]) -> None:
    tree = draw("{{ field(form.held_on) }}{{ field(form.seats, cols=6) }}", form=Sample(formdata=None))
    date, seats = all_of(tree, "input")
    assert (date.get("type"), date.get("inputmode")) == ("text", "numeric")
    assert date.get("data-date") is not None
    assert (seats.get("type"), seats.get("inputmode"), seats.get("size")) == ("text", "numeric", "6")


def test_optional_fields_say_so(draw: Callable[..., Any]) -> None:
    tree = draw("{{ field(form.seats) }}{{ field(form.title) }}", form=Sample(formdata=None))
    assert ["không bắt buộc" in text_of(label) for label in all_of(tree, "label")] == [True, False]


def test_choices_stand_in_a_group_with_their_question(draw: Callable[..., Any]) -> None:
    tree = draw("{{ field(form.kind) }}", form=failed())
    (group,) = all_of(tree, "fieldset")
    assert text_of(all_of(group, "legend")[0]) == "Hình thức"
    assert group.get("aria-describedby") == "kind-error"
    assert [option.get("type") for option in all_of(group, "input")] == ["radio", "radio"]


def test_a_tick_box_is_wrapped_by_its_label(draw: Callable[..., Any]) -> None:
    (label,) = all_of(draw("{{ field(form.agreed) }}", form=Sample(formdata=None)), "label")
    (box,) = all_of(label, "input")
    assert box.get("type") == "checkbox"
    assert box.get("aria-describedby") == "agreed-hint"


def test_a_password_may_be_shown_and_is_never_sent_back(draw: Callable[..., Any]) -> None:
    tree = draw(
        "{{ field(form.password, autocomplete='new-password') }}", form=Sample(data={"password": "bí mật"})
    )
    (control,) = all_of(tree, "input")
    assert (control.get("type"), control.get("value"), control.get("autocomplete")) == (
        "password",
        "",
        "new-password",
    )
    assert all_of(tree, "button")[0].get("data-reveal") == control.get("id")


def test_hidden_fields_have_no_label(draw: Callable[..., Any]) -> None:
    tree = draw("{{ field(form.number) }}", form=Sample(formdata=None))
    assert all_of(tree, "label") == []
    assert all_of(tree, "input")[0].get("type") == "hidden"


def test_attributes_of_the_form_win_over_the_house_s(draw: Callable[..., Any]) -> None:
    form = Sample(formdata=None)
    form.held_on.render_kw = {"placeholder": "tháng/năm", "size": 8}
    (control,) = all_of(draw("{{ field(form.held_on, **{'hx-get': '/x'}) }}", form=form), "input")
    assert (control.get("placeholder"), control.get("size"), control.get("hx-get")) == (
        "tháng/năm",
        "8",
        "/x",
    )


def test_the_summary_leads_to_each_fault(draw: Callable[..., Any]) -> None:
    form = failed()
    form.form_errors.append("Buổi này đã có.")
    tree = draw("{{ error_summary(form) }}", form=form)
    box = all_of(tree, "div")[0]
    assert (box.get("role"), box.get("tabindex")) == ("alert", "-1")
    assert [link.get("href") for link in all_of(tree, "a")] == ["#title", "#kind-0"]
    assert text_of(all_of(tree, "li")[-1]) == "Buổi này đã có."


def test_no_summary_without_faults(draw: Callable[..., Any]) -> None:
    assert all_of(draw("{{ error_summary(form) }}", form=Sample(formdata=None)), "div") == []


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [(1, 3, "1 2 3"), (1, 9, "1 2 … 9"), (5, 9, "1 … 4 5 6 … 9"), (9, 9, "1 … 8 9"), (2, 2, "1 2")],
)
def test_the_pager_shows_ends_and_neighbours(
    draw: Callable[..., Any], page: int, pages: int, shown: str
) -> None:
    tree = draw("{{ pager(pages) }}", pages=Pages(page, pages, 1234))
    assert " ".join(text for item in all_of(tree, "li") if (text := text_of(item))) == shown
    assert "1.234" in text_of(all_of(tree, "p")[0])
    assert [e.get("aria-current") for e in all_of(tree, "span")].count("page") == 1


def test_one_page_needs_no_pager(draw: Callable[..., Any]) -> None:
    assert all_of(draw("{{ pager(pages) }}", pages=Pages(1, 1, 7)), "nav") == []


def test_the_pager_swaps_a_region_when_told(draw: Callable[..., Any]) -> None:
    link = all_of(draw("{{ pager(pages, '#list') }}", pages=Pages(1, 2, 30)), "a")[0]
    assert (link.get("href"), link.get("hx-get"), link.get("hx-target")) == ("?trang=2", "?trang=2", "#list")


def test_a_missing_figure_is_words_not_a_number(draw: Callable[..., Any]) -> None:
    tree = draw("{{ stat('Tỷ lệ', 'chưa có số liệu') }}{{ stat('Tỷ lệ', '65,53%', href='/x') }}")
    values = [e.get("class") for e in all_of(tree, "span") if "stat-value" in e.get("class")]
    assert values == ["stat-value words", "stat-value"]
    assert [e.get("href") for e in all_of(tree, "a")] == ["/x"]


def test_progress_may_be_unknown(draw: Callable[..., Any]) -> None:
    known, unknown = all_of(draw("{{ progress(3, 9, 'Nhập') }}{{ progress(none, none, 'Đọc') }}"), "progress")
    assert (known.get("value"), known.get("max")) == ("3", "9")
    assert unknown.get("value") is None


def test_text_of_people_is_escaped(draw: Callable[..., Any]) -> None:
    tree = draw(
        "{{ page_head(name) }}{{ empty(name, name) }}{{ stat(name, name) }}", name="<b>Công ty</b> & con"
    )
    assert all_of(tree, "b") == []
    assert text_of(all_of(tree, "h1")[0]) == "<b>Công ty</b> & con"


def test_page_head_takes_buttons_and_a_way_back(draw: Callable[..., Any]) -> None:
    source = "{% call page_head('Tên', back=('/list', 'Danh sách')) %}{{ button }}{% endcall %}"
    tree = draw(source, button=Markup('<a class="button" href="/new">Thêm</a>'))
    assert [(e.get("href"), text_of(e)) for e in all_of(tree, "a")] == [
        ("/list", "Danh sách"),
        ("/new", "Thêm"),
    ]
