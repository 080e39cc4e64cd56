//! A table as Parquet: the same columns as the CSV, with types, compressed with Snappy.
//!
//! Rows are gathered into groups of bounded size, so that memory stays the same for any number of
//! them. Example: `target_end_date` is a `DATE`, `target_value` a `DOUBLE`, 目標値：単位 a `STRING`.

use super::cell::Cell;
use super::folder::TableWriter;
use super::schema::{Column, Headers, Kind, Table};
use super::whole_file::{Sealed, WholeFile};
use jiff::civil::Date;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use std::io;
use std::sync::Arc;

/// Most rows of a group.
const GROUP_ROWS: usize = 20_000;
/// About the most bytes of a group.
const GROUP_BYTES: usize = 8 << 20;

/// Writes one table.
pub(super) struct ParquetTable {
    to: SerializedFileWriter<WholeFile>,
    kinds: Vec<Kind>,
    /// Rows that wait for their group to be full.
    rows: Vec<Vec<Cell>>,
    bytes: usize,
}

impl ParquetTable {
    pub fn new(file: WholeFile, table: &Table, headers: Headers) -> io::Result<Self> {
        let fields = table
            .columns
            .iter()
            .map(|column| field(column, headers).map(Arc::new))
            .collect::<Result<Vec<_>, _>>()
            .map_err(io_error)?;
        let schema = Type::group_type_builder(&table.name)
            .with_fields(fields)
            .build()
            .map_err(io_error)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .build();
        let to = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))
            .map_err(io_error)?;
        Ok(Self {
            to,
            kinds: table.columns.iter().map(|column| column.kind).collect(),
            rows: Vec::new(),
            bytes: 0,
        })
    }

    /// Writes the rows that wait as one group.
    fn flush(&mut self) -> Result<(), ParquetError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut group = self.to.next_row_group()?;
        for (at, &kind) in self.kinds.iter().enumerate() {
            let Some(mut column) = group.next_column()? else {
                break;
            };
            let cells = self
                .rows
                .iter_mut()
                .map(|row| row.get_mut(at).map(std::mem::take).unwrap_or_default());
            write_column(&mut column, kind, cells)?;
            column.close()?;
        }
        group.close()?;
        self.rows.clear();
        self.bytes = 0;
        Ok(())
    }
}

impl TableWriter for ParquetTable {
    fn write(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        self.bytes += cells.iter().map(Cell::weight).sum::<usize>();
        self.rows.push(cells);
        if self.rows.len() >= GROUP_ROWS || self.bytes >= GROUP_BYTES {
            self.flush().map_err(io_error)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<Sealed> {
        self.flush().map_err(io_error)?;
        self.to.into_inner().map_err(io_error)?.seal()
    }
}

/// What the file system said, or what is wrong with the data.
fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

fn field(column: &Column, headers: Headers) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::String => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer => (Physical::INT64, None),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Boolean => (Physical::BOOLEAN, None),
        Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
    };
    Type::primitive_type_builder(column.header(headers), physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL)
        .build()
}

/// The values that are there, and for every row whether one is.
fn split<T>(cells: impl Iterator<Item = Option<T>>) -> (Vec<T>, Vec<i16>) {
    let mut values = Vec::new();
    let levels = cells
        .map(|cell| {
            let level = i16::from(cell.is_some());
            values.extend(cell);
            level
        })
        .collect();
    (values, levels)
}

fn write_column(
    to: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    cells: impl Iterator<Item = Cell>,
) -> Result<(), ParquetError> {
    match kind {
        Kind::String => {
            let (values, levels) = split(cells.map(|cell| match cell {
                Cell::Text(text) => Some(ByteArray::from(text.into_bytes())),
                _ => None,
            }));
            to.typed::<ByteArrayType>()
                .write_batch(&values, Some(&levels), None)?;
        }
        Kind::Integer => {
            let (values, levels) = split(cells.map(|cell| match cell {
                Cell::Integer(number) => Some(number),
                _ => None,
            }));
            to.typed::<Int64Type>()
                .write_batch(&values, Some(&levels), None)?;
        }
        Kind::Number => {
            let (values, levels) = split(cells.map(|cell| match cell {
                Cell::Number(number) => Some(number),
                _ => None,
            }));
            to.typed::<DoubleType>()
                .write_batch(&values, Some(&levels), None)?;
        }
        Kind::Boolean => {
            let (values, levels) = split(cells.map(|cell| match cell {
                Cell::Boolean(value) => Some(value),
                _ => None,
            }));
            to.typed::<BoolType>()
                .write_batch(&values, Some(&levels), None)?;
        }
        Kind::Date => {
            let (values, levels) = split(cells.map(|cell| match cell {
                Cell::Date(day) => days_since_1970(day),
                _ => None,
            }));
            to.typed::<Int32Type>()
                .write_batch(&values, Some(&levels), None)?;
        }
    }
    Ok(())
}

/// Days from 1 January 1970 to `day`.
fn days_since_1970(day: Date) -> Option<i32> {
    const EPOCH: Date = jiff::civil::date(1970, 1, 1);
    i32::try_from(day.duration_since(EPOCH).as_hours() / 24).ok()
}

#[cfg(test)]
mod tests {
    use super::days_since_1970;
    use jiff::civil::date;

    #[test]
    fn days_count_from_1970() {
        assert_eq!(days_since_1970(date(1970, 1, 1)), Some(0));
        assert_eq!(days_since_1970(date(1969, 12, 31)), Some(-1));
        assert_eq!(days_since_1970(date(2000, 3, 1)), Some(11017));
        assert_eq!(days_since_1970(date(1868, 1, 25)), Some(-37231));
    }
}
