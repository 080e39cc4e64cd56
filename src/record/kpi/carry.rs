//! What rows of a table hand on to the rows below them.

use super::name;
use super::reading::Unit;
use crate::layout::Cell;
use crate::record::Scope;
use crate::record::model::{Departments, Kpi};

/// State that rows hand on to the rows below.
#[derive(Default)]
pub struct Carry {
    /// Measure that rows belong to.
    pub measure: Option<String>,
    /// Group that rows are parts of.
    pub group: Option<String>,
    /// Units in charge that a row above names.
    pub departments: Departments,
    /// Unit of a column of units that rows below leave empty.
    pub unit: Option<Unit>,
    /// The last name.
    pub whole: name::Name,
    /// Its unit, from wherever it was given.
    pub whole_unit: Option<Unit>,
    /// What the column of parts said in the row of that name.
    pub part: Option<String>,
    /// Parts of groups are indented in this table.
    pub indents: bool,
    /// The last name cell as printed.
    pub raw_name: String,
}

impl Carry {
    /// The last name, when a row goes on with it: its bracket is open, or the row starts with one.
    pub fn open_name(&self, previous: Option<&Kpi>, cell: Option<&Cell>) -> Option<String> {
        previous?;
        let text = &cell?.text;
        let count = |t: &str, open: [char; 2]| t.matches(open).count();
        let open = count(&self.raw_name, ['(', '（']) > count(&self.raw_name, [')', '）']);
        let closes = count(text, [')', '）']) > count(text, ['(', '（']);
        let bracket = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
        ((open && closes) || bracket).then(|| self.raw_name.clone())
    }

    /// Takes the name of the next row; true where it is that of the row above, printed again.
    pub fn name(&mut self, cell: &Cell, scope: &Scope<'_>) -> bool {
        let name = name::clean(&cell.text, scope.kpi);
        let again = self.part.is_some() && name.text == self.whole.text;
        self.raw_name.clone_from(&cell.text);
        self.whole = name;
        again
    }

    /// 男性 and 女性 under one name are indicators of their own, and the name their group. A part alone
    /// says of whom the indicator is. Returns the group.
    pub fn part(
        &mut self,
        part: &Cell,
        further: bool,
        name: &mut name::Name,
        previous: Option<&mut Kpi>,
    ) -> Option<String> {
        let part = part.text.clone();
        if !further {
            name.notes.push(part.clone());
            self.part = Some(part);
            return None;
        }
        let above = previous.filter(|above| above.name == name.text);
        if let (Some(above), Some(first)) = (above, self.part.take()) {
            above.notes.retain(|note| *note != first);
            above.group = Some(std::mem::replace(&mut above.name, first));
        }
        Some(std::mem::replace(&mut name.text, part))
    }
}
