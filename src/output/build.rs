//! From records to the document: spans become quotes, records get their ids in document order.

use super::document::SCHEMA_VERSION;
use super::{
    Component, DepartmentMention, Departments, Diagnostic, Document, Kpi, Municipality, Number,
    Period, Plan, Quoter, ScheduleItem, SourceInfo, Target, Value, YearMention,
};
use crate::record::model::{self, Provenance, RawPeriod, Records};
use crate::source::SourceText;
use crate::text::NormalizedText;
use crate::{diagnostic, mention};
use jiff::civil::Date;

/// The document that says what `records` say.
pub fn document(
    source: &SourceText,
    normalized: &NormalizedText,
    records: &Records,
    diagnostics: &[diagnostic::Diagnostic],
) -> Document {
    let quoter = Quoter::new(source, normalized);
    Document {
        schema_version: SCHEMA_VERSION.to_owned(),
        source: SourceInfo {
            path: source.path.clone(),
            sha256: (!source.sha256.is_empty()).then(|| source.sha256.clone()),
            bytes: Some(source.bytes),
            media_type: Some(source.media_type.name().to_owned()),
            encoding: source.encoding.map(str::to_owned),
        },
        plan: plan(&records.plan),
        kpis: numbered(
            &records.kpis,
            'k',
            |r| &r.provenance,
            |r, id| kpi(quoter, r, id),
        ),
        targets: numbered(
            &records.targets,
            't',
            |r| &r.provenance,
            |r, id| target(quoter, r, id),
        ),
        schedule: numbered(
            &records.schedule,
            's',
            |r| &r.provenance,
            |r, id| schedule_item(quoter, r, id),
        ),
        years: numbered(
            &records.years,
            'y',
            |r| &r.provenance,
            |r, id| year(quoter, r, id),
        ),
        departments: numbered(
            &records.departments,
            'd',
            |r| &r.provenance,
            |r, id| department(quoter, r, id),
        ),
        diagnostics: diagnostics.iter().map(Diagnostic::from).collect(),
    }
}

/// Converts `records` in the order of their first evidence, with ids `k1`, `k2` …
fn numbered<R, W>(
    records: &[R],
    letter: char,
    provenance: impl Fn(&R) -> &Provenance,
    convert: impl Fn(&R, String) -> W,
) -> Vec<W> {
    let mut order: Vec<&R> = records.iter().collect();
    order.sort_by_key(|r| provenance(r).evidence.iter().min().copied());
    order
        .into_iter()
        .enumerate()
        .map(|(i, r)| convert(r, format!("{letter}{}", i + 1)))
        .collect()
}

fn plan(from: &model::Plan) -> Plan {
    Plan {
        title: from.title.clone(),
        municipality: Municipality {
            name: from.municipality.name.clone(),
            prefecture: from.municipality.prefecture.clone(),
            code: from.municipality.code.clone(),
        },
        version: from.version.clone(),
        published: from.published.as_ref().map(raw_period),
        period: from.period.as_ref().map(raw_period),
        issuing_department: from.issuing_department.clone(),
        notes: from.notes.clone(),
    }
}

/// `from` with the words it was read from.
pub(super) fn period(raw: &str, from: &mention::Period) -> Period {
    Period {
        raw: raw.to_owned(),
        kind: from.kind.into(),
        start_date: from.start.map(iso),
        end_date: from.end.map(iso),
        era: from.era.map(|e| e.name().to_owned()),
        era_year: from.era_year,
        flags: from.flags.iter().map(|&f| f.into()).collect(),
        modifier: from.modifier.map(Into::into),
    }
}

/// YYYY-MM-DD, digit by digit: `Display` takes longer, and documents are full of days.
fn iso(date: Date) -> String {
    let Some(year) = u32::try_from(date.year())
        .ok()
        .filter(|&year| year < 10_000)
    else {
        return date.to_string();
    };
    let of_year = |part: i8| u32::from(part.unsigned_abs());
    let mut number = (year * 100 + of_year(date.month())) * 100 + of_year(date.day());
    let mut text = *b"YYYY-MM-DD";
    for at in [9, 8, 6, 5, 3, 2, 1, 0] {
        text[at] = b"0123456789"[number as usize % 10];
        number /= 10;
    }
    std::str::from_utf8(&text).unwrap_or_default().to_owned()
}

fn raw_period(from: &RawPeriod) -> Period {
    period(&from.raw, &from.period)
}

/// `from` with the words it was read from, without period and evidence.
pub(super) fn quantity(raw: &str, from: &mention::Quantity) -> Value {
    Value {
        raw: raw.to_owned(),
        value: from.value.and_then(Number::new),
        value_low: from.low.and_then(Number::new),
        value_high: from.high.and_then(Number::new),
        unit: from.unit.clone(),
        comparator: from.comparator.map(Into::into),
        per: from.per.clone(),
        kind: from.kind.into(),
        components: from
            .components
            .iter()
            .map(|c| Component {
                label: c.label.clone(),
                value: c.value.and_then(Number::new),
                unit: c.unit.clone(),
            })
            .collect(),
        period: None,
        evidence: Vec::new(),
    }
}

fn value(quoter: Quoter, from: &model::Value) -> Value {
    Value {
        period: from.period.as_ref().map(raw_period),
        evidence: quoter.quotes(&from.evidence),
        ..quantity(&from.raw, &from.quantity)
    }
}

fn departments(from: &model::Departments) -> Departments {
    Departments {
        owner: from.owner.clone(),
        related: from.related.clone(),
    }
}

fn kpi(quoter: Quoter, from: &model::Kpi, id: String) -> Kpi {
    Kpi {
        id,
        name: from.name.clone(),
        group: from.group.clone(),
        measure: from.measure.clone(),
        section: from.section.clone(),
        cumulative: from.cumulative,
        notes: from.notes.clone(),
        baseline: from.baseline.as_ref().map(|v| value(quoter, v)),
        actual: from.actual.as_ref().map(|v| value(quoter, v)),
        targets: from.targets.iter().map(|v| value(quoter, v)).collect(),
        departments: departments(&from.departments),
        evidence: quoter.quotes(&from.provenance.evidence),
        rule: from.provenance.rule.clone(),
        confidence: from.provenance.confidence.into(),
    }
}

fn target(quoter: Quoter, from: &model::Target, id: String) -> Target {
    Target {
        id,
        statement: from.statement.clone(),
        quantity: from.quantity.as_ref().map(|v| value(quoter, v)),
        due: from.due.as_ref().map(raw_period),
        done: from.done,
        actor: from.actor.into(),
        measure: from.measure.clone(),
        section: from.section.clone(),
        departments: departments(&from.departments),
        evidence: quoter.quotes(&from.provenance.evidence),
        rule: from.provenance.rule.clone(),
        confidence: from.provenance.confidence.into(),
    }
}

fn schedule_item(quoter: Quoter, from: &model::ScheduleItem, id: String) -> ScheduleItem {
    ScheduleItem {
        id,
        activity: from.activity.clone(),
        measure: from.measure.clone(),
        period: raw_period(&from.period),
        section: from.section.clone(),
        departments: departments(&from.departments),
        evidence: quoter.quotes(&from.provenance.evidence),
        rule: from.provenance.rule.clone(),
        confidence: from.provenance.confidence.into(),
    }
}

fn year(quoter: Quoter, from: &model::YearMention, id: String) -> YearMention {
    let evidence = quoter.quotes(&from.provenance.evidence);
    let at = quoter.place(&evidence);
    YearMention {
        id,
        period: period(&at.quote, &from.period),
        at,
        evidence,
        rule: from.provenance.rule.clone(),
        confidence: from.provenance.confidence.into(),
    }
}

fn department(quoter: Quoter, from: &model::DepartmentMention, id: String) -> DepartmentMention {
    let evidence = quoter.quotes(&from.provenance.evidence);
    let at = quoter.place(&evidence);
    DepartmentMention {
        id,
        name: from.name.clone(),
        raw: at.quote.clone(),
        path: from.path.clone(),
        role: from.role.into(),
        collective: from.collective,
        measure: from.measure.clone(),
        at,
        evidence,
        rule: from.provenance.rule.clone(),
        confidence: from.provenance.confidence.into(),
    }
}
