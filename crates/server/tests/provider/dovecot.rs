//! Dovecot: mailboxes over IMAP, letters taken by LMTP, and who may sign in.

use crate::program::{LIFE_SECONDS, done, port, runs, until_listens};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

const PROGRAM: &str = "/usr/sbin/dovecot";

/// Who has a mailbox, and the password.
pub const USERS: [(&str, &str); 3] = [("help", "geheim und lang"), ("maya", "fahrrad"), ("rapport", "relais")];

pub struct Dovecot {
    place: TempDir,
    child: Child,
    imap: u16,
    imaps: u16,
}

impl Dovecot {
    /// Starts one, where it is installed and may run.
    pub fn open() -> Option<Dovecot> {
        if !runs(&[PROGRAM, "/usr/bin/doveadm", "/usr/lib/dovecot/lmtp", "/usr/lib/dovecot/imap"]) {
            return None;
        }
        let place = TempDir::new().expect("a directory");
        // Its processes run as different accounts, and all pass through.
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).expect("ours");
        let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("is a name");
        fs::write(place.path().join("cert.pem"), issued.cert.pem()).expect("ours");
        fs::write(place.path().join("key.pem"), issued.signing_key.serialize_pem()).expect("ours");
        let users: String = USERS.iter().map(|(user, password)| format!("{user}:{{PLAIN}}{password}\n")).collect();
        fs::write(place.path().join("users"), users).expect("ours");
        fs::create_dir(place.path().join("mail")).expect("ours");
        done(Command::new("chown").arg("nobody:nogroup").arg(place.path().join("mail")), b"");
        let (imap, imaps) = (port(), port());
        fs::write(place.path().join("dovecot.conf"), settings(place.path(), imap, imaps, true)).expect("ours");
        let child = Command::new("timeout")
            .args([LIFE_SECONDS, PROGRAM, "-F", "-c"])
            .arg(place.path().join("dovecot.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("dovecot starts");
        let dovecot = Dovecot { place, child, imap, imaps };
        until_listens(imap, &dovecot.log());
        Some(dovecot)
    }

    pub fn place(&self) -> &Path {
        self.place.path()
    }

    pub fn log(&self) -> PathBuf {
        self.place.path().join("dovecot.log")
    }

    /// The certificate of all servers here, which is its own root.
    pub fn certificate(&self) -> PathBuf {
        self.place.path().join("cert.pem")
    }

    /// The mailbox of `help`, as `--imap` takes it; with TLS from the first byte or by STARTTLS.
    pub fn mailbox(&self, scheme: &str, rest: &str) -> String {
        let password = self.place.path().join("password");
        fs::write(&password, format!("{}\n", USERS[0].1)).expect("ours");
        let port = if scheme == "imaps" { self.imaps } else { self.imap };
        format!("{scheme}://help@localhost:{port}/?space=support&password-file={}&{rest}", password.display())
    }

    /// From here on it does not say by itself when letters come.
    pub fn without_idle(&self) {
        let file = self.place.path().join("dovecot.conf");
        fs::write(file, settings(self.place.path(), self.imap, self.imaps, false)).expect("ours");
        self.doveadm(&["reload"], b"");
    }

    pub fn doveadm(&self, words: &[&str], input: &[u8]) -> String {
        done(Command::new("doveadm").arg("-c").arg(self.place.path().join("dovecot.conf")).args(words), input)
    }

    pub fn make_folder(&self, name: &str) {
        self.doveadm(&["mailbox", "create", "-u", "help", name], b"");
    }

    /// Puts a letter into a folder of `help`.
    pub fn save(&self, folder: &str, letter: &[u8]) {
        self.doveadm(&["save", "-u", "help", "-m", folder], letter);
    }

    /// Each letter of a folder of `help` with its number and flags, as the server knows them.
    pub fn flags(&self, folder: &str) -> Vec<String> {
        let said = self.doveadm(&["-f", "tab", "fetch", "-u", "help", "uid flags", "mailbox", folder], b"");
        said.lines().skip(1).map(str::to_owned).collect()
    }

    /// Letters that lie in somebody's inbox.
    pub fn inbox(&self, user: &str) -> Vec<String> {
        let folders = ["new", "cur"].map(|folder| self.place.path().join("mail").join(user).join(folder));
        let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        files.filter_map(|file| fs::read(file.path()).ok()).map(|raw| String::from_utf8_lossy(&raw).into_owned()).collect()
    }

    /// Drops a letter into the inbox of `help` as fast as the disk takes it.
    pub fn drop_in(&self, name: &str, letter: &str) {
        let maildir = self.place.path().join("mail/help");
        let file = maildir.join("tmp").join(name);
        fs::write(&file, letter).expect("ours");
        std::os::unix::fs::chown(&file, Some(65534), Some(65534)).expect("nobody's");
        fs::rename(file, maildir.join("new").join(name)).expect("ours");
    }

    /// Forgets what the letters' numbers in the inbox of `help` mean, as a restored server does.
    pub fn renumber(&self) {
        for file in fs::read_dir(self.place.path().join("mail/help")).expect("a maildir").flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if name.starts_with("dovecot") {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        let _ = Command::new("doveadm").arg("-c").arg(self.place.path().join("dovecot.conf")).arg("stop").status();
        let _ = self.child.wait();
    }
}

fn settings(place: &Path, imap: u16, imaps: u16, idle: bool) -> String {
    let place = place.display();
    let offers = if idle { "" } else { "imap_capability = IMAP4rev1 SASL-IR LITERAL+ UIDPLUS\n" };
    format!(
        "base_dir = {place}/run\nstate_dir = {place}/state\nlog_path = {place}/dovecot.log\nprotocols = imap lmtp\nlisten = 127.0.0.1\n\
         ssl = yes\nssl_cert = <{place}/cert.pem\nssl_key = <{place}/key.pem\ndisable_plaintext_auth = yes\nauth_mechanisms = plain login\n\
         mail_location = maildir:{place}/mail/%n:LAYOUT=fs\nfirst_valid_uid = 1\nfirst_valid_gid = 1\nmail_max_userip_connections = 40\n{offers}\
         namespace inbox {{\n inbox = yes\n separator = /\n}}\n\
         passdb {{\n driver = passwd-file\n args = username_format=%n {place}/users\n}}\n\
         userdb {{\n driver = static\n args = uid=nobody gid=nogroup home={place}/mail/%n\n}}\n\
         service imap-login {{\n inet_listener imap {{\n port = {imap}\n }}\n inet_listener imaps {{\n port = {imaps}\n ssl = yes\n }}\n}}\n\
         service lmtp {{\n unix_listener lmtp {{\n mode = 0666\n }}\n}}\n\
         service auth {{\n unix_listener sasl {{\n mode = 0666\n }}\n}}\n"
    )
}
