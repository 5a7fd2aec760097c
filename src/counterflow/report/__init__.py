"""One self-contained HTML file that shows a judged hearing."""

from counterflow.report.write import report_html

__all__ = ["report_html"]
