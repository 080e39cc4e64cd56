//! Prints how layout reads a file: line kinds, sections with roles, tables cell by cell.

use keikaku::layout::{self, LayoutLexicon};
use keikaku::source::{ReadOptions, SourceText};
use keikaku::text::normalize;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: layout FILE")?;
    let (source, _) = SourceText::read(path, &ReadOptions::default())?;
    let (text, _) = normalize(&source);
    let layout = layout::read(&text, source.structure(), &LayoutLexicon::embedded()?);
    for (i, line) in layout.lines.iter().enumerate() {
        let shown: String = line.text(&text.text).chars().take(40).collect();
        let section = layout.section_of(i);
        println!(
            "{:5} {:?} {:?} s{} {:?}| {shown}",
            i + 1,
            line.kind,
            line.marker.as_ref().map(|m| &m.style),
            section.id,
            section.role
        );
    }
    for section in &layout.sections {
        println!(
            "s{} <- {:?} {:?} {:?} block={} lines {:?} 「{}」",
            section.id,
            section.parent,
            section.style,
            section.role,
            section.block,
            section.lines,
            section.title
        );
    }
    for table in &layout.tables {
        println!("table {:?} lines {:?}", table.dialect, table.lines);
        for row in &table.rows {
            let cells: Vec<String> = row.cells.iter().map(|c| format!("[{}]", c.text)).collect();
            println!("   {:4} {}", row.line + 1, cells.concat());
        }
    }
    Ok(())
}
