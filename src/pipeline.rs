//! The straight line: calls the stages in order.
//!
//! In: one decoded source and the loaded resources. Out: an [`Analysis`], or the [`Document`] made
//! from it. Nothing in here fails: what a stage cannot read becomes a diagnostic.

use crate::diagnostic::Diagnostic;
use crate::error::ResourceError;
use crate::layout::{self, LayoutLexicon};
use crate::mention::department::{self, DepartmentName};
use crate::mention::municipality::{self, MunicipalityMention};
use crate::mention::time::TimeContext;
use crate::mention::{Quantity, Starts, TimeMention, quantity, time};
use crate::morph::{Analyzer, Token, Words};
use crate::output::{self, Document};
use crate::record;
use crate::record::kpi::KpiLexicon;
use crate::record::model::Records;
use crate::record::plan::PlanLexicon;
use crate::record::target::TargetLexicon;
use crate::rule::Catalogue;
use crate::source::SourceText;
use crate::text::{NormalizedText, normalize};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::path::PathBuf;

/// What the user may choose.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A lindera user dictionary to add to the built-in one.
    pub user_dictionary: Option<PathBuf>,
    /// Resolves 今年度, 来年度, 本年; without it they are left alone.
    pub reference_date: Option<Date>,
}

/// A hash of the embedded dictionaries and rules, and of the code that applies them.
pub const RULES_VERSION: &str = env!("KEIKAKU_RULES_VERSION");

/// What decides which records a document gives: version of the program, dictionaries and rules, the
/// user's words. Documents that were read with another fingerprint may give other records today.
pub fn fingerprint(options: &Options) -> Result<String, ResourceError> {
    let mut all = Sha256::new();
    let day = options.reference_date.map(|day| day.to_string());
    for part in [
        Some(env!("CARGO_PKG_VERSION").to_owned()),
        Some(RULES_VERSION.to_owned()),
        user_dictionary(options)?.map(|(_, csv)| csv),
        day,
    ] {
        all.update(Sha256::digest(part.unwrap_or_default().as_bytes()));
    }
    let mut fingerprint = String::new();
    for byte in all.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(fingerprint, "{byte:02x}");
    }
    Ok(fingerprint)
}

/// Name and text of the user's dictionary.
fn user_dictionary(options: &Options) -> Result<Option<(String, String)>, ResourceError> {
    options
        .user_dictionary
        .as_ref()
        .map(|path| {
            let name = path.display().to_string();
            match std::fs::read_to_string(path) {
                Ok(csv) => Ok((name, csv)),
                Err(error) => Err(ResourceError::new(&name, error.to_string())),
            }
        })
        .transpose()
}

/// The loaded dictionaries and rules, shared by all documents and threads.
#[derive(Debug)]
pub struct Resources {
    reference_date: Option<Date>,
    analyzer: Analyzer,
    layout: LayoutLexicon,
    kpi: KpiLexicon,
    plan: PlanLexicon,
    target: TargetLexicon,
    rules: Catalogue,
}

impl Resources {
    /// Loads what is compiled in and what `options` adds.
    pub fn load(options: &Options) -> Result<Self, ResourceError> {
        let user = user_dictionary(options)?;
        let kpi = KpiLexicon::embedded()?;
        let rules = Catalogue::built_in(&|class| kpi.class(class))
            .map_err(|e| ResourceError::new("dictionaries/rules", e.to_string()))?;
        Ok(Self {
            reference_date: options.reference_date,
            analyzer: Analyzer::load(
                user.as_ref()
                    .map(|(name, csv)| (name.as_str(), csv.as_str())),
            )?,
            layout: LayoutLexicon::embedded()?,
            kpi,
            plan: PlanLexicon::embedded()?,
            target: TargetLexicon::embedded()?,
            rules,
        })
    }

    /// The rules that make records.
    pub fn rules(&self) -> &Catalogue {
        &self.rules
    }
}

/// What the stages found in one document.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The text they read.
    pub normalized: NormalizedText,
    /// What they found.
    pub records: Records,
    /// What they noticed.
    pub diagnostics: Vec<Diagnostic>,
}

/// Expressions found in the whole text, before any rule looked at them.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// Time expressions.
    pub times: Vec<TimeMention>,
    /// Figures with units.
    pub quantities: Vec<Quantity>,
    /// Names of the municipality's own units.
    pub departments: Vec<DepartmentName>,
    /// Names of municipalities and prefectures.
    pub municipalities: Vec<MunicipalityMention>,
}

/// Finds the mentions of the whole text.
pub fn mentions(normalized: &NormalizedText, resources: &Resources) -> Mentions {
    let words = Words::new(&resources.analyzer);
    let starts = Starts::of(&normalized.text);
    let (times, quantities) = figures(&starts, resources, &words);
    let (own, _) = municipality::identify(&starts, None);
    let mut departments = department::scan_all(&starts, &words);
    department::retain_own(&mut departments, &own);
    Mentions {
        times,
        quantities,
        departments,
        municipalities: municipality::scan_all(&starts),
    }
}

fn figures(
    starts: &Starts<'_>,
    resources: &Resources,
    words: &Words<'_>,
) -> (Vec<TimeMention>, Vec<Quantity>) {
    let context = TimeContext {
        reference_date: resources.reference_date,
        ..TimeContext::default()
    };
    let times = time::scan_all(starts, &context, words);
    let quantities = quantity::scan_all(starts, &times, words);
    (times, quantities)
}

/// The tokens of the whole text.
pub fn tokens(normalized: &NormalizedText, resources: &Resources) -> Vec<Token> {
    resources.analyzer.tokens(&normalized.text)
}

/// Runs every stage on one source.
pub fn analyse(source: &SourceText, resources: &Resources) -> Analysis {
    let (normalized, mut diagnostics) = normalize(source);
    let layout = layout::read(&normalized, source.structure(), &resources.layout);
    let words = Words::new(&resources.analyzer);
    let starts = Starts::of(&normalized.text);
    let (times, quantities) = figures(&starts, resources, &words);
    let (records, more) = record::read(&record::Input {
        source,
        text: &normalized,
        layout: &layout,
        starts: &starts,
        times: &times,
        quantities: &quantities,
        words: &words,
        lexicons: record::Lexicons {
            kpi: &resources.kpi,
            plan: &resources.plan,
            target: &resources.target,
        },
        rules: &resources.rules,
    });
    diagnostics.extend(more);
    Analysis {
        normalized,
        records,
        diagnostics,
    }
}

/// Runs every stage on one source and writes down what they found.
pub fn extract(source: &SourceText, resources: &Resources) -> Document {
    let analysis = analyse(source, resources);
    output::document(
        source,
        &analysis.normalized,
        &analysis.records,
        &analysis.diagnostics,
    )
}
