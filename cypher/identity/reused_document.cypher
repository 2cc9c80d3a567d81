// +++
// title = "Documents held by several people"
// question = "Which document stands beside more than one person, and do their names and birth dates agree?"
// caution = "Before resolution the same person may stand in several files: different birth years or names count, the number of records does not. Clerks mistype."
// identity = ["document_id"]
// shared = ["countries", "min_grade", "most"]
// explain = """
// MATCH (x:Person)-[r:HOLDS]->(d:IdentityDocument:Entity {id: $row_document_id})
// WHERE ($min_grade IS NULL OR r.reliability IN $min_grade)
// RETURN [r.link_id] AS links
// ORDER BY r.link_id
// LIMIT $paths
// """
//
// [params.min_holders]
// type = "int"
// default = 2
// least = 2
// help = "Fewest people"
//
// [params.document_kind]
// type = "text"
// help = "Only passport, national_id or other"
//
// [returns]
// document_id = "Document"
// document_kind = "Its kind"
// holders = "People it stands beside, count"
// names = "What they are called"
// birth_dates = "Their birth dates, as far as known"
// person_ids = "Their ids"
// +++
MATCH (x:Person)-[r:HOLDS]->(d:IdentityDocument)
WHERE ($document_kind IS NULL OR d.document_kind = $document_kind) AND ($min_grade IS NULL OR r.reliability IN $min_grade)
  AND ($countries IS NULL OR any(c IN d.countries WHERE c IN $countries))
WITH d, x, collect(DISTINCT r.sources) AS s
ORDER BY x.id
WITH d, collect(x.id) AS person_ids, collect(x.caption) AS names, collect(x.birth_dates) AS dates,
     collect(s) AS held_by, collect(x.sources) AS named_by
WHERE size(person_ids) >= $min_holders
RETURN d.id AS document_id, d.document_kind AS document_kind, size(person_ids) AS holders, names,
       dates AS birth_dates, person_ids, [held_by, named_by, d.sources] AS sources
ORDER BY holders DESC, document_id
LIMIT $most
