#![no_main]
//! Any bytes as one part of an ods file, packed like the others.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let sample = include_bytes!("../../fixtures/formats/plan.ods");
    keikaku_fuzz::read_part(keikaku_fuzz::MediaType::Ods, sample, bytes);
});
