//! One set of indicators in every dialect, notation and noise gives the same records.
//!
//! The main guard against mending one layout and breaking another: a new dialect is one function.

// Longer than 400 lines: every dialect beside the indicators that it prints.

use keikaku::output::Document;
use keikaku::pipeline::{Options, Resources, extract};
use keikaku::source::SourceText;
use std::sync::LazyLock;

static RESOURCES: LazyLock<Resources> =
    LazyLock::new(|| Resources::load(&Options::default()).expect("the embedded dictionaries load"));

/// One indicator as a careful reader would record it.
struct Indicator {
    name: &'static str,
    unit: &'static str,
    baseline: f64,
    target: f64,
    bound: &'static str,
    /// Baseline and target as figures without unit.
    printed: [&'static str; 2],
}

const INDICATORS: [Indicator; 5] = [
    Indicator {
        name: "オンライン申請利用率",
        unit: "%",
        baseline: 15.9,
        target: 50.0,
        bound: "eq",
        printed: ["15.9", "50.0"],
    },
    Indicator {
        name: "防災訓練に参加した市民の割合",
        unit: "%",
        baseline: 8.4,
        target: 20.0,
        bound: "ge",
        printed: ["8.4", "20"],
    },
    Indicator {
        name: "保育所の待機児童数",
        unit: "人",
        baseline: 12.0,
        target: 0.0,
        bound: "eq",
        printed: ["12", "0"],
    },
    Indicator {
        name: "観光客入込数",
        unit: "人",
        baseline: 1_250_000.0,
        target: 1_500_000.0,
        bound: "eq",
        printed: ["125", "150"],
    },
    Indicator {
        name: "多言語対応施設数",
        unit: "か所",
        baseline: 3.0,
        target: 1_010.0,
        bound: "eq",
        printed: ["3", "1,010"],
    },
];

/// Years in one notation: baseline 2022, target 2027.
struct Years {
    name: &'static str,
    baseline: &'static str,
    target: &'static str,
}

const YEARS: [Years; 6] = [
    Years {
        name: "reiwa",
        baseline: "令和4年度",
        target: "令和9年度",
    },
    Years {
        name: "letter",
        baseline: "R4年度",
        target: "R9年度",
    },
    Years {
        name: "wide letter",
        baseline: "Ｒ４年度",
        target: "Ｒ９年度",
    },
    Years {
        name: "western",
        baseline: "2022年度",
        target: "2027年度",
    },
    Years {
        name: "pair",
        baseline: "令和4（2022）年度",
        target: "令和9（2027）年度",
    },
    Years {
        name: "wide",
        baseline: "令和４年度",
        target: "令和９年度",
    },
];

impl Indicator {
    fn printed_unit(&self) -> &'static str {
        match self.name {
            "観光客入込数" => "万人",
            "多言語対応施設数" => "箇所",
            _ => self.unit,
        }
    }
    fn from(&self) -> String {
        format!("{}{}", self.printed[0], self.printed_unit())
    }
    fn to(&self) -> String {
        format!(
            "{}{}{}",
            self.printed[1],
            self.printed_unit(),
            if self.bound == "ge" { "以上" } else { "" }
        )
    }
    fn bare_to(&self) -> String {
        format!(
            "{}{}",
            self.printed[1],
            if self.bound == "ge" { "以上" } else { "" }
        )
    }
}

type Dialect = fn(&Years) -> String;

fn rows(head: &str, row: impl Fn(&Indicator) -> String) -> String {
    let body: String = INDICATORS.iter().map(row).collect();
    format!("{head}{body}")
}

const DIALECTS: &[(&str, Dialect)] = &[
    ("tabs", |y| {
        rows(
            &format!("指標名\t現状値（{}）\t目標値（{}）\n", y.baseline, y.target),
            |i| format!("{}\t{}\t{}\n", i.name, i.from(), i.to()),
        )
    }),
    ("pipes", |y| {
        rows(
            &format!(
                "指標名 | 現状値（{}） | 目標値（{}）\n",
                y.baseline, y.target
            ),
            |i| format!("{} | {} | {}\n", i.name, i.from(), i.to()),
        )
    }),
    ("outer pipes", |y| {
        rows(
            &format!(
                "| 指標 | 基準値 ({}) | 目標値 ({}) |\n",
                y.baseline, y.target
            ),
            |i| format!("| {} | {} | {} |\n", i.name, i.from(), i.to()),
        )
    }),
    ("quotes and commas", |y| {
        rows(
            &format!(
                "\"指標名\",\"現状値（{}）\",\"目標値（{}）\"\n",
                y.baseline, y.target
            ),
            |i| format!("\"{}\",\"{}\",\"{}\"\n", i.name, i.from(), i.to()),
        )
    }),
    ("markdown", |y| {
        rows(
            &format!(
                "| KPI | 現状（{}） | 目標（{}） |\n|---|---|---|\n",
                y.baseline, y.target
            ),
            |i| format!("| {} | {} | {} |\n", i.name, i.from(), i.to()),
        )
    }),
    ("broken markdown", |y| {
        rows(
            &format!(
                "指標 | 現状値({}) | 目標値({}) |\n---|---|---|\n",
                y.baseline, y.target
            ),
            |i| format!("{} |\n{} | {} |\n", i.name, i.from(), i.to()),
        )
    }),
    ("unit column", |y| {
        rows(
            &format!(
                "番号\t指標\t単位\t現状値\t目標値\n\t\t\t{}\t{}\n",
                y.baseline, y.target
            ),
            |i| {
                format!(
                    "1\t{}\t{}\t{}\t{}\n",
                    i.name,
                    i.printed_unit(),
                    i.printed[0],
                    i.bare_to()
                )
            },
        )
    }),
    ("unit in name", |y| {
        rows(
            &format!(
                "成果指標\t現況値（{}）\t目標値（{}）\n",
                y.baseline, y.target
            ),
            |i| {
                format!(
                    "{}（{}）\t{}\t{}\n",
                    i.name,
                    i.printed_unit(),
                    i.printed[0],
                    i.bare_to()
                )
            },
        )
    }),
    ("target first", |y| {
        rows(
            &format!(
                "目標指標\t目標値（{}）\t策定時（{}）\n",
                y.target, y.baseline
            ),
            |i| format!("{}\t{}\t{}\n", i.name, i.to(), i.from()),
        )
    }),
    ("years in cells", |y| {
        rows("指標名\t現状値\t目標値\n", |i| {
            format!(
                "{}\t{}（{}）\t{}（{}）\n",
                i.name,
                i.from(),
                y.baseline,
                i.to(),
                y.target
            )
        })
    }),
    ("year before value", |y| {
        rows("指標名 | 現状値 | 目標値\n", |i| {
            format!(
                "{} | {} {} | {} {}\n",
                i.name,
                y.baseline,
                i.from(),
                y.target,
                i.to()
            )
        })
    }),
    ("measure and owner", |y| {
        rows(
            &format!(
                "施策\t指標\t現状値（{}）\t目標値（{}）\t担当課\n",
                y.baseline, y.target
            ),
            |i| format!("便利なまち\t{}\t{}\t{}\t総務課\n", i.name, i.from(), i.to()),
        )
    }),
    ("merged measure left out", |y| {
        let header = format!(
            "施策\t指標\t現状値（{}）\t目標値（{}）\n便利なまち\t",
            y.baseline, y.target
        );
        rows(&header, |i| {
            format!("{}\t{}\t{}\n", i.name, i.from(), i.to())
        })
    }),
    ("word cells", |y| {
        rows(
            &format!(
                "\t指標\n\t現状値（{}）\n\t目標値（{}）\n\n",
                y.baseline, y.target
            ),
            |i| format!("\t{}\n\t{}\n\t{}\n\n", i.name, i.from(), i.to()),
        )
    }),
    ("a cell a line", |y| {
        rows("指標 現状値 目標値\n\n", |i| {
            format!(
                "{}\n\n{}\n\n({})\n\n{}\n\n({})\n\n",
                i.name,
                i.from(),
                y.baseline,
                i.to(),
                y.target
            )
        })
    }),
    ("spaces", |y| {
        rows(
            &format!(
                "指標名          現状値（{}）    目標値（{}）\n",
                y.baseline, y.target
            ),
            |i| format!("{}        {}      {}\n", i.name, i.from(), i.to()),
        )
    }),
    ("one line", |y| {
        rows(
            &format!("指標名 現状値({}) 目標値({}) ", y.baseline, y.target),
            |i| format!("{} {} {} ", i.name, i.from(), i.to()),
        )
    }),
    ("labels", |y| {
        rows("■KPI\n\n", |i| {
            format!(
                "・{} 現状（{}）：{} 目標（{}）：{}\n",
                i.name,
                y.baseline,
                i.from(),
                y.target,
                i.to()
            )
        })
    }),
    ("labels below", |y| {
        rows("■KPI\n\n", |i| {
            format!(
                "- ・{}\n現状値（{}）：{}　目標値（{}）：{}\n",
                i.name,
                y.baseline,
                i.from(),
                y.target,
                i.to()
            )
        })
    }),
    ("arrows", |y| {
        rows("数値目標\n", |i| {
            format!(
                "・{}：{}（{}）→{}（{}）\n",
                i.name,
                i.from(),
                y.baseline,
                i.to(),
                y.target
            )
        })
    }),
    ("target with baseline in brackets", |y| {
        rows("", |i| {
            format!(
                "《目標指標》 {} {}（{}：{}）\n",
                i.name,
                i.to(),
                y.baseline,
                i.from()
            )
        })
    }),
    ("sentences", |y| {
        rows("数値目標\n", |i| {
            format!(
                "{}を{}（{}）から{}（{}）に改善します。\n",
                i.name,
                i.from(),
                y.baseline,
                i.to(),
                y.target
            )
        })
    }),
    ("rows without header", |y| {
        rows("指標名\t現状値\t目標値\n", |i| {
            format!(
                "{}\t{}（{}）\t{}（{}）\n",
                i.name,
                i.from(),
                y.baseline,
                i.to(),
                y.target
            )
        })
        .replacen("指標名\t現状値\t目標値\n", "", 1)
    }),
];

/// Noise that changes nothing.
type Noise = fn(&str) -> String;

const NOISE: &[(&str, Noise)] = &[
    ("clean", str::to_owned),
    ("CRLF", |t| t.replace('\n', "\r\n")),
    ("bookmark", |t| {
        format!("[bookmark: _Toc101]第1章 取組\n\n{t}")
    }),
    ("letter-spaced labels", |t| {
        t.replace("目標値", "目 標 値")
            .replace("現状値", "現 状 値")
    }),
    ("wide digits", |t| {
        t.chars()
            .map(|c| {
                if c.is_ascii_digit() {
                    char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap_or(c)
                } else {
                    c
                }
            })
            .collect()
    }),
];

fn read(text: &str) -> Document {
    extract(&SourceText::from_text("case.txt", text), &RESOURCES)
}

/// What must come out, as lines that show well when they differ.
fn expected(with_years: (bool, bool)) -> Vec<String> {
    INDICATORS
        .iter()
        .map(|i| {
            let baseline = if with_years.0 { "2023-03-31" } else { "-" };
            let target = if with_years.1 { "2028-03-31" } else { "-" };
            format!(
                "{} | {} {} {baseline} | {} {} {} {target}",
                i.name, i.baseline, i.unit, i.target, i.unit, i.bound
            )
        })
        .collect()
}

fn found(document: &Document, with_years: (bool, bool)) -> Vec<String> {
    let json = serde_json::to_value(document).expect("documents are JSON");
    let kpis = json["kpis"].as_array().cloned().unwrap_or_default();
    kpis.iter()
        .map(|k| {
            let day = |v: &serde_json::Value, on: bool| {
                if on {
                    v["period"]["end_date"].as_str().unwrap_or("?").to_owned()
                } else {
                    "-".to_owned()
                }
            };
            let number = |v: &serde_json::Value| {
                v["value"]
                    .as_f64()
                    .map_or("?".to_owned(), |v| v.to_string())
            };
            let targets = k["targets"].as_array().cloned().unwrap_or_default();
            let target = targets
                .iter()
                .map(|t| {
                    format!(
                        "{} {} {} {}",
                        number(t),
                        t["unit"].as_str().unwrap_or("?"),
                        t["comparator"].as_str().unwrap_or("?"),
                        day(t, with_years.1)
                    )
                })
                .collect::<Vec<_>>()
                .join(" + ");
            let b = &k["baseline"];
            format!(
                "{} | {} {} {} | {target}",
                k["name"].as_str().unwrap_or("?"),
                number(b),
                b["unit"].as_str().unwrap_or("?"),
                day(b, with_years.0)
            )
        })
        .collect()
}

#[test]
fn every_dialect_notation_and_noise_gives_the_same_indicators() {
    let mut failures = Vec::new();
    let mut runs = 0;
    for (dialect, render) in DIALECTS {
        let with_years = (true, *dialect != "target with baseline in brackets");
        for years in &YEARS {
            for (noise, disturb) in NOISE {
                let text = disturb(&render(years));
                let got = found(&read(&text), with_years);
                runs += 1;
                if got != expected(with_years) {
                    failures.push((
                        format!("{dialect} × {} × {noise}", years.name),
                        format!("{text}\ngot {got:#?}"),
                    ));
                }
            }
        }
    }
    let names: Vec<&str> = failures.iter().map(|(name, _)| name.as_str()).collect();
    let first = failures.first().map_or("", |(_, text)| text.as_str());
    assert!(
        failures.is_empty(),
        "{} of {runs} runs differ: {names:#?}\nthe first:\n{first}",
        failures.len()
    );
}
