//! Web pages.
//!
//! In: the bytes of a page. Out: its own text without the frame around it (menus, head and foot of
//! the site), with headings and tables: `<h2>第2章</h2>` is a heading of level 2.

mod charset;
mod chrome;
mod flow;
mod sink;
mod table;
mod tree;
mod walk;

use super::Refusal;
use super::compose::{Composed, Composer};
use super::reader::Job;
use crate::diagnostic::Diagnostic;
use tree::Tree;

/// Reads a page.
pub(super) fn read(job: &Job<'_>) -> Result<Composed, Refusal> {
    let decoded = charset::decode(job.bytes, job.encoding)?;
    let tree = Tree::parse(&decoded.text, job.budget)?;
    let mut composer = Composer::default();
    for diagnostic in decoded.diagnostics {
        composer.diagnostic(diagnostic);
    }
    for root in chrome::content(&tree) {
        walk::page(&tree, root, &mut composer, job.budget)?;
    }
    let mut composed = composer.finish();
    composed.encoding = Some(decoded.encoding);
    if composed.text.trim().is_empty() {
        composed.diagnostics.push(Diagnostic::warning(
            "no_text",
            None,
            "the page holds no text of its own",
        ));
    }
    Ok(composed)
}

#[cfg(test)]
mod tests {
    use crate::source::{MediaType, ReadOptions, SourceError, SourceText};

    fn source(page: &[u8]) -> Result<SourceText, SourceError> {
        let options = ReadOptions {
            media_type: Some(MediaType::Html),
            ..ReadOptions::default()
        };
        SourceText::decode("x.html", page, &options).map(|(source, _)| source)
    }

    fn text(page: &str) -> String {
        source(page.as_bytes()).expect("a page").text().to_owned()
    }

    #[test]
    fn only_what_belongs_to_the_page_is_read() {
        assert_eq!(
            text(
                "<head><title>x</title><style>p{}</style></head><header>市の名前</header>\
                 <nav>メニュー</nav><div role=banner>b</div><div class='topicpath'>ホーム</div>\
                 <form><h1>計画</h1><p hidden>h<p style='color:red; DISPLAY : none'>n<p>本文\
                 <input value=v><button>検索</button><select><option>o</select><script>s()</script>\
                 <noscript>ns</noscript><template>t</template><img alt='絵'></form>\
                 <aside>広告</aside><footer>著作権</footer>"
            ),
            "計画\n\n本文\n"
        );
        assert_eq!(
            text(
                "<div>外</div><main><header><h1>計画</h1></header><nav>目次</nav>本文\
                 <footer>総務課</footer></main>"
            ),
            "計画\n\n本文\n総務課\n"
        );
        assert_eq!(text("<p>外<article>本文の全体</article>"), "本文の全体\n");
        assert_eq!(
            text("<p>本文の全体<article>別</article>"),
            "本文の全体\n別\n"
        );
        assert_eq!(text("<div>外</div><main> </main>"), "外\n");
    }

    #[test]
    fn text_stands_as_a_browser_shows_it() {
        assert_eq!(
            text(
                "<h1>第1章<br>目的</h1><h3>節 </h3><div>計\n画<b>期</b>間<br>令和6年度&amp;&nbsp;R7<wbr>以降</div>後"
            ),
            "第1章 目的\n\n節\n\n計画期間\n令和6年度& R7以降\n後\n"
        );
        assert_eq!(
            text("<p><ruby>窓<rp>(</rp><rt>まど</rt><rp>)</rp>口<rt>ぐち</ruby>の改革"),
            "窓口の改革\n"
        );
        assert_eq!(
            text(
                "<ul><li>研修<li>■広報<ul><li>配布</ul></ul><ol start=3 type=a><li>調査<li value=9>導入</ol><ol type=I><li>甲</ol><dl><dt>所管<dd>総務課</dl>"
            ),
            "・研修\n■広報\n・配布\nc. 調査\ni. 導入\nI. 甲\n所管\n総務課\n"
        );
        assert_eq!(
            text("<pre>\n指標  値\n\n 件数  5\n</pre>終"),
            "指標  値\n\n 件数  5\n終\n"
        );
    }

    #[test]
    fn tables_are_grids() {
        assert_eq!(
            text(
                "<table><caption>表1 指標</caption><tfoot><tr><td>注<td>y</tfoot>\
                 <thead><tr><th rowspan=2>指標<th colspan=2>目標値</tr><tr><th>R6<th>R7</thead>\
                 <tbody><tr><td>件数<td rowspan=0>5<br>以上<td>6<tr><td>人数<td>7</tbody></table>"
            ),
            "表1 指標\n\n指標\t目標値\t\n\tR6\tR7\n件数\t5\u{2028}以上\t6\n人数\t\t7\n注\ty\t\n\n"
        );
        let source =
            source("<table><tr><td rowspan=99>a<td>b<tr><td colspan=5>c</table>".as_bytes())
                .expect("a page");
        let [table] = source.structure().tables.as_slice() else {
            panic!("one table");
        };
        assert_eq!(table.merges.len(), 1);
        assert_eq!((table.merges[0].rows, table.merges[0].columns), (2, 1));
    }

    #[test]
    fn tables_that_arrange_the_page_are_text() {
        assert_eq!(
            text("<table><tr><td><h2>第2章</h2>本文<tr><td>後</table>"),
            "第2章\n\n本文\n後\n"
        );
        assert_eq!(
            text("<table><tr><td>左<td><table><tr><th>指標<th>値<tr><td>件数<td>5</table></table>"),
            "左\n\n指標\t値\n件数\t5\n\n"
        );
        assert_eq!(
            text(
                "<table><tr><th>甲<th>乙<tr><td>x<td><table><tr><td>1<td>2<tr><td>3<td>4</table></table>"
            ),
            "甲\t乙\nx\t1 2\u{2028}3 4\n\n"
        );
    }

    #[test]
    fn hostile_pages_end() {
        let cells = "<td colspan=1000>x".repeat(3000);
        let many = format!("<table><tr>{cells}<tr><td>y");
        let refused = source(many.as_bytes()).expect_err("too many cells");
        assert!(refused.to_string().contains("cells"), "{refused}");
        let tall = format!(
            "<table>{}",
            "<tr><td rowspan=65534 colspan=2>x<td>y".repeat(500)
        );
        assert!(source(tall.as_bytes()).is_ok());
        let open = "<p><b><i><font>".repeat(10_000);
        assert!(
            source(open.as_bytes()).is_ok_and(|s| s.text().is_empty())
                || source(open.as_bytes()).is_err()
        );
    }

    #[test]
    fn a_page_without_text_says_so() {
        let (_, diagnostics) = SourceText::decode(
            "x.html",
            b"<html><img src=scan.png>",
            &ReadOptions::default(),
        )
        .expect("a page");
        assert!(diagnostics.iter().any(|d| d.code == "no_text"));
    }
}
