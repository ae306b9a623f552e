//! The parts of a run: each is timed, none hides the failure of another.

use std::process::Command;
use std::time::Instant;

use anyhow::Result;

/// How a part ended; `Skipped` says why and what would change it.
pub enum Outcome {
    Passed,
    Skipped(String),
    Failed(String),
}

struct Part {
    name: &'static str,
    seconds: f64,
    outcome: Outcome,
}

#[derive(Default)]
pub struct Parts(Vec<Part>);

impl Parts {
    /// Runs a part at once, after saying so, and keeps how it ended.
    pub fn run(&mut self, name: &'static str, work: impl FnOnce() -> Result<Outcome>) {
        eprintln!("== {name}");
        let begun = Instant::now();
        let outcome = work().unwrap_or_else(|fault| Outcome::Failed(format!("{fault:#}")));
        self.0.push(Part { name, seconds: begun.elapsed().as_secs_f64(), outcome });
    }

    pub fn passed(&self, name: &str) -> bool {
        self.0.iter().any(|part| part.name == name && matches!(part.outcome, Outcome::Passed))
    }

    pub fn any_failed(&self) -> bool {
        self.0.iter().any(|part| matches!(part.outcome, Outcome::Failed(_)))
    }

    /// One line a part: what it took and how it ended.
    pub fn print(&self) {
        for Part { name, seconds, outcome } in &self.0 {
            match outcome {
                Outcome::Passed => eprintln!("   {name:<14} {seconds:>6.1} s"),
                Outcome::Skipped(why) => {
                    eprintln!("   {name:<14} {seconds:>6.1} s  skipped: {why}")
                }
                Outcome::Failed(why) => eprintln!("   {name:<14} {seconds:>6.1} s  FAILED: {why}"),
            }
        }
    }
}

/// Runs a command that prints for itself.
pub fn outcome_of(command: &mut Command) -> Result<Outcome> {
    let name = shown(command);
    let status = command.status().map_err(|fault| anyhow::anyhow!("{name}: {fault}"))?;
    Ok(if status.success() { Outcome::Passed } else { Outcome::Failed(format!("{name}: {status}")) })
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_fails_is_not_hidden_by_one_that_passes_after_it() {
        let mut parts = Parts::default();
        parts.run("one", || outcome_of(&mut Command::new("false")));
        parts.run("two", || outcome_of(&mut Command::new("true")));
        assert!(parts.any_failed());
        assert!(!parts.passed("one") && parts.passed("two"));
    }

    #[test]
    fn a_program_that_is_not_there_fails_its_part_by_name() {
        let mut parts = Parts::default();
        parts.run("absent", || outcome_of(Command::new("no-such-program-here").arg("--now")));
        let Outcome::Failed(why) = &parts.0[0].outcome else { panic!("it cannot have run") };
        assert!(why.starts_with("no-such-program-here --now: "), "{why}");
    }

    #[test]
    fn a_skipped_part_neither_passed_nor_failed() {
        let mut parts = Parts::default();
        parts.run("browser", || Ok(Outcome::Skipped("no browser".into())));
        assert!(!parts.any_failed() && !parts.passed("browser"));
    }
}
