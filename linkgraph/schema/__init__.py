"""What may be said in a case, from one readable file, ``schema.yaml``."""

from __future__ import annotations

from linkgraph.schema.model import Kind, LinkType, Property, Schema, load_schema

__all__ = ["Kind", "LinkType", "Property", "Schema", "load_schema"]
