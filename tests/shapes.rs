//! Text of any shape costs what its length costs: twice as long, twice the steps.
//!
//! Steps are counted (`keikaku::steps`), not seconds: they are the same on every machine. A shape that
//! costs the square of its length takes four times the steps.

mod common;

use common::RESOURCES;
use keikaku::pipeline;
use keikaku::source::SourceText;
use keikaku::steps;

/// Twice the text may take this many times the steps: lists grow, and a window at either end is shared.
const MOST: f64 = 2.3;

/// A text of about so many parts.
type Shape = fn(usize) -> String;

fn lines(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).map(line).collect()
}

const SHAPES: &[(&str, usize, Shape)] = &[
    ("plain lines", 400, |n| {
        "市民の暮らしを支える取組を行います。\n".repeat(n)
    }),
    ("one line of sentences", 400, |n| {
        "令和6年度までに窓口を10か所設けます。".repeat(n)
    }),
    ("one line without a full stop", 400, |n| {
        "令和6年度に10件実施し、".repeat(n)
    }),
    ("one line of dates", 400, |n| "令和6年4月1日から".repeat(n)),
    ("one line of figures", 400, |n| {
        "利用率を10%から20%に、".repeat(n)
    }),
    ("one line of arrows", 400, |n| "利用率10%→20% ".repeat(n)),
    ("one line of units", 400, |n| "総務部総務課、".repeat(n)),
    ("endings of units", 800, |n| "課".repeat(n)),
    ("bureaus without a division", 400, |n| {
        format!("{}課", "総務部".repeat(n))
    }),
    ("one line of labels", 400, |n| "所管：総務課 ".repeat(n)),
    ("open brackets", 3000, |n| "（".repeat(n)),
    ("open quotes", 3000, |n| format!("{}計画」", "「".repeat(n))),
    ("open angles", 3000, |n| "<".repeat(n)),
    ("closed brackets", 2000, |n| {
        format!("{}10件{}まで", "（".repeat(n), "）".repeat(n))
    }),
    ("brackets of all kinds", 500, |n| {
        "[]{}【】（）「」".repeat(n)
    }),
    ("lines with an open quote", 500, |n| {
        "「令和6年度\n".repeat(n)
    }),
    ("a table of bars", 200, |n| {
        let rows = lines(n, |i| format!("|参加者の数{i}|{i}人|{}人|\n", i + 1));
        format!("|指標|現状値|目標値|\n{rows}")
    }),
    ("cells between commas", 200, |n| {
        let rows = lines(n, |i| format!("{i},参加者の数{i},{i},{}\n", i + 1));
        format!("番号,指標,現状値（R5）,目標値（R10）\n{rows}")
    }),
    ("cells that a spreadsheet quotes", 200, |n| {
        lines(n, |i| format!("\"参加者の\n数{i}\"\t人\t{i}\n"))
    }),
    ("a roadmap aligned by spaces", 200, |n| {
        let rows = "台帳の電子化  設計          導入\n".repeat(n);
        format!("取組          令和8年度    令和9年度\n{rows}")
    }),
    ("headers of roadmaps", 200, |n| {
        "取組  R7  R8\n取組 R7 R8\n取組\nR7\nR8\n".repeat(n)
    }),
    ("a roadmap a cell a line", 200, |n| {
        format!("取組\nR7\nR8\n{}", "台帳の電子化\n設計\n→\n".repeat(n))
    }),
    ("groups aligned by spaces", 200, |n| {
        let group = "  割合\n     20歳代の人        31％           40％\n     30歳代の人        31％           40％\n";
        format!(
            "  指標名                現状値（R5）   目標値（R10）\n{}",
            group.repeat(n)
        )
    }),
    // A window around each note is shared by all of a short text.
    ("notes below sections", 800, |n| {
        lines(n, |i| {
            format!(
                "第{i}節 席\n・席の数 現状値：{i}件 目標値：9件\n※現状値は令和5年度、目標値は令和10年度\n"
            )
        })
    }),
    ("a table of tabs", 200, |n| {
        let rows = lines(n, |i| format!("参加者の数{i}\t{i}人\t{}人\n", i + 1));
        format!("指標\t現状値（令和4年度）\t目標値（令和9年度）\n{rows}")
    }),
    ("a table of spaces", 200, |n| {
        let rows = lines(n, |i| {
            format!("参加した人の  {i}人     {}人\n延べ人数\n", i + 1)
        });
        format!("指標          現状値   目標値\n              （R5）   （R10）\n{rows}")
    }),
    ("headers of spaces", 200, |n| {
        "指標    単位    現状値    目標値\n".repeat(n)
    }),
    ("a header of spaces over half of its labels", 200, |n| {
        "指標    現状値    目標値    何か    別のもの    さらに\n10  20\n".repeat(n)
    }),
    ("one line of gaps", 400, |n| {
        format!("指標  現状値  目標値{}\n", "  目標値".repeat(n))
    }),
    ("a table without a header", 200, |n| {
        lines(n, |i| format!("参加者の数{i}\t{i}人\t{}人\n", i + 1))
    }),
    ("one row of cells", 400, |n| {
        lines(n, |i| format!("令和{}年度\t", i % 20 + 1))
    }),
    ("empty cells", 3000, |n| "\t".repeat(n)),
    ("bars", 3000, |n| "|".repeat(n)),
    ("cells in quotes", 1500, |n| "\"\",".repeat(n)),
    ("lines in quotes", 300, |n| {
        "\"窓口\",\"10件\",\"20件\"\n\"窓口\",\"10件\"\n".repeat(n)
    }),
    ("indicators below their roadmaps", 60, |n| {
        "工程|R6|R7|R8\n導入|○||\nKPI|R6|R7|R8\n参加者数|1人|2人|3人以上\n".repeat(n)
    }),
    ("rows broken inside a name", 200, |n| {
        "指標 | 現状 | 目標 | 課\n施設の充足\n率 | 10% | 20% | 総務課\n1-1 | 広\n場 | 10か所 | 20か所\n".repeat(n)
    }),
    ("a roadmap", 200, |n| {
        let rows = lines(n, |i| format!("取組{i}\t設計\t\t導入\n"));
        format!("取組\t令和6年度\t令和7年度\t令和8年度\n{rows}")
    }),
    ("chapters", 250, |n| {
        lines(n, |i| {
            format!("第{i}章 まちづくり{i}\n\n取組を進めます。\n\n")
        })
    }),
    ("titles without number", 250, |n| {
        lines(n, |i| format!("まちづくり{i}\n\n"))
    }),
    ("headings in headings", 100, |n| {
        lines(n, |i| format!("{}1 見出し\n", "1.".repeat(i % 40)))
    }),
    ("sections with units and indicators", 100, |n| {
        lines(n, |i| {
            format!(
                "# 窓口の改善{i}\n担当課：総務課\nKPI\n| 指標 | 現状値 | 目標値 |\n|---|---|---|\n\
                 | 参加者数{i} | 10人 | 20人 |\n"
            )
        })
    }),
    ("a flat table", 300, |n| {
        format!("指標 現状値 目標値 {}", "参加者数 10人 20人 ".repeat(n))
    }),
    ("labels below each other", 1200, |n| "指標\n".repeat(n)),
    ("titles in quotes", 200, |n| {
        lines(n, |i| format!("「まち{i}計画」（以下「本計画」という）"))
    }),
    ("blank lines", 3000, |n| "\n".repeat(n)),
    ("digits", 300, |n| "1234567890".repeat(n)),
    ("kanji numerals", 300, |n| {
        "一二三四五六七八九十百千".repeat(n)
    }),
    ("spaced letters", 300, |n| "令 和 6 年 度 ".repeat(n)),
];

fn cost(text: String) -> u64 {
    let source = SourceText::from_text("shape", text);
    let before = steps::taken();
    let _ = pipeline::extract(&source, &RESOURCES);
    steps::taken() - before
}

#[test]
fn twice_the_text_takes_twice_the_steps() {
    let mut complaints = Vec::new();
    for &(name, n, shape) in SHAPES {
        let (once, twice) = (cost(shape(n)), cost(shape(n * 2)));
        assert!(once >= n as u64, "{name}: {once} steps are not counted");
        let ratio = twice as f64 / once as f64;
        if ratio > MOST {
            complaints.push(format!("{name}: {once} → {twice} steps (× {ratio:.1})"));
        }
    }
    common::report(&complaints);
}
