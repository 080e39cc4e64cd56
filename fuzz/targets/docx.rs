#![no_main]
//! Any bytes as one part of an docx file, packed like the others.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let sample = include_bytes!("../../fixtures/formats/plan.word.docx");
    keikaku_fuzz::read_part(keikaku_fuzz::MediaType::Docx, sample, bytes);
});
