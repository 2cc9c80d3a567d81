// +++
// title = "Accounts that pay many others"
// question = "Which accounts send money to at least this many others?"
// caution = "Employers, agents and money services pay many: a row is a lead, not a finding."
// identity = ["account_id"]
// money = ["paid"]
// explain = """
// MATCH (account:BankAccount:Entity {id: $row_account_id})-[r:PAID]->(payee:BankAccount)
// WHERE payee.id <> account.id AND ($since IS NULL OR r.at >= $since) AND ($until IS NULL OR r.at < $until)
// RETURN [r.link_id] AS links
// ORDER BY r.link_id
// LIMIT $paths
// """
//
// [params.min_payees]
// type = "int"
// default = 5
// least = 1
// help = "Fewest distinct paid accounts"
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
// account_id = "Account that pays"
// payees = "Distinct paid accounts, count"
// payments = "Payments, count"
// paid = "Sum paid, per currency"
// first_at = "First of these payments, UTC"
// last_at = "Last of these payments, UTC"
// +++
MATCH (account:BankAccount)-[p:PAID]->(payee:BankAccount)
WHERE payee.id <> account.id AND ($since IS NULL OR p.at >= $since) AND ($until IS NULL OR p.at < $until)
WITH account.id AS account_id, count(DISTINCT payee.id) AS payees, count(p) AS payments
WHERE payees >= $min_payees
WITH account_id, payees, payments
ORDER BY payees DESC, payments DESC, account_id
LIMIT $most
MATCH (account:BankAccount:Entity {id: account_id})-[p:PAID]->(payee:BankAccount)
WHERE payee.id <> account_id AND ($since IS NULL OR p.at >= $since) AND ($until IS NULL OR p.at < $until)
WITH account_id, payees, payments, p.currency AS currency, sum(p.amount_minor) AS total,
     min(p.at) AS a, max(p.at) AS b, collect(DISTINCT p.sources) AS s
RETURN account_id, payees, payments, collect([currency, total]) AS paid, min(a) AS first_at, max(b) AS last_at,
       collect(s) AS sources
ORDER BY payees DESC, payments DESC, account_id
LIMIT $most
