import pytest

from swip.core.tables import csv_response, safe_cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_a_spreadsheet_would_run_is_quoted(start):
    assert safe_cell(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"


def test_a_csv_file_is_readable_by_the_usual_spreadsheets():
    response = csv_response("cohort", ["Name", "Stage"], [["Zoë", None], ["=1+1", 3]])

    assert response.content.decode() == "\ufeffName,Stage\r\nZoë,\r\n'=1+1,3\r\n"
    assert response.headers["Content-Disposition"] == 'attachment; filename="cohort.csv"'
