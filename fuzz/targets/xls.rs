#![no_main]
//! Any bytes, read as xls.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    keikaku_fuzz::read(keikaku_fuzz::MediaType::Xls, bytes);
});
