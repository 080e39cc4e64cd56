//! `keikaku diff` as its users see it: two editions, two readings of one text, two sets.

#[path = "common/command.rs"]
mod command;

use command::{code, folder, run, text};
use serde_json::{Value as Json, json};
use std::fs;
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr as _;

const FIRST: &str = "所沢市窓口改革プラン\n本プランの期間は、令和6年度から令和10年度までとします。\n1 書かない窓口\n所管：市民部市民課\n・オンライン申請の利用率　現状（R5年度）：18.5%　目標（令和10年度）：60%以上\n・窓口の平均待ち時間　現状（R5年度）：28分　目標（令和10年度）：15分以下\n・スマホ教室の受講者数　現状（R5年度）：120人　目標（令和10年度）：300人\n・マイナンバーカードの交付率　現状（R5年度）：40%　目標（令和10年度）：90%以上\n令和7年度末までに、手数料の電子納付を全ての窓口に導入します。\n";

/// Another target, another baseline, one dropped, one added, one unchanged, a later deadline.
const SECOND: &str = "所沢市窓口改革プラン\n本プランの期間は、令和7年度から令和10年度までとします。\n1 書かない窓口\n所管：市民部市民課\n・オンライン申請の利用率　現状（R5年度）：18.5%　目標（令和10年度）：80%以上\n・窓口の平均待ち時間　現状（R6年度）：20分　目標（令和10年度）：15分以下\n・マイナンバーカードの交付率　現状（R5年度）：40％　目標（令和１０年度）：90％以上\n・電子契約の件数　現状（R6年度）：5件　目標（令和10年度）：200件\n令和8年度末までに、手数料の電子納付を全ての窓口に導入します。\n";

struct Case {
    folder: TempDir,
}

impl Case {
    fn new(files: &[(&str, &str)]) -> Self {
        Self {
            folder: folder(files),
        }
    }

    fn path(&self, name: &str) -> String {
        text(&self.folder.path().join(name)).to_owned()
    }

    fn json(&self, old: &str, new: &str) -> (i32, Json) {
        let output = run(&["diff", &self.path(old), &self.path(new), "-f", "json"]);
        let json = serde_json::from_slice(&output.stdout).unwrap_or_default();
        (code(&output), json)
    }

    /// Extracts `from` into the file `to`, and gives its documents.
    fn extract(&self, from: &str, to: &str, format: &str) -> Vec<Json> {
        let (from, to) = (self.path(from), self.path(to));
        let output = run(&["extract", &from, "-f", format, "-o", &to]);
        assert_eq!(code(&output), 0);
        let text = fs::read_to_string(to).expect("documents");
        match format {
            "json" => serde_json::from_str(&text).expect("an array"),
            _ => text
                .lines()
                .map(|line| serde_json::from_str(line).expect("a document"))
                .collect(),
        }
    }

    fn write_lines(&self, to: &str, documents: &[Json]) {
        let lines: Vec<String> = documents.iter().map(Json::to_string).collect();
        fs::write(self.path(to), lines.join("\n")).expect("a file");
    }
}

/// Kind and name of the changes to one kind of record, sorted.
fn told(json: &Json, record: &str) -> Vec<(String, String)> {
    let mut told: Vec<(String, String)> = json["plans"]
        .as_array()
        .expect("plans")
        .iter()
        .flat_map(|plan| plan["changes"].as_array().expect("changes"))
        .filter(|change| change["record"] == record)
        .map(|change| {
            let text = |field: &str| change[field].as_str().unwrap_or_default().to_owned();
            (text("change"), text("name"))
        })
        .collect();
    told.sort();
    told
}

fn pairs(told: &[(String, String)]) -> Vec<(&str, &str)> {
    told.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()
}

#[test]
fn two_editions_of_a_plan() {
    let case = Case::new(&[("old.txt", FIRST), ("new.txt", SECOND)]);
    let (code, json) = case.json("old.txt", "new.txt");
    assert_eq!(code, 1);
    let kpis = told(&json, "kpi");
    let expected = [
        ("added", "電子契約の件数"),
        ("dropped", "スマホ教室の受講者数"),
        ("rebaselined", "窓口の平均待ち時間"),
        ("retargeted", "オンライン申請の利用率"),
    ];
    assert_eq!(pairs(&kpis), expected);
    assert_eq!(json["summary"]["kpi"]["unchanged"], 1);
    let statement = "令和8年度末までに、手数料の電子納付を全ての窓口に導入します";
    let targets = told(&json, "target");
    assert!(
        pairs(&targets).contains(&("rescheduled", statement)),
        "{targets:?}"
    );
    let plan = told(&json, "plan");
    assert_eq!(pairs(&plan), [("changed", "所沢市窓口改革プラン")]);
    assert_eq!(json["plans"][0]["changes"][0]["field"], "period");
    let changes = json["plans"][0]["changes"].as_array().unwrap();
    let change = changes
        .iter()
        .find(|c| c["change"] == "retargeted")
        .unwrap();
    assert_eq!(change["old"]["line"], 5);
    assert_eq!(change["old"]["text"], "60%以上 (令和10年度)");
    assert_eq!(change["new"]["text"], "80%以上 (令和10年度)");
    let figure = json!([{
        "raw": "80%以上", "value": 80, "unit": "%", "comparator": "ge", "end_date": "2029-03-31"
    }]);
    assert_eq!(change["new"]["values"], figure);
    assert_eq!(change["measure"], "書かない窓口");
    assert_eq!(json["plans"][0]["same_source"], false);
}

#[test]
fn an_owner_that_changed() {
    let moved = FIRST.replace("市民部市民課", "総務部情報政策課");
    let case = Case::new(&[("old.txt", FIRST), ("new.txt", &moved)]);
    let (code, json) = case.json("old.txt", "new.txt");
    assert_eq!(code, 1);
    let kpis = told(&json, "kpi");
    assert_eq!(kpis.len(), 4);
    assert!(
        kpis.iter().all(|(kind, _)| kind == "owner_changed"),
        "{kpis:?}"
    );
    let change = &json["plans"][0]["changes"][0];
    assert_eq!(change["old"]["text"], "市民部市民課");
    assert_eq!(change["new"]["text"], "総務部情報政策課");
}

#[test]
fn nothing_changed_is_zero() {
    let case = Case::new(&[("a.txt", FIRST), ("b.txt", FIRST)]);
    let (same, json) = case.json("a.txt", "b.txt");
    assert_eq!(same, 0);
    assert_eq!(json["plans"][0]["changes"], json!([]));
    assert_eq!(json["plans"][0]["same_source"], true);
    let table = run(&["diff", &case.path("a.txt"), &case.path("b.txt")]);
    assert_eq!(code(&table), 0);
    let table = String::from_utf8(table.stdout).unwrap();
    assert!(table.contains("kpi: 4 unchanged"), "{table}");
    // Width and white space are no change of a plan.
    let wide = FIRST.replace("60%以上", "６０％以上");
    fs::write(case.path("c.txt"), wide).unwrap();
    assert_eq!(case.json("a.txt", "c.txt").0, 0);
}

#[test]
fn two_readings_of_one_text_are_compared_in_every_field() {
    let case = Case::new(&[("a.txt", FIRST)]);
    let mut documents = case.extract("a.txt", "old.jsonl", "jsonl");
    let document = &mut documents[0];
    document["kpis"][0]["rule"] = json!("another-rule");
    document["kpis"][1]["name"] = json!("電子申請");
    document["years"][0]["kind"] = json!("date");
    document["departments"].as_array_mut().unwrap().remove(0);
    case.write_lines("new.jsonl", &documents);
    let (code, json) = case.json("old.jsonl", "new.jsonl");
    assert_eq!(code, 1);
    let kpis = told(&json, "kpi");
    let expected = [
        ("changed", "オンライン申請の利用率"),
        ("renamed", "電子申請"),
    ];
    assert_eq!(pairs(&kpis), expected);
    let changes = json["plans"][0]["changes"].as_array().unwrap();
    let rule = changes.iter().find(|c| c["field"] == "rule").unwrap();
    assert_eq!(rule["new"]["text"], "another-rule");
    let years = told(&json, "year");
    assert_eq!(years.len(), 1);
    assert_eq!(years[0].0, "changed");
    let units = told(&json, "department");
    assert_eq!(units.len(), 1);
    assert_eq!(units[0].0, "dropped");
}

#[test]
fn plans_of_two_folders_find_each_other() {
    let other =
        "日野市環境計画\n1 みどり\n・緑地の面積　現状（R3年度）：18ha　目標（令和6年度）：20ha\n";
    let gone = "川越市防災計画\n";
    let case = Case::new(&[
        ("old/1.txt", FIRST),
        ("old/2.txt", other),
        ("old/3.txt", gone),
        ("new/a.txt", other),
        ("new/b.txt", SECOND),
        ("new/c.txt", "秩父市観光計画\n"),
    ]);
    let (code, json) = case.json("old", "new");
    assert_eq!(code, 1);
    let paths: Vec<(Option<String>, Option<String>)> = json["plans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|plan| {
            let path = |side: &str| {
                let path = plan[side]["path"].as_str()?;
                path.rsplit('/').next().map(str::to_owned)
            };
            (path("old"), path("new"))
        })
        .collect();
    let some = |name: &str| Some(name.to_owned());
    let expected = [
        (some("1.txt"), some("b.txt")),
        (some("2.txt"), some("a.txt")),
        (some("3.txt"), None),
        (None, some("c.txt")),
    ];
    assert_eq!(paths, expected);
    let plans = told(&json, "plan");
    let expected = [
        ("added", "秩父市観光計画"),
        ("changed", "所沢市窓口改革プラン"),
        ("dropped", "川越市防災計画"),
    ];
    assert_eq!(pairs(&plans), expected);
    // The same from what extract wrote, whatever it wrote.
    case.extract("old", "old.out", "jsonl");
    case.extract("new", "new.json", "json");
    assert_eq!(case.json("old.out", "new.json"), (code, json));
}

#[test]
fn the_columns_of_the_table_stand_in_line() {
    let case = Case::new(&[("old.txt", FIRST), ("new.txt", SECOND)]);
    let output = run(&["diff", &case.path("old.txt"), &case.path("new.txt")]);
    assert_eq!(code(&output), 1);
    let table = String::from_utf8(output.stdout).unwrap();
    let starts: Vec<usize> = table
        .lines()
        .filter(|line| line.starts_with("  "))
        .filter(|line| !line.contains("dropped") && !line.contains("added"))
        .map(|line| line.split_once(" → ").expect("two sides").0.width())
        .collect();
    assert_eq!(starts.len(), 5, "{table}");
    assert!(starts.iter().all(|start| *start == starts[0]), "{table}");
    let file = case.path("table.txt");
    run(&[
        "diff",
        &case.path("old.txt"),
        &case.path("new.txt"),
        "-o",
        &file,
    ]);
    assert_eq!(fs::read_to_string(file).unwrap(), table);
}

#[test]
fn trouble_is_two_and_names_the_file() {
    let case = Case::new(&[
        ("a.txt", FIRST),
        ("bad.jsonl", "{\"kpis\": 1}"),
        ("empty/x", ""),
    ]);
    for (old, new, named) in [
        ("a.txt", "missing.txt", "missing.txt"),
        ("bad.jsonl", "a.txt", "bad.jsonl"),
        ("a.txt", "empty", "empty"),
    ] {
        let output = run(&["diff", &case.path(old), &case.path(new)]);
        assert_eq!(code(&output), 2, "{old} {new}");
        assert!(output.stdout.is_empty());
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(message.contains(named), "{message}");
    }
    assert_eq!(code(&run(&["diff", "-", "-"])), 2);
    assert_eq!(code(&run(&["diff", "seeds"])), 2);
}
