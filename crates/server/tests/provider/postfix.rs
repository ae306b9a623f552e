//! Postfix: takes letters for the provider's mailboxes and for the house, and, by submission, letters for everywhere.

use crate::{
    DOMAIN, PROVIDER,
    dovecot::Dovecot,
    program::{LIFE_SECONDS, done, port, runs, until_listens},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// Its parts that run in a directory of their own without further rights: name, program, the least that works here.
const PARTS: &str = "pickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\nqmgr unix n - n 300 1 qmgr\n\
    tlsmgr unix - - n 1000? 1 tlsmgr\nrewrite unix - - n - - trivial-rewrite\nbounce unix - - n - 0 bounce\n\
    defer unix - - n - 0 bounce\ntrace unix - - n - 0 bounce\nverify unix - - n - 1 verify\nflush unix n - n 1000? 0 flush\n\
    proxymap unix - - n - - proxymap\nsmtp unix - - n - - smtp\nerror unix - - n - - error\nretry unix - - n - - error\n\
    lmtp unix - - n - - lmtp\nanvil unix - - n - 1 anvil\nscache unix - - n - 1 scache\npostlog unix-dgram n - n - 1 postlogd\n";

pub struct Postfix {
    settings: PathBuf,
    child: Child,
    /// Where mail servers hand letters in.
    pub smtp: u16,
    /// Where those who sign in hand letters in.
    pub submission: u16,
}

impl Postfix {
    /// Starts one beside Dovecot, where it is installed; letters for the house go to its LMTP door.
    pub fn open(dovecot: &Dovecot) -> Option<Postfix> {
        if !runs(&["/usr/sbin/postfix", "/usr/lib/postfix/sbin/master"]) {
            eprintln!("Postfix is not here: its trial is skipped (Debian: apt-get install postfix)");
            return None;
        }
        let place = dovecot.place();
        let settings = place.join("postfix");
        for folder in ["postfix", "queue", "state"] {
            fs::create_dir_all(place.join(folder)).expect("ours");
        }
        done(Command::new("chown").arg("postfix").arg(place.join("state")), b"");
        let (smtp, submission) = (port(), port());
        fs::write(settings.join("main.cf"), main_settings(place)).expect("ours");
        let doors = format!(
            "127.0.0.1:{smtp} inet n - n - - smtpd\n127.0.0.1:{submission} inet n - n - - smtpd\n  -o smtpd_tls_security_level=encrypt\n  \
             -o smtpd_tls_auth_only=yes\n  -o smtpd_sasl_auth_enable=yes\n  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject\n"
        );
        fs::write(settings.join("master.cf"), doors + PARTS).expect("ours");
        let child = Command::new("timeout")
            .args([LIFE_SECONDS, "/usr/sbin/postfix", "-c"])
            .arg(&settings)
            .arg("start-fg")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("postfix starts");
        let postfix = Postfix { settings, child, smtp, submission };
        until_listens(smtp, &place.join("postfix.log"));
        Some(postfix)
    }

    /// Hands a letter in, as a mail server does.
    pub async fn hand_in(&self, from: &str, to: &[&str], letter: &str) {
        let stream = TcpStream::connect(("127.0.0.1", self.smtp)).await.expect("it listens");
        let mut stream = BufReader::new(stream);
        answered(&mut stream, "220").await;
        let recipients = to.iter().map(|to| format!("RCPT TO:<{to}>"));
        let envelope = [String::from("EHLO mx.example.org"), format!("MAIL FROM:<{from}>")].into_iter().chain(recipients);
        for line in envelope {
            stream.get_mut().write_all(format!("{line}\r\n").as_bytes()).await.expect("connected");
            answered(&mut stream, "250").await;
        }
        stream.get_mut().write_all(b"DATA\r\n").await.expect("connected");
        answered(&mut stream, "354").await;
        stream.get_mut().write_all(format!("{letter}\r\n.\r\n").as_bytes()).await.expect("connected");
        answered(&mut stream, "250").await;
    }
}

async fn answered(stream: &mut BufReader<TcpStream>, code: &str) {
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.expect("connected");
        assert!(line.starts_with(code), "{code} expected: {line}");
        if line.as_bytes().get(3) == Some(&b' ') {
            return;
        }
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let stop = Command::new("/usr/sbin/postfix").arg("-c").arg(&self.settings).arg("stop").stderr(Stdio::null()).status();
        drop(stop);
        let _ = self.child.wait();
    }
}

fn main_settings(place: &Path) -> String {
    let place = place.display();
    format!(
        "compatibility_level = 3.6\nqueue_directory = {place}/queue\ndata_directory = {place}/state\nmail_owner = postfix\nsetgid_group = postdrop\n\
         command_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\nmaillog_file = {place}/postfix.log\nmaillog_file_prefixes = {place}\n\
         myhostname = mx.{PROVIDER}\nmydestination =\nlocal_recipient_maps =\nlocal_transport = error:nobody is local\nalias_maps =\nalias_database =\n\
         inet_interfaces = loopback-only\ninet_protocols = ipv4\nsmtp_dns_support_level = disabled\nmynetworks =\n\
         virtual_mailbox_domains = {PROVIDER}\nvirtual_transport = lmtp:unix:{place}/run/lmtp\nrelay_domains = {DOMAIN}\n\
         transport_maps = inline:{{ {{ {DOMAIN} = lmtp:unix:{place}/rapport }} }}\n\
         smtpd_tls_cert_file = {place}/cert.pem\nsmtpd_tls_key_file = {place}/key.pem\nsmtpd_tls_security_level = may\n\
         smtpd_sasl_type = dovecot\nsmtpd_sasl_path = {place}/run/sasl\nsmtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination\n\
         smtpd_recipient_restrictions = reject_unauth_destination\nminimal_backoff_time = 2s\nmaximal_backoff_time = 4s\nqueue_run_delay = 2s\n\
         append_dot_mydomain = no\n"
    )
}
