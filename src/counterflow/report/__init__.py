"""One self-contained HTML file that shows a judged hearing."""

from counterflow.report.write import report_html, write_report

__all__ = ["report_html", "write_report"]
