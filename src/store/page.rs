//! The page `docs/database.md`: tables of the database's own, views, and the questions of analysts.
//!
//! Example: the question オンライン申請に関する指標（都道府県別） with the statement that answers it.

use super::schema::{self, OWN_TABLES, queries, views};
use std::fmt::Write as _;

/// The page, below its heading and introduction.
pub fn page() -> String {
    let mut page = String::from("\n## Questions\n");
    for query in queries() {
        let _ = write!(
            page,
            "\n### {}\n\n{}.\n\n```sql\n{};\n```\n",
            query.title,
            query.description,
            query.sql.trim()
        );
    }
    page.push_str("\n## Views\n");
    for view in views() {
        let _ = write!(
            page,
            "\n### {} （{}）\n\n{}.\n\n```sql\n{};\n```\n",
            view.name,
            view.title,
            view.description,
            schema::create_view(view)
        );
    }
    page.push_str("\n## Tables of its own\n");
    for (name, sql) in OWN_TABLES {
        let _ = write!(page, "\n### {name}\n\n```sql\n{sql};\n```\n");
    }
    page
}
