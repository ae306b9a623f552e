//! A name server for tests: it answers from a list, and fails for what lies under `broken.example`.

use mail_auth::hickory_resolver::proto::{
    op::{Message, ResponseCode},
    rr::{
        Name, RData, Record, RecordType,
        rdata::{A, MX, PTR, TXT},
    },
};
use std::{
    collections::HashMap,
    net::SocketAddr,
    str::FromStr,
    sync::{Arc, Mutex},
};
use tokio::net::UdpSocket;

/// The names it knows.
#[derive(Clone, Default)]
pub struct Zone {
    records: Arc<Mutex<HashMap<String, Vec<RData>>>>,
    dead: bool,
}

impl Zone {
    /// `velo-lind.example` signs and asks for refusal; `strict.example` has a policy and names one server;
    /// `monitor.example` only watches; `plain.example` has nothing but SPF; `bare.example` has nothing at all.
    pub fn of_tests() -> Zone {
        let zone = Zone::default();
        for domain in ["velo-lind.example", "strict.example"] {
            zone.txt(domain, "v=spf1 ip4:192.0.2.10 -all").txt(&format!("_dmarc.{domain}"), "v=DMARC1; p=reject");
        }
        zone.txt("monitor.example", "v=spf1 ip4:192.0.2.20 -all").txt("_dmarc.monitor.example", "v=DMARC1; p=none");
        zone.txt("plain.example", "v=spf1 ip4:192.0.2.30 -all").txt("bare.example", "nothing of interest")
    }

    /// One that fails for every name.
    pub fn dead() -> Zone {
        Zone { dead: true, ..Zone::default() }
    }

    pub fn txt(&self, name: &str, text: &str) -> Zone {
        let pieces = text.as_bytes().chunks(255).map(|piece| String::from_utf8_lossy(piece).into_owned()).collect();
        self.add(name, RData::TXT(TXT::new(pieces)))
    }

    pub fn mx(&self, name: &str, host: &str) -> Zone {
        self.add(name, RData::MX(MX::new(10, absolute(host))))
    }

    pub fn a(&self, name: &str, address: &str) -> Zone {
        self.add(name, RData::A(A::from_str(address).unwrap()))
    }

    pub fn ptr(&self, name: &str, host: &str) -> Zone {
        self.add(name, RData::PTR(PTR(absolute(host))))
    }

    fn add(&self, name: &str, data: RData) -> Zone {
        self.records.lock().unwrap().entry(name.to_owned()).or_default().push(data);
        self.clone()
    }

    /// Answers on a port of its own until the test ends.
    pub async fn serve(&self) -> SocketAddr {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let zone = self.clone();
        tokio::spawn(async move {
            let mut buffer = [0; 4096];
            while let Ok((length, peer)) = socket.recv_from(&mut buffer).await {
                if let Ok(question) = Message::from_vec(&buffer[..length]) {
                    let answer = zone.answer(question).to_vec().unwrap();
                    let _ = socket.send_to(&answer, peer).await;
                }
            }
        });
        address
    }

    fn answer(&self, question: Message) -> Message {
        let mut answer = question.into_response();
        answer.additionals.clear();
        let Some(query) = answer.queries.first().cloned() else { return answer };
        let name = query.name().to_ascii().trim_end_matches('.').to_lowercase();
        if self.dead || name.ends_with("broken.example") {
            answer.metadata.response_code = ResponseCode::ServFail;
            return answer;
        }
        let records = self.records.lock().unwrap();
        match records.get(&name) {
            None => answer.metadata.response_code = ResponseCode::NXDomain,
            Some(found) => {
                let wanted = |data: &&RData| query.query_type() == RecordType::ANY || data.record_type() == query.query_type();
                for data in found.iter().filter(wanted) {
                    answer.add_answer(Record::from_rdata(query.name().clone(), 60, data.clone()));
                }
            }
        }
        answer
    }
}

fn absolute(host: &str) -> Name {
    Name::from_ascii(format!("{host}.")).unwrap()
}
