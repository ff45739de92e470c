"""What a list cannot tell for want of columns."""

from outreach.dossiers.importing.costs import COSTS, TOGETHER, lacking
from outreach.sheets.layouts import BUSINESSES, DOSSIERS
from outreach.sheets.summaries import SUMMARIES


def said(*meanings: str) -> dict[str, str]:
    return {", ".join(map(str, one.labels)): str(one.cost) for one in lacking(DOSSIERS, meanings)}


def test_a_column_that_could_have_helped_out_is_not_promised_when_it_is_lacking_too() -> None:
    words = said("dossier_code", "received_on")
    assert "của doanh nghiệp nào" in words["Mã số thuế, Chủ hồ sơ, Mã riêng của doanh nghiệp"]
    assert "thủ tục và lĩnh vực nào" in words["Tên thủ tục, Mã thủ tục, Lĩnh vực"]
    assert "xong ngày nào" in words["Ngày có kết quả, Ngày trả kết quả"]
    assert not any("theo tên" in cost or "bằng mã" in cost for cost in words.values())


def test_one_that_is_there_helps_out() -> None:
    words = said("applicant", "procedure_name", "returned_on")
    assert words["Mã số thuế"].startswith("Doanh nghiệp được tìm theo tên")
    assert words["Ngày có kết quả"] == "Ngày giải quyết xong được tính theo ngày trả kết quả."
    assert "Lĩnh vực" in words
    assert "Tên thủ tục, Mã thủ tục" in said("field")


def test_every_column_is_told_once() -> None:
    for layout in (DOSSIERS, BUSINESSES, SUMMARIES):
        labels = [str(label) for one in lacking(layout, ()) for label in one.labels]
        assert len(labels) == len(set(labels)) >= len(COSTS.get(layout.kind, ()))
    known = {field.meaning for field in DOSSIERS.fields}
    assert all(known.issuperset(names) for names, _cost in TOGETHER["dossiers"])
