//! Which rows `keikaku export --where` writes.
//!
//! In: conditions such as `code=112089`, `prefecture=埼玉県`, `year=2026..2028`, `kind=kpi`. Out: a
//! part of an SQL statement and its parameters; what the user wrote is never part of the statement.

use crate::dataset::{Table, TableId};
use rusqlite::types::Value;

/// Conditions: those on one key are alternatives, different keys all have to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    codes: Vec<String>,
    prefectures: Vec<String>,
    municipalities: Vec<String>,
    years: Vec<(i16, i16)>,
    kinds: Vec<TableId>,
}

/// What `kind=` may say, and the tables it stands for.
const KINDS: [(&str, &[TableId]); 6] = [
    ("kpi", &[TableId::Kpis, TableId::Observations]),
    ("target", &[TableId::Targets]),
    ("schedule", &[TableId::Schedule]),
    ("year", &[TableId::Years]),
    ("department", &[TableId::Departments]),
    ("diagnostic", &[TableId::Diagnostics]),
];

impl Filter {
    /// Adds the condition that `text` writes as `key=value`.
    pub fn add(&mut self, text: &str) -> Result<(), String> {
        let Some((key, value)) = text.split_once('=') else {
            return Err(format!(
                "{text}: a condition is key=value, as in code=112089"
            ));
        };
        let (key, value) = (key.trim(), value.trim());
        if value.is_empty() {
            return Err(format!("{text}: nothing stands behind ="));
        }
        match key {
            "code" => {
                if value.len() != 6 || !value.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(format!("{text}: a code has six digits"));
                }
                self.codes.push(value.to_owned());
            }
            "prefecture" => self.prefectures.push(value.to_owned()),
            "municipality" => self.municipalities.push(value.to_owned()),
            "year" => self.years.push(years(text, value)?),
            "kind" => {
                let Some((_, tables)) = KINDS.iter().find(|(name, _)| *name == value) else {
                    let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
                    return Err(format!("{text}: the kinds are {}", names.join(", ")));
                };
                self.kinds.extend_from_slice(tables);
            }
            _ => {
                let keys = "code, prefecture, municipality, year, kind";
                return Err(format!("{text}: the keys are {keys}"));
            }
        }
        Ok(())
    }

    /// Whether any row of the table is wanted. Plans always are: all others refer to them.
    pub(super) fn wants(&self, table: TableId) -> bool {
        table == TableId::Plans || self.kinds.is_empty() || self.kinds.contains(&table)
    }

    /// What stands behind WHERE for `table`, and its parameters.
    pub(super) fn condition(&self, table: &Table) -> (String, Vec<Value>) {
        let mut parts = vec!["1".to_owned()];
        let mut values = Vec::new();
        for (column, wanted) in [
            ("code", &self.codes),
            ("prefecture", &self.prefectures),
            ("municipality", &self.municipalities),
        ] {
            if !wanted.is_empty() {
                let places = vec!["?"; wanted.len()].join(", ");
                parts.push(format!("{}.{column} IN ({places})", table.name));
                values.extend(wanted.iter().map(|w| Value::Text(w.clone())));
            }
        }
        if let Some((before, start, end, after)) = time_columns(table.id)
            && !self.years.is_empty()
        {
            let touches = format!(
                "({start} IS NOT NULL OR {end} IS NOT NULL) AND \
                 coalesce({start}, '') <= ? AND coalesce({end}, '9999') >= ?"
            );
            let all = vec![touches; self.years.len()].join(" OR ");
            parts.push(format!("{before}({all}){after}"));
            for (first, last) in &self.years {
                values.push(Value::Text(format!("{:04}-03-31", i32::from(*last) + 1)));
                values.push(Value::Text(format!("{first:04}-04-01")));
            }
        }
        (parts.join(" AND "), values)
    }
}

/// A 年度, or the first and the last of several.
fn years(text: &str, value: &str) -> Result<(i16, i16), String> {
    let year = |part: &str| match part.trim().parse::<i16>() {
        Ok(year) if (1000..9999).contains(&year) => Ok(year),
        _ => Err(format!(
            "{text}: a fiscal year has four digits, as in year=2026 or year=2026..2028"
        )),
    };
    let (first, last) = value.split_once("..").unwrap_or((value, value));
    let (first, last) = (year(first)?, year(last)?);
    if first > last {
        return Err(format!("{text}: the first year is later than the last"));
    }
    Ok((first, last))
}

/// What stands around a condition on the time of a table's rows, and the columns of that time.
fn time_columns(
    table: TableId,
) -> Option<(&'static str, &'static str, &'static str, &'static str)> {
    match table {
        TableId::Kpis => Some((
            "EXISTS (SELECT 1 FROM observations AS o WHERE o.plan_id = kpis.plan_id AND o.kpi_id = kpis.kpi_id AND ",
            "o.start_date",
            "o.end_date",
            ")",
        )),
        TableId::Observations | TableId::Schedule | TableId::Years => {
            Some(("", "start_date", "end_date", ""))
        }
        TableId::Targets => Some(("", "due_start_date", "due_end_date", "")),
        TableId::Plans | TableId::Departments | TableId::Diagnostics => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn what_is_no_condition_is_refused_with_a_reason() {
        for bad in [
            "code",
            "code=",
            "code=1",
            "kind=all",
            "year=R8",
            "year=2028..2026",
            "x=1",
        ] {
            let reason = Filter::default().add(bad).expect_err("refused");
            assert!(reason.starts_with(bad), "{reason}");
        }
    }

    #[test]
    fn words_of_the_user_are_parameters() {
        let mut filter = Filter::default();
        filter.add("prefecture=' OR 1=1 --").expect("a condition");
        let table = crate::dataset::table(crate::dataset::TableId::Kpis);
        let (condition, values) = filter.condition(table);
        assert_eq!(condition, "1 AND kpis.prefecture IN (?)");
        assert_eq!(values.len(), 1);
    }
}
