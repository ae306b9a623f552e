//! Work in fixed pieces on two threads: the pieces, and so all sums, are the same however many threads there are.

use rayon::prelude::*;
use std::ops::Range;
use std::sync::OnceLock;

/// Threads a measure uses: the server beside it has pages to serve.
const THREADS: usize = 2;

fn pool() -> &'static rayon::ThreadPool {
    static POOL: OnceLock<rayon::ThreadPool> = OnceLock::new();
    POOL.get_or_init(|| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(THREADS).thread_name(|at| format!("insight-{at}"));
        pool.build().expect("the system gives a process two threads")
    })
}

/// What `of` makes of each piece of `0..all` of at most `size`, in their order.
pub fn map<T: Send>(all: usize, size: usize, of: impl Fn(Range<usize>) -> T + Sync + Send) -> Vec<T> {
    let pieces = all.div_ceil(size);
    let piece = |at: usize| of(at * size..all.min((at + 1) * size));
    if pieces <= 1 {
        return (0..pieces).map(piece).collect();
    }
    pool().install(|| (0..pieces).into_par_iter().map(piece).collect())
}

/// A value for each of `0..all`; `scratch` is made once for each piece and handed on within it.
pub fn each<S, T: Send>(
    all: usize,
    size: usize,
    scratch: impl Fn() -> S + Sync + Send,
    of: impl Fn(&mut S, usize) -> T + Sync + Send,
) -> Vec<T> {
    let parts = map(all, size, |range| {
        let mut scratch = scratch();
        range.map(|at| of(&mut scratch, at)).collect::<Vec<T>>()
    });
    parts.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_everything_once_and_in_order() {
        for (all, size) in [(0, 3), (1, 3), (3, 3), (10, 3)] {
            let parts: Vec<usize> = map(all, size, |range| range.collect::<Vec<_>>()).concat();
            assert_eq!(parts, (0..all).collect::<Vec<_>>());
            assert_eq!(each(all, size, || (), |(), at| at), parts);
        }
    }
}
