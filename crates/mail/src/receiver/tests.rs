use super::*;
use crate::relay::{Relay, Sending};
use std::sync::Mutex;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Keeps letters in memory. `gate` lets a test hold a letter back while it is being kept.
struct Drawer {
    kept: Mutex<Vec<(Envelope, Vec<u8>)>>,
    gate: Semaphore,
    asked: Semaphore,
}

impl Desk for Drawer {
    fn recipient<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            match address.split('@').next() {
                Some("support" | "sales" | "postmaster" | "größe") => Verdict::Known,
                Some("moving") => Verdict::Later("This mailbox is moving.".to_owned()),
                _ => Verdict::Unknown("Nobody of this name works here.".to_owned()),
            }
        })
    }

    fn keep<'a>(&'a self, envelope: Envelope, raw: Vec<u8>) -> BoxFuture<'a, Result<String, Trouble>> {
        Box::pin(async move {
            self.asked.add_permits(1);
            self.gate.acquire().await.expect("never closed").forget();
            if raw.starts_with(b"Subject: full") {
                return Err(Trouble::Later("The disk is full.".to_owned()));
            }
            if raw.starts_with(b"Subject: spam") {
                return Err(Trouble::Never("We do not want this.".to_owned()));
            }
            assert!(!raw.starts_with(b"Subject: panic"), "a fault in the desk");
            let mut kept = self.kept.lock().expect("no panic while held");
            kept.push((envelope, raw));
            Ok(kept.len().to_string())
        })
    }
}

struct House {
    drawer: Arc<Drawer>,
    address: SocketAddr,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl House {
    async fn open(change: impl FnOnce(Receiver) -> Receiver) -> House {
        let drawer = Arc::new(Drawer { kept: Mutex::default(), gate: Semaphore::new(1_000), asked: Semaphore::new(0) });
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("is bound");
        let stop = CancellationToken::new();
        let receiver = change(Receiver::new("mail.velo.example", &["velo.example"], Arc::clone(&drawer) as Arc<dyn Desk>));
        let serving = tokio::spawn(receiver.serve(listener, stop.clone()));
        House { drawer, address, stop, serving }
    }

    async fn limited(limits: Limits) -> House {
        House::open(|receiver| receiver.with_limits(limits)).await
    }

    async fn client(&self) -> Client<TcpStream> {
        let mut client = Client { stream: BufReader::new(TcpStream::connect(self.address).await.expect("listens")) };
        client.expect("220 mail.velo.example").await;
        client
    }

    fn kept(&self) -> Vec<(Envelope, Vec<u8>)> {
        self.drawer.kept.lock().expect("no panic while held").clone()
    }
}

struct Client<S> {
    stream: BufReader<S>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    async fn send(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).await.expect("connected");
        self.stream.flush().await.expect("connected");
    }

    /// One reply, all its lines; empty at the end of the connection.
    async fn reply(&mut self) -> String {
        let mut reply = String::new();
        loop {
            let start = reply.len();
            let read = self.stream.read_line(&mut reply).await.unwrap_or(0);
            if read == 0 || reply.as_bytes().get(start + 3) == Some(&b' ') {
                return reply;
            }
        }
    }

    async fn expect(&mut self, start: &str) -> String {
        let reply = self.reply().await;
        assert!(reply.starts_with(start), "expected {start:?}, got {reply:?}");
        reply
    }

    /// Each line sent, each answer's beginning.
    async fn talk(&mut self, turns: &[(&str, &str)]) {
        for (line, answer) in turns {
            self.send(&format!("{line}\r\n")).await;
            self.expect(answer).await;
        }
    }

    async fn begin(&mut self) {
        self.talk(&[
            ("EHLO peer.example", "250"),
            ("MAIL FROM:<dora@wheels.example>", "250"),
            ("RCPT TO:<support@velo.example>", "250"),
        ])
        .await;
    }

    async fn is_over(&mut self) {
        assert_eq!(self.reply().await, "");
    }
}

#[tokio::test]
async fn a_letter_is_kept_before_it_is_acknowledged() {
    let house = House::open(|receiver| receiver).await;
    let mut client = house.client().await;
    client.send("EHLO peer.example\r\n").await;
    let offers = client.expect("250-mail.velo.example").await;
    for offer in ["PIPELINING", "SIZE 36700160", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"] {
        assert!(offers.contains(offer), "{offers}");
    }
    assert!(!offers.contains("STARTTLS"), "there is no certificate");
    client
        .talk(&[
            ("MAIL FROM:<dora@wheels.example> SIZE=20 BODY=8BITMIME", "250 2.1.0"),
            ("RCPT TO:<Support@velo.example>", "550 5.1.1 Nobody"),
            ("RCPT TO:<support@Velo.Example>", "250 2.1.5"),
            ("RCPT TO:<moving@velo.example>", "451 4.2.0 This mailbox is moving."),
            ("RCPT TO:<postmaster>", "250 2.1.5"),
            ("DATA", "354 "),
            ("Subject: x\r\n\r\n..stuffed\r\n.", "250 2.0.0 Kept as 1"),
            ("QUIT", "221"),
        ])
        .await;
    client.is_over().await;
    let kept = house.kept();
    assert_eq!(kept[0].1, b"Subject: x\r\n\r\n.stuffed\r\n");
    let envelope = &kept[0].0;
    assert_eq!((envelope.helo.as_str(), envelope.from.as_str()), ("peer.example", "dora@wheels.example"));
    assert_eq!(envelope.to, ["support@Velo.Example", "postmaster@velo.example"]);
    assert_eq!((envelope.tls, envelope.utf8, envelope.peer.ip().is_loopback()), (false, false, true));
}

#[tokio::test]
async fn a_letter_that_is_not_kept_is_not_acknowledged() {
    let house = House::open(|receiver| receiver).await;
    let mut client = house.client().await;
    client.begin().await;
    let again = ("MAIL FROM:<>", "250");
    let to = ("RCPT TO:<sales@velo.example>", "250");
    client.talk(&[("DATA", "354"), ("Subject: full\r\n.", "451 4.3.0 The disk is full."), again, to]).await;
    client.talk(&[("DATA", "354"), ("Subject: spam\r\n.", "554 5.6.0 We do not want this."), again, to]).await;
    client.talk(&[("DATA", "354"), ("Subject: panic\r\n.", "451 4.3.0 Something went wrong"), again, to]).await;
    client.talk(&[("DATA", "354"), ("Subject: fine\r\n.", "250")]).await;
    let kept = house.kept();
    assert_eq!((kept.len(), kept[0].0.from.as_str()), (1, ""));
}

#[tokio::test]
async fn nothing_is_relayed() {
    let house = House::open(|receiver| receiver).await;
    let mut client = house.client().await;
    client
        .talk(&[
            ("EHLO peer.example", "250"),
            ("MAIL FROM:<support@velo.example>", "250"),
            ("RCPT TO:<dora@wheels.example>", "550 5.7.1 We take letters for velo.example only and pass none on."),
            ("RCPT TO:<dora%wheels.example@velo.example>", "550 5.1.1"),
            ("RCPT TO:<dora@velo.example@wheels.example>", "553 5.1.3"),
            ("RCPT TO:<>", "553 5.1.3"),
            ("DATA", "503 5.5.1"),
        ])
        .await;
}

#[tokio::test]
async fn commands_out_of_order_are_explained() {
    let house = House::open(|receiver| receiver).await;
    let mut client = house.client().await;
    client
        .talk(&[
            ("MAIL FROM:<a@b.example>", "503 5.5.1 Say EHLO first."),
            ("HELO peer.example", "250 mail.velo.example"),
            ("RCPT TO:<support@velo.example>", "503 5.5.1 Say MAIL FROM first."),
            ("DATA", "503"),
            ("MAIL FROM:a@b.example", "501 5.5.4 It should be: MAIL FROM"),
            ("MAIL FROM:<größe@b.example>", "553 5.6.7"),
            ("MAIL FROM:<größe@b.example> SMTPUTF8", "250"),
            ("MAIL FROM:<a@b.example>", "503"),
            ("RSET", "250"),
            ("MAIL FROM:<a@b.example> SIZE=99999999999", "552 5.3.4 Letters of more than 35 MB"),
            ("MAIL FROM:<a@b.example> BODY=BINARYMIME", "555"),
            ("VRFY support", "252"),
            ("EXPN all", "502"),
            ("AUTH PLAIN AAA=", "502 5.5.1 There is nobody to sign in here"),
            ("STARTTLS", "502"),
            ("NOOP", "250"),
            ("HELP", "214"),
            ("BDAT 5 LAST", "502"),
            ("GET / HTTP/1.1", "500"),
            ("\0\u{1}\u{2}", "500"),
        ])
        .await;
}

#[tokio::test]
async fn pipelined_commands_are_answered_in_order() {
    let house = House::open(|receiver| receiver).await;
    let mut client = house.client().await;
    client.send("EHLO p\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<support@velo.example>\r\nDATA\r\nSubject: 1\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<no@velo.example>\r\nQUIT\r\n").await;
    for answer in ["250-", "250 2.1.0", "250 2.1.5", "354", "250 2.0.0 Kept", "250 2.1.0", "550", "221"] {
        client.expect(answer).await;
    }
    assert_eq!(house.kept()[0].1, b"Subject: 1\r\n");
}

#[tokio::test]
async fn nobody_smuggles_a_letter_inside_a_letter() {
    let house = House::open(|receiver| receiver).await;
    let mut client = house.client().await;
    client.begin().await;
    let smuggled = "MAIL FROM:<boss@velo.example>\r\nRCPT TO:<support@velo.example>\r\nDATA\r\nSubject: pay\r\n";
    let fakes: String = ["\n.\n", "\n.\r\n", "\r\n.\n", "\r\n.\r\r\n"].iter().map(|fake| format!("{fake}{smuggled}")).collect();
    client
        .talk(&[("DATA", "354"), (&format!("Subject: 1{fakes}\r\n."), "250 2.0.0 Kept as 1"), ("NOOP", "250 2.0.0 Nothing")])
        .await;
    assert_eq!(house.kept().len(), 1);
}

#[tokio::test]
async fn lmtp_answers_for_each_recipient() {
    let limits = Limits { letter_bytes: 200_000, ..Limits::default() };
    let house = House::open(|receiver| receiver.speaking_lmtp().with_limits(limits)).await;
    let mut client = house.client().await;
    client
        .talk(&[
            ("EHLO peer.example", "500 5.5.1 This is an LMTP door"),
            ("HELO peer.example", "500 5.5.1 This is an LMTP door"),
            ("MAIL FROM:<>", "503 5.5.1 Say LHLO first"),
            ("LHLO peer.example", "250-"),
            ("DATA", "503"),
            ("MAIL FROM:<>", "250"),
            ("RCPT TO:<support@velo.example>", "250"),
            ("RCPT TO:<nobody@velo.example>", "550 5.1.1"),
            ("RCPT TO:<sales@velo.example>", "250"),
            ("DATA", "354"),
            ("Subject: x\r\n.", "250 2.0.0 Kept as 1"),
        ])
        .await;
    client.expect("250 2.0.0 Kept as 1").await;
    let envelope = [("MAIL FROM:<>", "250"), ("RCPT TO:<support@velo.example>", "250"), ("RCPT TO:<sales@velo.example>", "250")];
    for (letter, answer) in [(String::from("Subject: full"), "451 4.3.0"), (("x".repeat(998) + "\r\n").repeat(300), "552 5.3.4")]
    {
        client.talk(&envelope).await;
        client.talk(&[("DATA", "354"), (&(letter + "\r\n."), answer)]).await;
        client.expect(answer).await;
    }
    client.talk(&[("QUIT", "221")]).await;
    assert_eq!(house.kept().len(), 1);
}

#[tokio::test]
async fn an_smtp_door_speaks_no_lmtp() {
    let house = House::open(|receiver| receiver).await;
    let mut client = house.client().await;
    client.talk(&[("LHLO peer.example", "500 5.5.1 This is an SMTP door"), ("EHLO peer.example", "250-")]).await;
}

#[tokio::test]
async fn a_door_may_be_a_socket_of_this_machine() {
    let place = tempfile::tempdir().expect("a directory");
    let path = place.path().join("lmtp");
    let name = format!("unix:{}", path.display());
    drop(std::os::unix::net::UnixListener::bind(&path).expect("a socket of a house that was killed"));
    let drawer = Arc::new(Drawer { kept: Mutex::default(), gate: Semaphore::new(1_000), asked: Semaphore::new(0) });
    let receiver = Receiver::new("mail.velo.example", &["velo.example"], Arc::clone(&drawer) as Arc<dyn Desk>).speaking_lmtp();
    let (door, stop) = (Door::open(&name).await.expect("it is taken over"), CancellationToken::new());
    assert_eq!(door.place().expect("a place"), name);
    let serving = tokio::spawn(receiver.serve(door, stop.clone()));
    assert!(Door::open(&name).await.is_err(), "one at which somebody listens stays");
    let mut client = Client { stream: BufReader::new(tokio::net::UnixStream::connect(&path).await.expect("listens")) };
    client.expect("220 mail.velo.example LMTP").await;
    client.talk(&[("LHLO peer.example", "250-"), ("MAIL FROM:<>", "250"), ("RCPT TO:<support@velo.example>", "250")]).await;
    client.talk(&[("DATA", "354"), ("Subject: x\r\n.", "250"), ("QUIT", "221")]).await;
    stop.cancel();
    serving.await.expect("it ends");
    assert!(!path.exists() && drawer.kept.lock().expect("letters")[0].0.peer.ip().is_loopback());
}

#[tokio::test]
async fn too_large_a_letter_is_refused_and_the_session_goes_on() {
    let house = House::limited(Limits { letter_bytes: 200_000, ..Limits::default() }).await;
    let mut client = house.client().await;
    client.begin().await;
    let large = "x".repeat(998).to_owned() + "\r\n";
    client.talk(&[("DATA", "354"), (&(large.repeat(300) + "."), "552 5.3.4 Letters of more than 0 MB")]).await;
    client.begin().await;
    client.talk(&[("DATA", "354"), (&(large.repeat(199) + "."), "250")]).await;
    assert_eq!(house.kept()[0].1.len(), 199_000);
}

#[tokio::test]
async fn an_endless_letter_is_cut_off() {
    let house = House::limited(Limits { letter_bytes: 100_000, ..Limits::default() }).await;
    let mut client = house.client().await;
    client.begin().await;
    client.talk(&[("DATA", "354")]).await;
    let endless = "x".repeat(1_000_000);
    // The house hangs up meanwhile, so writing may fail.
    let _ = client.stream.write_all(endless.as_bytes()).await;
    client.is_over().await;
    assert!(house.kept().is_empty());
}

#[tokio::test]
async fn letters_coming_in_together_are_bounded() {
    let house = House::limited(Limits { in_flight_bytes: 100_000, ..Limits::default() }).await;
    let mut client = house.client().await;
    client.begin().await;
    let large = "x".repeat(998).to_owned() + "\r\n";
    client.talk(&[("DATA", "354"), (&(large.repeat(150) + "."), "452 4.3.1")]).await;
    client.begin().await;
    client.talk(&[("DATA", "354"), (&(large.repeat(50) + "."), "250")]).await;
}

#[tokio::test]
async fn every_excess_ends_in_words() {
    let limits =
        || Limits { recipients: 2, mistakes: 3, hops: 2, idle_commands: 12, strangers_per_minute: 2, ..Limits::default() };
    let house = House::limited(limits()).await;
    let mut client = house.client().await;
    client.begin().await;
    let rcpt = "RCPT TO:<support@velo.example>";
    client.talk(&[(rcpt, "250"), (rcpt, "452 4.5.3"), ("DATA", "354")]).await;
    client.talk(&[("Received: 1\r\nreceived: 2\r\nReceived: 3\r\n\r\nReceived: 4\r\n.", "554 5.4.6")]).await;
    client.send(&format!("{}\r\n", "x".repeat(5_000))).await;
    client.expect("500 5.5.2 This line is too long.").await;
    client.talk(&[("NOOP", "250"), ("x", "500"), ("x", "500"), ("x", "421 4.7.0 Too many mistakes")]).await;
    client.is_over().await;

    let mut client = house.client().await;
    let unknown = "RCPT TO:<x@velo.example>";
    client
        .talk(&[
            ("EHLO p", "250"),
            ("MAIL FROM:<>", "250"),
            (unknown, "550"),
            (unknown, "550"),
            (unknown, "421 4.7.0 Too many unknown"),
        ])
        .await;
    client.is_over().await;

    let mut client = house.client().await;
    for _ in 0..12 {
        client.talk(&[("NOOP", "250")]).await;
    }
    client.talk(&[("NOOP", "250")]).await;
    client.expect("421 4.7.0 Too many commands").await;
    client.is_over().await;
}

#[tokio::test]
async fn one_address_has_only_so_many_connections_and_letters() {
    let house = House::limited(Limits { connections_per_address: 1, letters_per_minute: 1, ..Limits::default() }).await;
    let mut client = house.client().await;
    let mut second = Client { stream: BufReader::new(TcpStream::connect(house.address).await.expect("listens")) };
    second.expect("421 4.7.0 You have too many connections").await;
    second.is_over().await;
    client.begin().await;
    client.talk(&[("DATA", "354"), (".", "250")]).await;
    client.begin().await;
    client.talk(&[("DATA", "421 4.7.0 You send too many letters")]).await;
    client.is_over().await;
}

#[tokio::test(start_paused = true)]
async fn a_client_that_dribbles_is_cut_off() {
    // Time is paused and jumps whenever everyone waits: the limits are reached without waiting for them.
    let house = House::limited(Limits { session: Duration::from_secs(10_000), ..Limits::default() }).await;
    let mut client = house.client().await;
    client.send("EHLO").await;
    client.expect("421 4.4.2 Nothing came for too long").await;
    client.is_over().await;

    let mut client = house.client().await;
    client.begin().await;
    client.talk(&[("DATA", "354")]).await;
    client.send("Subject: x\r\n").await;
    client.is_over().await;
    assert!(house.kept().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_letter_that_trickles_in_is_cut_off_after_its_time() {
    let house = House::limited(Limits { session: Duration::from_secs(10_000), ..Limits::default() }).await;
    let mut client = house.client().await;
    client.begin().await;
    client.talk(&[("DATA", "354")]).await;
    // Each piece comes in time; the letter as a whole does not. A write into a closed connection fails.
    for _ in 0..7 {
        if client.stream.write_all(b"Subject: a little more\r\n").await.is_err() {
            break;
        }
        tokio::time::sleep(Duration::from_secs(100)).await;
    }
    client.is_over().await;
    assert!(house.kept().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_busy_session_ends_after_its_time() {
    let house = House::limited(Limits { session: Duration::from_secs(100), ..Limits::default() }).await;
    let mut client = house.client().await;
    client.talk(&[("NOOP", "250")]).await;
    client.is_over().await;
}

#[tokio::test]
async fn a_stop_lets_a_letter_in_hand_be_kept() {
    let house = House::open(|receiver| receiver).await;
    let mut idle = house.client().await;
    let mut client = house.client().await;
    client.begin().await;
    let held = house.drawer.gate.acquire_many(1_000).await.expect("never closed");
    client.talk(&[("DATA", "354")]).await;
    client.send("Subject: last\r\n.\r\n").await;
    house.drawer.asked.acquire().await.expect("never closed").forget();
    house.stop.cancel();
    idle.expect("421 4.3.2 We are closing").await;
    idle.is_over().await;
    drop(held);
    client.expect("250 2.0.0 Kept as 1").await;
    client.expect("421 4.3.2").await;
    client.is_over().await;
    house.serving.await.expect("stops");
    assert_eq!(house.drawer.kept.lock().expect("no panic while held").len(), 1);
}

#[tokio::test]
async fn a_client_that_goes_away_does_not_interrupt_keeping() {
    let house = House::open(|receiver| receiver).await;
    let mut client = house.client().await;
    client.begin().await;
    let held = house.drawer.gate.acquire_many(1_000).await.expect("never closed");
    client.talk(&[("DATA", "354")]).await;
    client.send("Subject: x\r\n.\r\n").await;
    house.drawer.asked.acquire().await.expect("never closed").forget();
    drop(client);
    house.stop.cancel();
    drop(held);
    house.serving.await.expect("stops");
    assert_eq!(house.drawer.kept.lock().expect("no panic while held").len(), 1);
}

/// A certificate for `localhost`, and a client that trusts it.
fn certificate() -> (Arc<ServerConfig>, TlsConnector) {
    let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("is a name");
    let certificate = CertificateDer::from(issued.cert);
    let key = PrivateKeyDer::try_from(issued.signing_key.serialize_der()).expect("is a key");
    let server = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate.clone()], key).expect("fit");
    let mut roots = RootCertStore::empty();
    roots.add(certificate).expect("is a certificate");
    let client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    (Arc::new(server), TlsConnector::from(Arc::new(client)))
}

#[tokio::test]
async fn a_letter_may_come_over_tls() {
    let (tls, connector) = certificate();
    let house = House::open(|receiver| receiver.with_tls(tls)).await;
    let mut client = house.client().await;
    client.send("EHLO peer.example\r\n").await;
    assert!(client.expect("250-").await.contains("STARTTLS"));
    client.talk(&[("STARTTLS", "220 2.0.0 Go ahead.")]).await;
    let name = ServerName::try_from("localhost").expect("is a name");
    let stream = connector.connect(name, client.stream.into_inner()).await.expect("shakes hands");
    let mut client = Client { stream: BufReader::new(stream) };
    client.talk(&[("MAIL FROM:<>", "503 5.5.1 Say EHLO first."), ("STARTTLS", "502")]).await;
    client.send("EHLO peer.example\r\n").await;
    assert!(!client.expect("250-").await.contains("STARTTLS"));
    client.begin().await;
    client.talk(&[("DATA", "354"), ("Subject: x\r\n.", "250"), ("QUIT", "221")]).await;
    assert!(house.kept()[0].0.tls);
}

#[tokio::test]
async fn plain_text_behind_starttls_is_never_obeyed() {
    let (tls, _) = certificate();
    let house = House::open(|receiver| receiver.with_tls(tls)).await;
    let mut client = house.client().await;
    client.send("EHLO peer.example\r\nSTARTTLS\r\nMAIL FROM:<spy@spy.example>\r\n").await;
    client.expect("250-").await;
    client.expect("554 5.5.1 Nothing may follow STARTTLS").await;
    client.is_over().await;
}

#[tokio::test]
async fn our_own_relay_delivers_to_the_receiver() {
    let house = House::open(|receiver| receiver).await;
    let relay =
        Relay::parse(&format!("smtp://127.0.0.1:{}", house.address.port())).expect("is sound").introduced_as("wheels.example");
    let raw = "Subject: Größe\r\n\r\n.\r\nHello\r\n".as_bytes();
    let sent = relay.send("dora@wheels.example", "support@velo.example", raw).await;
    assert!(matches!(&sent, Sending::Sent { words } if words.contains("Kept as 1")), "{sent:?}");
    let refused = relay.send("", "nobody@velo.example", raw).await;
    assert!(matches!(&refused, Sending::Refused { words } if words.contains("Nobody of this name")), "{refused:?}");
    let deferred = relay.send("", "moving@velo.example", raw).await;
    assert!(matches!(&deferred, Sending::Deferred { words, .. } if words.contains("moving")), "{deferred:?}");
    let malformed = relay.send("", "no address\r\nDATA", raw).await;
    assert!(matches!(malformed, Sending::Refused { .. }), "{malformed:?}");
    let kept = house.kept();
    assert_eq!((kept.len(), kept[0].1.as_slice(), kept[0].0.helo.as_str()), (1, raw, "wheels.example"));
}

#[tokio::test]
async fn a_relay_that_is_away_or_lacks_tls_defers() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("is bound").port();
    drop(listener);
    let away = Relay::parse(&format!("smtp://127.0.0.1:{port}")).expect("is sound");
    assert!(matches!(away.send("", "support@velo.example", b"x").await, Sending::Deferred { .. }));
    let house = House::open(|receiver| receiver).await;
    let strict = Relay::parse(&format!("smtp+starttls://localhost:{}", house.address.port())).expect("is sound");
    assert!(matches!(strict.send("", "support@velo.example", b"x").await, Sending::Deferred { .. }));
    assert!(house.kept().is_empty());
}
