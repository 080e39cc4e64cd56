//! A folder of tables: rows go in as they come, and files appear when all of them are complete.
//!
//! In: rows in any order of tables. Out: `plans.csv`, `kpis.csv` … (or `.parquet`) and
//! `datapackage.json`. Example: a run that is stopped after 計画 1,000 of 5,000 leaves the files of
//! the run before it as they were.

use super::cell::Cell;
use super::csv::CsvTable;
use super::datapackage::datapackage;
use super::json::JsonTable;
use super::parquet::ParquetTable;
use super::rows::Row;
use super::schema::{Headers, Table, tables};
use super::whole_file::{Sealed, WholeFile};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Name of the description of the files.
const DATAPACKAGE: &str = "datapackage.json";

/// How tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values for Excel.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// One JSON object per row and line.
    Jsonl,
    /// One JSON array per table.
    Json,
}

impl Format {
    /// The name of the file that holds `table`.
    pub fn file_name(self, table: &Table) -> String {
        let extension = match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Jsonl => "jsonl",
            Self::Json => "json",
        };
        format!("{}.{extension}", table.name)
    }
}

/// What the user may choose about the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How tables are written.
    pub format: Format,
    /// Which names the columns have in them.
    pub headers: Headers,
}

/// Writes one table to one file.
pub trait TableWriter {
    /// Writes one row, whose cells are in the order of the table's columns.
    fn write(&mut self, cells: Vec<Cell>) -> io::Result<()>;
    /// Completes the file, which does not have its name yet.
    fn finish(self: Box<Self>) -> io::Result<Sealed>;
}

/// A file of the dataset that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {error}", path.display())]
pub struct FolderError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub error: io::Error,
}

/// A dataset being written.
pub struct Folder {
    root: PathBuf,
    options: Options,
    /// In the order of the tables.
    writers: Vec<(PathBuf, Box<dyn TableWriter>)>,
}

impl Folder {
    /// Begins the files of a dataset in `folder`, which is made where it is missing.
    pub fn create(folder: &Path, options: Options) -> Result<Self, FolderError> {
        fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
        let mut writers = Vec::new();
        for table in tables() {
            let path = folder.join(options.format.file_name(table));
            let writer = WholeFile::create(&path)
                .and_then(|file| writer(file, table, options))
                .map_err(|error| failed(&path, error))?;
            writers.push((path, writer));
        }
        Ok(Self {
            root: folder.to_owned(),
            options,
            writers,
        })
    }

    /// Writes one row.
    pub fn write(&mut self, row: Row) -> Result<(), FolderError> {
        let Some((path, writer)) = self.writers.get_mut(row.table as usize) else {
            return Ok(());
        };
        writer.write(row.cells).map_err(|error| failed(path, error))
    }

    /// Completes all files, then gives them their names; the description comes last.
    pub fn finish(self) -> Result<(), FolderError> {
        let mut sealed = Vec::new();
        let mut paths = Vec::new();
        for (path, writer) in self.writers {
            sealed.push(writer.finish().map_err(|error| failed(&path, error))?);
            paths.push(path);
        }
        let path = self.root.join(DATAPACKAGE);
        let description = describe(&path, &datapackage(self.options, &sealed))
            .map_err(|error| failed(&path, error))?;
        sealed.push(description);
        paths.push(path);
        for (file, path) in sealed.into_iter().zip(paths) {
            file.place().map_err(|error| failed(&path, error))?;
        }
        Ok(())
    }
}

fn failed(path: &Path, error: io::Error) -> FolderError {
    FolderError {
        path: path.to_owned(),
        error,
    }
}

fn writer(file: WholeFile, table: &Table, options: Options) -> io::Result<Box<dyn TableWriter>> {
    Ok(match options.format {
        Format::Csv => Box::new(CsvTable::new(file, table, options.headers)?),
        Format::Parquet => Box::new(ParquetTable::new(file, table, options.headers)?),
        Format::Jsonl => Box::new(JsonTable::lines(file, table, options.headers)?),
        Format::Json => Box::new(JsonTable::array(file, table, options.headers)?),
    })
}

fn describe(path: &Path, description: &serde_json::Value) -> io::Result<Sealed> {
    let mut file = WholeFile::create(path)?;
    serde_json::to_writer_pretty(&mut file, description)?;
    file.write_all(b"\n")?;
    file.seal()
}
