"""What may leave as a file, and in which form."""

from __future__ import annotations

from .words import N_, Word


class ExportFormat(Word):
    """What a file is made for."""

    CSV = "csv", N_("A table for any program (CSV)")
    XLSX = "xlsx", N_("A spreadsheet, with its notes and sources")
    JSON = "json", N_("For other programs (JSON)")
    PDF = "pdf", N_("A document to read or print (accessible PDF)")
    ZIP = "zip", N_("Everything in one archive: to read or print, and for other programs (JSON)")
    FOLDER = "folder", N_("A folder of tables (CSV)")


MIMETYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.JSON: "application/json",
    ExportFormat.PDF: "application/pdf",
    ExportFormat.ZIP: "application/zip",
}


class What(Word):
    """Which figures or lists leave."""

    SCORECARD = "scorecard", N_("The balanced scorecard of one authority and year")
    COMPARISON = "comparison", N_("One measure of every authority in one year")
    REPORT = "report", N_("A quarterly report")
    TABLE = "table", N_("A table of a page")
    PERSON = "person", N_("Everything held about one person")
    ANNEX_A = "annex_a", N_("Annex A lists 1, 2, 3 and 6")
    SSD = "ssd", N_("Tables of the Standard Safeguarding Dataset")


FORMATS = {
    What.SCORECARD: (ExportFormat.XLSX, ExportFormat.CSV, ExportFormat.JSON),
    What.COMPARISON: (ExportFormat.XLSX, ExportFormat.CSV, ExportFormat.JSON),
    What.REPORT: (ExportFormat.PDF, ExportFormat.XLSX),
    What.TABLE: (ExportFormat.XLSX, ExportFormat.CSV),
    What.PERSON: (ExportFormat.ZIP,),
}
"""What can be taken away from a page, and in which formats; the other two leave by commands."""
