//! How long the measures take, beside igraph and networkit on the same network (`speed.py`, which starts this).
//!
//! `speed ties PEOPLE INTERACTIONS UNITS SEED FILE` writes a made-up network as pairs; `speed measure FILE WHAT` measures it and
//! prints one JSON line per measure: seconds of the wall, seconds of the processor, the largest resident size.

use insight::arcs::{Arcs, Tie};
use insight::chance::Chance;
use insight::matrix::Matrix;
use insight::pairs::Pairs;
use insight::units::Units;
use insight::{assortativity, betweenness, brokerage, community, ei, holes, modularity, reach, silo};
use std::io::Write;
use std::time::Instant;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let number = |at: usize| words[at].parse::<u32>().expect("a number");
    match words.first().map(String::as_str) {
        Some("ties") => make(number(1), number(2), number(3), u64::from(number(4)), &words[5]),
        Some("measure") => measure(&words[1], &words[2]),
        _ => {
            eprintln!("speed ties PEOPLE INTERACTIONS UNITS SEED FILE | speed measure FILE walls|people|communities|all");
            Ok(())
        }
    }
}

/// Interactions rolled up to directed pairs: seven of ten stay in the unit, and a few people are turned to often. The file has
/// the number of people and ties, the unit of each person, then from, to and weight of each tie, as 32 bits.
fn make(people: u32, interactions: u32, units: u32, seed: u64, file: &str) -> io::Result<()> {
    let mut chance = Chance::new(seed, 0);
    let of: Vec<u32> = (0..people).map(|_| chance.below(units)).collect();
    let mut members = vec![Vec::new(); units as usize];
    (0..people).for_each(|person| members[of[person as usize] as usize].push(person));
    let mut ties = Vec::with_capacity(interactions as usize);
    for _ in 0..interactions {
        let from = chance.below(people);
        let near = &members[of[from as usize] as usize];
        // The smaller of two draws: low numbers are turned to more often.
        let to = if chance.below(10) < 7 {
            let draw = chance.below(near.len() as u32).min(chance.below(near.len() as u32));
            near[draw as usize]
        } else {
            chance.below(people).min(chance.below(people))
        };
        if from != to {
            ties.push((from, to));
        }
    }
    ties.sort_unstable();
    let mut rolled: Vec<(u32, u32, u32)> = Vec::new();
    for (from, to) in ties {
        match rolled.last_mut().filter(|last| (last.0, last.1) == (from, to)) {
            Some(last) => last.2 += 1,
            None => rolled.push((from, to, 1)),
        }
    }
    let mut out = io::BufWriter::new(fs::File::create(file)?);
    let numbers = [people, rolled.len() as u32].into_iter().chain(of);
    let numbers = numbers.chain(rolled.into_iter().flat_map(|(from, to, weight)| [from, to, weight]));
    for number in numbers {
        out.write_all(&number.to_le_bytes())?;
    }
    out.flush()
}

fn load(file: &str) -> io::Result<(Arcs, Units)> {
    let bytes = fs::read(file)?;
    let mut numbers = bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]));
    let mut next = || numbers.next().expect("the file is whole");
    let (people, count) = (next() as usize, next());
    let of: Vec<Option<u32>> = (0..people).map(|_| Some(next())).collect();
    let ties: Vec<Tie> = (0..count).map(|_| Tie { from: next(), to: next(), weight: f64::from(next()) }).collect();
    let units = of.iter().flatten().max().map_or(0, |last| *last as usize + 1);
    Ok((Arcs::new(people, &ties).expect("a network"), Units::new(units, &of)))
}

fn measure(file: &str, what: &str) -> io::Result<()> {
    let (arcs, units) = load(file)?;
    let all = what == "all";
    if all || what == "walls" {
        // What stood in memory for loading is no part of it. Ties are kept by pair, and from each person.
        let (before, pairs) = (peak(), Pairs::of(&arcs));
        timed("walls", || {
            let (directed, undirected) = pairs.tallies(&units);
            let matrix = Matrix::of(&arcs, &units).map(|matrix| matrix.worst_pair(5));
            let silos = (0..units.count()).filter_map(|unit| silo::score(&directed.ties, &units, unit).ok()).sum::<f64>();
            let said = [
                ei::index(&directed.ties),
                ei::index(&directed.weight),
                ei::index(&undirected.ties),
                modularity::index(&undirected.ties),
                modularity::index(&directed.ties),
                assortativity::index(&undirected.ties),
            ];
            format!("{said:?}, silos {silos:.3}, {matrix:?}")
        });
        eprintln!("resident at most: {} MiB loaded, {} MiB after", before / 1024, peak() / 1024);
    }
    let edges = arcs.contact();
    if all || what == "communities" {
        timed("communities", || {
            let found = community::leiden(&edges, 1).expect("ties");
            format!("{:.6} in {}", found.modularity, found.count)
        });
    }
    if all || what == "people" {
        timed("constraint", || sum(&holes::constraint(&edges)));
        timed("effective_size", || sum(&holes::effective_size(&edges)));
        timed("betweenness_undirected", || sum(&betweenness::undirected(&edges, 1).of));
        timed("betweenness", || sum(&betweenness::directed(&arcs, 1).of));
        timed("brokerage", || format!("{}", brokerage::roles(&arcs, &units).iter().map(|roles| roles.liaison).sum::<u64>()));
        timed("reach", || sum(&reach::of_people(&arcs, reach::STEPS)));
        let runs = ei::runs(arcs.rows().people());
        timed("permutation", || format!("{:?}", ei::permuted(&edges, &units, runs, 1)));
    }
    Ok(())
}

fn sum(of: &[insight::measured::Said]) -> String {
    format!("{:.6}", of.iter().filter_map(|said| said.ok()).sum::<f64>())
}

fn timed(name: &str, work: impl FnOnce() -> String) {
    let (wall, processor) = (Instant::now(), cpu());
    let result = work();
    let line = serde_json::json!({ "measure": name, "wall": wall.elapsed().as_secs_f64(), "cpu": cpu() - processor,
        "peak_kib": peak(), "result": result });
    // A program's output is its purpose here.
    let _ = writeln!(io::stdout(), "{line}");
}

/// Seconds of the processor that this process has used, in hundredths; 0 where the system does not say.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// The largest resident size so far, in KiB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kib| kib.parse().ok()).unwrap_or(0)
}
