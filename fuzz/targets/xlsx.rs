#![no_main]
//! Any bytes as one part of an xlsx file, packed like the others.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let sample = include_bytes!("../../fixtures/formats/plan.xlsx");
    keikaku_fuzz::read_part(keikaku_fuzz::MediaType::Xlsx, sample, bytes);
});
