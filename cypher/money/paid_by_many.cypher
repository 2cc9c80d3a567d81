// +++
// title = "Accounts paid by many others"
// question = "Which accounts collect money from at least this many payers?"
// caution = "Landlords, schools, shops and money services collect from many: a row is a lead, not a finding."
// identity = ["account_id"]
// money = ["received"]
// explain = """
// MATCH (account:BankAccount:Entity {id: $row_account_id})<-[r:PAID]-(payer:BankAccount)
// WHERE payer.id <> account.id AND ($since IS NULL OR r.at >= $since) AND ($until IS NULL OR r.at < $until)
// RETURN [r.link_id] AS links
// ORDER BY r.link_id
// LIMIT $paths
// """
//
// [params.min_payers]
// type = "int"
// default = 5
// least = 1
// help = "Fewest distinct paying accounts"
//
// [params.since]
// type = "instant"
// help = "Only payments from this moment on, UTC"
//
// [params.until]
// type = "instant"
// help = "Only payments before this moment, UTC"
//
// [params.most]
// type = "int"
// default = 1000
// least = 1
// most = 1000000
// help = "Most rows, the first in order"
//
// [returns]
// account_id = "Account that was paid"
// payers = "Distinct paying accounts, count"
// payments = "Payments, count"
// received = "Sum received, per currency"
// first_at = "First of these payments, UTC"
// last_at = "Last of these payments, UTC"
// +++
MATCH (payer:BankAccount)-[p:PAID]->(account:BankAccount)
WHERE payer.id <> account.id AND ($since IS NULL OR p.at >= $since) AND ($until IS NULL OR p.at < $until)
WITH account.id AS account_id, count(DISTINCT payer.id) AS payers, count(p) AS payments
WHERE payers >= $min_payers
WITH account_id, payers, payments
ORDER BY payers DESC, payments DESC, account_id
LIMIT $most
MATCH (account:BankAccount:Entity {id: account_id})<-[p:PAID]-(payer:BankAccount)
WHERE payer.id <> account_id AND ($since IS NULL OR p.at >= $since) AND ($until IS NULL OR p.at < $until)
WITH account_id, payers, payments, p.currency AS currency, sum(p.amount_minor) AS total,
     min(p.at) AS a, max(p.at) AS b, collect(DISTINCT p.sources) AS s
RETURN account_id, payers, payments, collect([currency, total]) AS received, min(a) AS first_at, max(b) AS last_at,
       collect(s) AS sources
ORDER BY payers DESC, payments DESC, account_id
LIMIT $most
