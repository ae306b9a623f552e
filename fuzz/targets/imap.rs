#![no_main]

// A panic of the grammar's, which is caught, is no find; one that nothing catches ends the try all the same.
libfuzzer_sys::fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |said: &[u8]| mail::fuzzing::imap(said));
