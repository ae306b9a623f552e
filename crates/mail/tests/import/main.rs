//! Archives of letters brought into a fresh house, on both engines.

mod addressees;
mod attic;
mod corpora;
mod erased;
mod forms;
mod likeness;
mod silence;
mod sources;
mod threads;
mod undoing;
