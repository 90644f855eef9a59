"""The description of our CASE 1.1 endpoints, for clients that look before they ask."""

from __future__ import annotations

from swip.api.case.packages import ONE_OF
from swip.api.case.shapes import Binding, Json

QUERY = {
    "limit": {"type": "integer", "minimum": 1, "maximum": 500},
    "offset": {"type": "integer", "minimum": 0},
    "sort": {"type": "string"},
    "orderBy": {"type": "string", "enum": ["asc", "desc"]},
    "filter": {"type": "string"},
    "fields": {"type": "array", "items": {"type": "string"}},
}


def description(binding: Binding, *, title: str) -> Json:
    paths = {"/CFDocuments": {"get": _operation("getAllCFDocuments", "CFDocumentSet", list(QUERY))}}
    for name in ONE_OF:
        one = name.removesuffix("s") if name != "CFItemAssociations" else name
        operation = _operation(f"get{one}", one, [])
        operation["parameters"] = [
            {
                "name": "sourcedId",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "format": "uuid"},
            }
        ]
        operation["responses"]["404"] = _answer("Nothing has this identifier", "StatusInfo")
        paths[f"/{name}/{{sourcedId}}"] = {"get": operation}
    return {
        "openapi": "3.0.1",
        "info": {
            "title": f"{title}: CASE 1.1",
            "version": "1.1",
            "description": "The published frameworks, to be read by anyone without a key.",
        },
        "servers": [{"url": binding.root}],
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _operation(name: str, shape: str, parameters: list[str]) -> Json:
    return {
        "operationId": name,
        "parameters": [
            {
                "name": each,
                "in": "query",
                "required": False,
                "schema": QUERY[each],
                "style": "form",
                "explode": False,
            }
            for each in parameters
        ],
        "responses": {
            "200": _answer("What was asked for", shape),
            "400": _answer("The request was not understood", "StatusInfo"),
        },
    }


def _answer(description: str, shape: str) -> Json:
    schema = {"$ref": f"#/components/schemas/{shape}"}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _schemas() -> Json:
    """Each shape by the fields that it always has; the specification says what else there may be."""
    named = ["identifier", "uri", "lastChangeDateTime"]
    shapes = {
        "CFDocument": [*named, "creator", "title"],
        "CFItem": [*named, "fullStatement"],
        "CFAssociation": [*named, "associationType", "originNodeURI", "destinationNodeURI"],
        "CFLicense": [*named, "title", "licenseText"],
        "CFAssociationGrouping": [*named, "title"],
        "CFPackage": ["CFDocument", "CFItems", "CFAssociations", "CFDefinitions"],
        "CFItemAssociations": ["CFItem", "CFAssociations"],
        "CFDocumentSet": ["CFDocuments"],
        "CFConcept": ["CFConcepts"],
        "CFSubject": ["CFSubjects"],
        "CFItemType": ["CFItemTypes"],
        "StatusInfo": ["imsx_codeMajor", "imsx_severity"],
    }
    return {name: {"type": "object", "required": required} for name, required in shapes.items()}
