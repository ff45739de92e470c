"""Tutorials for tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from outreach.tutorials import actions
from outreach.tutorials.models import TutorialVersion
from outreach.tutorials.rules import Content, Option, Question, Source, Step


def content(**values: Any) -> Content:
    """Three steps in two parts, with a question; the last step without English."""
    made = Content(
        title="Đăng ký nội quy lao động", title_en="Register internal labour rules",
        summary="Nộp nội quy lao động qua Cổng.", summary_en="File labour rules on the portal.",
        prepare="- Bản mềm nội quy", prepare_en="- The rules as a file",
        system="national", portal="Cổng Dịch vụ công quốc gia", portal_version="giao diện 7/2026",
        checked_on=date(2026, 7, 18), checked_by="Nguyễn Văn Mẫu",
        steps=(
            Step(key="mo-cong", part="Chuẩn bị", part_en="Prepare", title="Mở Cổng",
                 title_en="Open the portal", body="Vào **Cổng**.", body_en="Go to the **portal**."),
            Step(key="dang-nhap", part="Nộp", part_en="File", title="Đăng nhập", title_en="Sign in",
                 body="Quét mã.", body_en="Scan.", who="director", device="phone",
                 mistake="Dùng tài khoản cá nhân.", see_now="Tên doanh nghiệp ở góc phải.",
                 practice_step="sign_in"),
            Step(key="dinh-kem", part="Nộp", part_en="File", title="Đính kèm",
                 body="Chọn tệp PDF.", device="pc"),
        ),
        questions=(
            Question(
                question="Ai quét mã?", options=(Option(text="Nhân viên"), Option(text="Người đại diện")),
                right=1,
            ),
        ),
        sources=(Source(text="Trang thủ tục", url="https://dichvucong.gov.vn/", seen_on=date(2026, 7, 18)),),
    )  # fmt: skip
    return replace(made, **values)


def draft(slug: str = "noi-quy", *, procedure_id: int | None = None, **values: Any) -> TutorialVersion:
    """A first draft."""
    return actions.create_tutorial(slug=slug, content=content(**values), procedure_id=procedure_id)


def published(slug: str = "noi-quy", *, procedure_id: int | None = None, **values: Any) -> TutorialVersion:
    """A first version that everybody sees."""
    version = draft(slug, procedure_id=procedure_id, **values)
    return publish(version)


def publish(version: TutorialVersion) -> TutorialVersion:
    """Review and publish a draft."""
    actions.review(version, edition=version.edition, by=None)
    return actions.publish(version, by=None)
