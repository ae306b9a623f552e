//! The truth of a letter's sender, in words; for employees.

use crate::words::{of_family, t, t_with};
use domain::proof::{Finding, Proof, Truth};
use serde::Serialize;

/// Whether a letter is really from its author, and what says so.
#[derive(Clone, Debug, Serialize)]
pub struct TruthView {
    /// `proved`, `unproved`, `failed` or `unknown`.
    pub verdict: &'static str,
    /// The domain behind the `@` of its From.
    pub domain: String,
    /// In one sentence.
    pub words: String,
    /// What it rests on, a sentence each.
    pub findings: Vec<String>,
}

impl TruthView {
    /// The truth in words; nothing where nobody looked.
    pub(crate) fn of(truth: &Truth) -> Option<TruthView> {
        if truth.proof == Proof::Unchecked {
            return None;
        }
        let found = &truth.findings;
        let mut findings = Vec::new();
        if found.vouched {
            findings.push(t("finding-vouched").into_owned());
        }
        findings.extend(found.trusted.iter().map(|it| sentence("finding-trusted", it)));
        findings.extend(found.dmarc.iter().map(|it| sentence("finding-dmarc", it)));
        findings.extend(found.dkim.iter().map(|it| sentence("finding-dkim", it)));
        findings.extend(found.spf.iter().map(|it| sentence("finding-spf", it)));
        findings.extend(found.arc.iter().map(|it| sentence("finding-arc", it)));
        Some(TruthView {
            verdict: truth.proof.word(),
            domain: truth.domain.clone(),
            words: t_with(&format!("truth-{}", truth.proof.word()), &[("domain", (&truth.domain).into())]),
            findings,
        })
    }

    /// Whether a reader should hesitate.
    pub(crate) fn warns(&self) -> bool {
        self.verdict == Proof::Failed.word()
    }
}

fn sentence(key: &str, finding: &Finding) -> String {
    let domain = if finding.domain.is_empty() { t("finding-no-domain").into_owned() } else { finding.domain.clone() };
    t_with(key, &[("domain", domain.into()), ("result", of_family("finding-result", &finding.result).into())])
}
