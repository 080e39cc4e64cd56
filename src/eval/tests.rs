//! Scores of small hand-made pairs of gold and prediction, worked out by hand.

use super::{Gold, Kind, Prediction, Scores, score};

fn scores(gold: &str, prediction: &str) -> Scores {
    let mut scores = Scores::default();
    let gold = Gold::parse(gold).unwrap();
    let prediction = Prediction::parse(prediction).unwrap();
    score(&gold, &prediction, "x", &mut scores);
    scores
}

/// tp, fp and fn of `kind`.
fn counts(scores: &Scores, kind: Kind) -> (usize, usize, usize) {
    scores.get(kind).map_or((0, 0, 0), |t| (t.tp, t.fp, t.fn_))
}

const EXCERPT: &str = r#"{
  "plan_period": {"start_date": "2024-04-01", "end_date": "2027-03-31"},
  "departments": ["環境共生部", "財政課"],
  "kpis": [
    {"name": "コンビニ交付率", "departments": ["総務部財政課"],
     "baseline": {"raw": "15.9%", "value": 15.9, "unit": "%", "year": 2023, "fiscal": true},
     "actual": null,
     "targets": [{"raw": "50%", "value": 50, "unit": "%", "comparator": "ge", "year": 2026, "fiscal": null},
                 {"raw": "60%", "value": 60, "unit": "%", "comparator": "ge", "year": 2027, "fiscal": null}]},
    {"name": "健診受診率", "baseline": {"raw": "－", "value": null, "unit": null},
     "targets": [{"raw": "維持", "value": null, "unit": null, "comparator": null}]},
    {"name": "別の指標", "targets": [], "optional": true},
    {"name": "見つからない", "targets": [{"raw": "1", "value": 1, "unit": null}]}]}"#;

#[test]
fn an_excerpt() {
    let prediction = r#"{
      "source": {"path": "x.txt"},
      "plan": {"period": {"start_date": "2024-04-01", "end_date": "2027-03-31"}},
      "departments": [{"raw": "環境共生部", "name": "環境共生部"}],
      "kpis": [
        {"name": "①コンビニ交付率（％）", "departments": {"owner": ["財政課"]},
         "baseline": {"raw": "15.9％", "value": 15.9, "unit": "%", "comparator": "eq",
                      "period": {"start_date": "2024-04-01", "end_date": "2025-03-31"}},
         "actual": null,
         "targets": [{"raw": "50%", "value": 50, "unit": "%", "comparator": "ge",
                      "period": {"start_date": "2026-04-01", "end_date": "2027-03-31"}},
                     {"raw": "60%", "value": 60, "unit": "%", "comparator": "ge",
                      "period": {"start_date": "2026-04-01", "end_date": "2027-03-31"}}]},
        {"name": "健診受診率", "baseline": null, "actual": null,
         "targets": [{"raw": "現状維持", "value": null, "unit": null}]},
        {"name": "別の指標", "baseline": null, "actual": null, "targets": []},
        {"name": "余分な指標", "baseline": null, "actual": null, "targets": []}]}"#;
    let scores = scores(EXCERPT, prediction);
    assert_eq!(counts(&scores, Kind::Plan), (1, 0, 0));
    assert_eq!(counts(&scores, Kind::Department), (1, 0, 1));
    // Two found, one missed, one extra; the optional one does not count.
    assert_eq!(counts(&scores, Kind::Kpi), (2, 1, 1));
    // The second is exact; the first is wrong in both directions.
    assert_eq!(counts(&scores, Kind::KpiExact), (1, 2, 2));
    // 60% has the wrong year, so it is missed and extra.
    assert_eq!(counts(&scores, Kind::KpiTarget), (2, 1, 1));
    assert_eq!(counts(&scores, Kind::KpiBaseline), (2, 0, 0));
    // The baseline is a year late.
    assert_eq!(counts(&scores, Kind::KpiBaselineTime), (1, 0, 1));
    assert_eq!(counts(&scores, Kind::KpiActual), (2, 0, 0));
    assert_eq!(counts(&scores, Kind::KpiOwner), (1, 0, 0));
    assert_eq!(scores.get(Kind::Kpi).unwrap().missed, ["x: 見つからない"]);
    assert_eq!(scores.get(Kind::Kpi).unwrap().extra, ["x: 余分な指標"]);
    let kpi = scores.rates()[&Kind::Kpi];
    assert!((kpi.f1 - 2.0 / 3.0).abs() < 1e-12);
}

#[test]
fn nothing_predicted_is_all_missed() {
    let scores = scores(EXCERPT, r#"{"source": {"path": "x.txt"}}"#);
    assert_eq!(counts(&scores, Kind::Kpi), (0, 0, 3));
    assert_eq!(counts(&scores, Kind::Plan), (0, 0, 1));
    assert!(scores.get(Kind::KpiTarget).is_none());
}

const DOCUMENT: &str = r#"{
  "metadata": {"title": "甲市計画", "municipality": "甲市", "prefecture": "乙県", "version": null,
    "published": {"raw": "令和6年3月", "line": 2, "start": "2024-03-01", "end": "2024-03-31"},
    "period": {"start": "2024-04-01", "end": null}, "issuing_department": null, "code": "012345"},
  "kpis": [{"name": "利用者数", "line": 20, "measure": "窓口の改善", "baseline": null,
     "targets": [{"raw": "5人", "value": 5, "unit": "人", "comparator": "eq", "start": "2026-04-01", "end": "2027-03-31"}],
     "departments": {"owner": [], "related": []}}],
  "years": [
    {"line": 5, "raw": "令和6年度", "start": "2024-04-01", "end": "2025-03-31"},
    {"line": 6, "raw": "令和7年", "start": "2025-01-01", "end": "2025-12-31", "optional": true}],
  "departments": [
    {"line": 7, "raw": "財政課長", "role": "chair"},
    {"line": 8, "raw": "税務課", "role": "owner"}],
  "targets": [
    {"statement": "令和8年度末までに20業務を移す", "line": 30, "due": {"raw": "令和8年度末", "start": "2027-03-31", "end": "2027-03-31"},
     "quantity": {"raw": "20業務", "value": 20, "unit": "業務", "comparator": "eq"}}],
  "schedule": [{"line": 40, "activity": "周知", "start": "2024-04-01", "end": "2027-03-31"}]}"#;

#[test]
fn a_document() {
    let prediction = r#"{
      "source": {"path": "x.txt"},
      "plan": {"title": "甲市 計画", "municipality": {"name": "甲市", "prefecture": null, "code": "012345"},
        "version": null, "published": {"start_date": "2024-03-01", "end_date": "2024-03-31"},
        "period": {"start_date": "2024-04-01", "end_date": "2029-03-31"}, "issuing_department": null},
      "kpis": [{"name": "利用者数", "measure": "窓口の改善と拡充", "baseline": null, "actual": null,
        "targets": [{"raw": "5人", "value": 5, "unit": "名", "comparator": null,
                     "period": {"start_date": "2026-04-01", "end_date": "2027-03-31"}}],
        "departments": {"owner": []}, "evidence": [{"line": 90}, {"line": 26}]}],
      "years": [
        {"line": 5, "raw": "令和6年度", "start_date": "2024-04-01", "end_date": "2025-03-31"},
        {"line": 6, "raw": "令和7年", "start_date": "2025-01-01", "end_date": "2025-12-31"},
        {"line": 6, "raw": "7年", "start_date": "2025-01-01", "end_date": "2025-12-31"},
        {"line": 9, "raw": "令和9年", "start_date": "2027-01-01", "end_date": "2027-12-31"}],
      "departments": [
        {"line": 7, "raw": "財政課", "role": "member"}, {"line": 8, "raw": "税務課", "role": "mention"}],
      "targets": [{"statement": "20業務を移す", "evidence": [{"line": 31}],
        "due": {"end_date": "2026-03-31"}, "quantity": {"value": 20, "unit": "業務", "comparator": "eq"}}],
      "schedule": [{"activity": "周知", "evidence": [{"line": 42}],
        "period": {"start_date": "2024-04-01", "end_date": "2027-03-31"}}]}"#;
    let scores = scores(DOCUMENT, prediction);
    // Wrong: prefecture, period.
    assert_eq!(counts(&scores, Kind::Plan), (6, 0, 2));
    assert_eq!(counts(&scores, Kind::Kpi), (1, 0, 0));
    assert_eq!(counts(&scores, Kind::KpiExact), (1, 0, 0));
    assert_eq!(counts(&scores, Kind::KpiMeasure), (1, 0, 0));
    assert!(scores.get(Kind::KpiOwner).is_none());
    // The optional year takes one, forgives the other.
    assert_eq!(counts(&scores, Kind::Year), (1, 1, 0));
    assert_eq!(counts(&scores, Kind::Department), (2, 0, 0));
    // Chair and member count as the same role.
    assert_eq!(counts(&scores, Kind::DepartmentRole), (1, 0, 1));
    assert_eq!(counts(&scores, Kind::Target), (1, 0, 0));
    assert_eq!(counts(&scores, Kind::TargetDue), (0, 0, 1));
    assert_eq!(counts(&scores, Kind::TargetQuantity), (1, 0, 0));
    // Two lines off is too far.
    assert_eq!(counts(&scores, Kind::Schedule), (0, 1, 1));
}

#[test]
fn an_indicator_seven_lines_away_is_another_one() {
    let prediction = r#"{"source": {"path": "x.txt"}, "kpis": [
      {"name": "利用者数", "targets": [], "evidence": [{"line": 27}]}]}"#;
    let scores = scores(DOCUMENT, prediction);
    assert_eq!(counts(&scores, Kind::Kpi), (0, 1, 1));
}
