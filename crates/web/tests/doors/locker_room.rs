//! The locker room: every route by everybody in every representation; the naive second implementation of audience says
//! which canaries may be heard.
