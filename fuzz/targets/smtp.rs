#![no_main]

libfuzzer_sys::fuzz_target!(|said: &[u8]| mail::fuzzing::smtp(said));
