//! Real networks through the doors for archives: letters are imported, their writers put into units by an administrator's own
//! actions, ties derived by the consumer, and looked at with `rapport insight`.
//!
//! With `--no-capture` it prints what docs/observatory.md speaks of. Without the real data (RAPPORT_DATA) it is skipped.

use actions::{house, party, terms, tie};
use domain::{id::PersonId, moment::Moment, party::PartyKind, side::Side, terms::Purpose};
use mail::import::{Importer, form::Form};
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
    process::Command,
};
use store::{Reading, consumer::Bookmark};
use testkit::{TestStore, collection};

/// Some weeks, counted from 1970, and what they are called.
type Weeks = (&'static str, i64, i64);

/// A house into which an archive was brought, with everybody's address.
struct Brought {
    house: TestStore,
    founder: PersonId,
    people: Vec<(PersonId, String)>,
}

impl Brought {
    /// Imports an archive as the past of colleagues.
    async fn of(archive: &Path) -> Brought {
        let house = TestStore::sqlite().await;
        let store = house.store();
        let founding = house::Founding {
            house: String::from("Archive"),
            name: String::from("Ada Brandt"),
            address: String::from("ada@archive.example"),
            password: String::new(),
        };
        let founder = house::found(store, founding).await.expect("it is founded").founder;
        let importer = Importer::new(store.clone(), "talk", Side::Employee);
        let (_, report) = importer.run(archive, Form::Mbox, async || Ok(())).await.expect("it is imported");
        eprintln!(
            "{} letters read, {} imported, {} answer one that is here, {} one that is not",
            report.read, report.imported, report.replies_found, report.replies_missing
        );
        let people = everybody(&house, founder).await;
        Brought { house, founder, people }
    }

    /// Makes a unit of everybody who has the same word, and lets ties be counted from the first day on.
    async fn put_in_units(&self, unit: impl Fn(&str) -> Option<String>) -> HashMap<PersonId, String> {
        let (store, by) = (self.house.store(), Some(self.founder));
        let mut units: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
        for (person, address) in &self.people {
            if let Some(unit) = unit(address) {
                units.entry(unit).or_default().push(*person);
            }
        }
        let mut of = HashMap::new();
        for (name, people) in units {
            let it = party::Arranging { kind: PartyKind::Unit, name: name.clone(), parent: None, sees_past: true };
            let unit = party::arrange(store, by, it).await.expect("she may");
            for person in people {
                party::enter(store, by, person, unit).await.expect("she may");
                of.insert(person, name.clone());
            }
        }
        let notice = terms::Publishing { words: String::from("We count."), group_min: 5, counts_from: Some(Moment(0)) };
        terms::publish(store, by, notice).await.expect("she may");
        let bookmark = Bookmark::of(tie::CONSUMER);
        loop {
            let (from, lines) = bookmark.lines(store).await.expect("the log is read");
            let Some(to) = lines.last().map(|line| line.position) else { return of };
            bookmark.advance(store, from, to, async move |w| tie::derive(w, &lines).await).await.expect("ties are derived");
        }
    }

    /// What `rapport insight` says of the ties of some weeks.
    async fn looked_at(&self, units: &HashMap<PersonId, String>, (name, first, many): Weeks) -> serde_json::Value {
        let store = self.house.store();
        let counted = store.counted(self.house.keys(), Purpose::Aggregates).await.expect("the store answers").expect("a notice");
        let ties = store.ties(self.house.keys(), &counted, first, first + many - 1).await.expect("the store answers");
        let mut edges = String::from("from,to,weight\n");
        for tie in ties {
            edges.push_str(&format!("{},{},{}\n", tie.from.0, tie.to.0, tie.messages));
        }
        let listed: String = units.iter().map(|(person, unit)| format!("{person},{unit}\n")).collect();
        let folder = tempfile::tempdir().expect("a directory");
        let (edges_at, units_at) = (folder.path().join("edges.csv"), folder.path().join("units.csv"));
        fs::write(&edges_at, edges).expect("it is written");
        fs::write(&units_at, format!("person,unit\n{listed}")).expect("it is written");
        let insight = |words: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
            command.arg("insight").arg("--edges").arg(&edges_at).arg("--units").arg(&units_at).args(words);
            String::from_utf8(command.output().expect("it runs").stdout).expect("it speaks UTF-8")
        };
        eprintln!("\n{name}\n{}", insight(&[]));
        serde_json::from_str(&insight(&["--json"])).unwrap_or_default()
    }
}

async fn everybody(house: &TestStore, founder: PersonId) -> Vec<(PersonId, String)> {
    let eyes = house.store().recipient(founder).await.expect("the store answers").expect("she is here");
    let reading = Reading::new(house.store(), eyes);
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = reading.people("", &after).await.expect("the store answers");
        let Some(last) = page.last() else { return all };
        after.clone_from(&last.name);
        for person in page.iter().filter(|person| person.id != founder) {
            let addresses = reading.addresses_of(person).await.expect("the store answers");
            all.extend(addresses.first().map(|address| (person.id, address.address.clone())));
        }
    }
}

/// The part behind the at, without the names of machines before an organization's own.
fn organization(address: &str) -> Option<String> {
    let host = address.split_once('@')?.1.to_lowercase();
    let labels: Vec<&str> = host.split('.').collect();
    // co.uk and the like keep one more.
    let own = if labels.len() > 2 && labels[labels.len() - 2].len() <= 3 && labels[labels.len() - 1].len() == 2 { 3 } else { 2 };
    Some(labels[labels.len().saturating_sub(own)..].join("."))
}

fn run(scenario: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(scenario);
}

#[test]
fn the_mail_domains_of_a_mailing_list_are_units_that_talk_with_each_other() {
    let Some(folder) = collection("mail-linux-mips-a") else { return };
    run(async {
        let brought = Brought::of(&folder).await;
        let units = brought.put_in_units(organization).await;
        for weeks in [("February 2003", 1_726, 5), ("November and December 2007", 1_974, 9)] {
            let report = brought.looked_at(&units, weeks).await;
            assert!(report["ties"].as_u64().is_some_and(|ties| ties > 50), "{report}");
            // Whoever writes to a list of kernel people answers whoever knows, whatever stands behind his at.
            assert!(report["segregation"].as_f64().is_some_and(|walls| walls < 0.5), "{report}");
        }
    });
}

#[test]
fn letters_that_answer_nothing_tie_those_they_went_to() {
    let Some(folder) = collection("ona-enron-positions") else { return };
    run(async {
        let own = tempfile::tempdir().expect("a directory");
        let (archive, titles) = (own.path().join("enron.mbox"), own.path().join("rows.csv"));
        let rows = Command::new("gzip").arg("-dc").arg(folder.join("who-talks-to-whom.csv.gz")).output().expect("gzip is here");
        fs::write(&titles, &rows.stdout).expect("it is written");
        let rows = String::from_utf8(rows.stdout).expect("it is UTF-8");
        let rows: Vec<Vec<&str>> = rows.lines().skip(1).map(|line| line.split(',').collect()).collect();
        fs::write(&archive, letters(&rows)).expect("it is written");
        let brought = Brought::of(&archive).await;
        let title: HashMap<&str, &str> = rows.iter().flat_map(|row| [(row[2], row[3]), (row[5], row[6])]).collect();
        let units = brought.put_in_units(|address| title.get(address).map(|title| (*title).to_owned())).await;
        assert!(brought.people.len() > 50, "{}", brought.people.len());
        let report = brought.looked_at(&units, ("October 2001", 1_656, 6)).await;
        assert!(report["ties"].as_u64().is_some_and(|ties| ties > 500), "{report}");
        // Rank is no silo: what is known of this network comes in through the door, too.
        assert!(report["segregation"].as_f64().is_some_and(|walls| walls.abs() < 0.1), "{report}");
    });
}

/// October 2001 as letters: a row is a letter to one, rows of the same day, writer and tone are one letter to many.
fn letters(rows: &[Vec<&str>]) -> String {
    let mut letters: BTreeMap<[&str; 3], Vec<(&str, &str)>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row[0].starts_with("2001-10")) {
        letters.entry([row[0], row[2], row[8]]).or_default().push((row[7], row[5]));
    }
    let mut archive = String::new();
    for (n, ([day, from, _], to)) in letters.iter().enumerate() {
        let addressed =
            |how: &str| to.iter().filter(|(means, _)| *means == how).map(|(_, address)| *address).collect::<Vec<_>>().join(", ");
        let date = format!("{} Oct 2001 12:00:00 +0000", &day[8..]);
        archive.push_str(&format!(
            "From {from} Mon Oct 01 12:00:00 2001\nFrom: {from}\nTo: {}\nCc: {}\nDate: {date}\nMessage-ID: <{n}@rows.example>\nSubject: {n}\n\n{n}\n\n",
            addressed("TO"),
            addressed("CC"),
        ));
    }
    archive
}
