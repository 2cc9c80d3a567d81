"""Reports: what a release says, as a page or as a document to go on writing in."""

from __future__ import annotations

from linkgraph.reports.document import Document
from linkgraph.reports.kinds import make_document
from linkgraph.reports.material import KINDS, Material
from linkgraph.reports.page import make_page

__all__ = ["KINDS", "Document", "Material", "make_document", "make_page"]
