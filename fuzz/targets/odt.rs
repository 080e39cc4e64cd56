#![no_main]
//! Any bytes as one part of an odt file, packed like the others.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let sample = include_bytes!("../../fixtures/formats/plan.odt");
    keikaku_fuzz::read_part(keikaku_fuzz::MediaType::Odt, sample, bytes);
});
