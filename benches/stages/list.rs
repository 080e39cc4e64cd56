//! The stages of the line one by one, over the seeds, for the bench and for `where_time_goes`.
//!
//! In: the files of `seeds/`. Out: named closures, each of which runs one stage over all of them on
//! inputs that were prepared before. Example: `time` scans the normalised texts for 令和6年度.

use keikaku::layout::{self, Layout, LayoutLexicon};
use keikaku::mention::time::TimeContext;
use keikaku::mention::{Quantity, Starts, TimeMention, department, quantity, time};
use keikaku::morph::{Analyzer, Words};
use keikaku::output;
use keikaku::pipeline::{self, Options, Resources};
use keikaku::record::kpi::KpiLexicon;
use keikaku::record::plan::PlanLexicon;
use keikaku::record::target::TargetLexicon;
use keikaku::record::{self, Input, Lexicons, model::Records};
use keikaku::rule::Catalogue;
use keikaku::source::{ReadOptions, SourceText};
use keikaku::text::{NormalizedText, normalize};
use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use std::error::Error;
use std::hint::black_box;
use std::path::Path;

/// One document with what every stage makes of it.
struct Prepared {
    bytes: Vec<u8>,
    source: SourceText,
    /// Kept to the end of the bench, for `starts` to borrow from.
    text: &'static NormalizedText,
    layout: Layout,
    starts: Starts<'static>,
    times: Vec<TimeMention>,
    quantities: Vec<Quantity>,
    records: Records,
}

/// What the stages read besides the document.
struct Loaded {
    resources: Resources,
    analyzer: Analyzer,
    segmenter: Segmenter,
    layout: LayoutLexicon,
    kpi: KpiLexicon,
    plan: PlanLexicon,
    target: TargetLexicon,
    rules: Catalogue,
}

/// A stage over all documents.
pub struct Stage {
    /// Its name in the table.
    pub name: &'static str,
    run: fn(&Prepared, &Loaded),
}

/// The documents and the stages.
pub struct Line {
    documents: Vec<Prepared>,
    loaded: Loaded,
    /// In the order of the line.
    pub stages: Vec<Stage>,
}

impl Line {
    /// Reads the seeds and runs every stage once.
    pub fn prepare() -> Result<Self, Box<dyn Error>> {
        let kpi = KpiLexicon::embedded()?;
        let rules = Catalogue::built_in(&|class| kpi.class(class))?;
        let loaded = Loaded {
            resources: Resources::load(&Options::default())?,
            analyzer: Analyzer::load(None)?,
            segmenter: Segmenter::new(Mode::Normal, keikaku_ipadic::load()?, None),
            layout: LayoutLexicon::embedded()?,
            kpi,
            plan: PlanLexicon::embedded()?,
            target: TargetLexicon::embedded()?,
            rules,
        };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let mut paths: Vec<_> = std::fs::read_dir(folder)?
            .map(|entry| entry.map(|e| e.path()))
            .collect::<Result<_, _>>()?;
        paths.sort();
        let mut documents = Vec::new();
        for path in paths {
            documents.push(document(std::fs::read(path)?, &loaded)?);
        }
        Ok(Self {
            documents,
            loaded,
            stages: stages(),
        })
    }

    /// Bytes of all documents.
    pub fn bytes(&self) -> usize {
        self.documents.iter().map(|d| d.bytes.len()).sum()
    }

    /// Runs one stage over all documents.
    pub fn run(&self, stage: &Stage) {
        for document in &self.documents {
            (stage.run)(document, &self.loaded);
        }
    }
}

fn document(bytes: Vec<u8>, loaded: &Loaded) -> Result<Prepared, Box<dyn Error>> {
    let (source, _) = SourceText::decode("seed", &bytes, &ReadOptions::default())?;
    let (text, _) = normalize(&source);
    let text: &'static NormalizedText = Box::leak(Box::new(text));
    let layout = layout::read(text, source.structure(), &loaded.layout);
    let words = Words::new(&loaded.analyzer);
    let starts = Starts::of(&text.text);
    let times = time::scan_all(&starts, &TimeContext::default(), &words);
    let quantities = quantity::scan_all(&starts, &times, &words);
    let mut document = Prepared {
        bytes,
        source,
        text,
        layout,
        starts,
        times,
        quantities,
        records: Records::default(),
    };
    document.records = records(&document, loaded);
    Ok(document)
}

fn records(document: &Prepared, loaded: &Loaded) -> Records {
    let (records, _) = record::read(&Input {
        source: &document.source,
        text: document.text,
        layout: &document.layout,
        starts: &document.starts,
        times: &document.times,
        quantities: &document.quantities,
        words: &Words::new(&loaded.analyzer),
        lexicons: Lexicons {
            kpi: &loaded.kpi,
            plan: &loaded.plan,
            target: &loaded.target,
        },
        rules: &loaded.rules,
    });
    records
}

fn stages() -> Vec<Stage> {
    vec![
        Stage {
            name: "decode",
            run: |d, _| {
                drop(black_box(SourceText::decode(
                    "seed",
                    &d.bytes,
                    &ReadOptions::default(),
                )));
            },
        },
        Stage {
            name: "normalise",
            run: |d, _| drop(black_box(normalize(&d.source))),
        },
        Stage {
            name: "layout",
            run: |d, l| {
                drop(black_box(layout::read(
                    d.text,
                    d.source.structure(),
                    &l.layout,
                )));
            },
        },
        Stage {
            name: "starts",
            run: |d, _| drop(black_box(Starts::of(&d.text.text))),
        },
        Stage {
            name: "time",
            run: |d, l| {
                let words = Words::new(&l.analyzer);
                let context = TimeContext::default();
                drop(black_box(time::scan_all(&d.starts, &context, &words)));
            },
        },
        Stage {
            name: "quantity",
            run: |d, l| {
                let words = Words::new(&l.analyzer);
                drop(black_box(quantity::scan_all(&d.starts, &d.times, &words)));
            },
        },
        Stage {
            name: "departments",
            run: |d, l| {
                let words = Words::new(&l.analyzer);
                let found = department::scan_all(&d.starts, &words);
                drop(black_box(found));
            },
        },
        Stage {
            name: "records",
            run: |d, l| drop(black_box(records(d, l))),
        },
        Stage {
            name: "JSON",
            run: |d, _| {
                let document = output::document(&d.source, d.text, &d.records, &[]);
                drop(black_box(output::line(&document)));
            },
        },
        Stage {
            name: "whole line",
            run: |d, l| {
                if let Ok((source, _)) =
                    SourceText::decode("seed", &d.bytes, &ReadOptions::default())
                {
                    let document = pipeline::extract(&source, &l.resources);
                    drop(black_box(output::line(&document)));
                }
            },
        },
        Stage {
            name: "bare lindera",
            run: |d, l| drop(black_box(l.segmenter.segment(d.text.text.as_str().into()))),
        },
    ]
}
