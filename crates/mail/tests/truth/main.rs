//! Whether letters are from whom they say, and what machines report, in the little company's house; the names are
//! answered by a real server on this machine, nothing else is asked.

mod desk;
mod doctor;
mod machines;
mod road;
mod sender;
mod zone;
