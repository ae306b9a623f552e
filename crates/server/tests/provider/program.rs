//! Programs of Debian's packages.

use std::{
    io::Write,
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Until a server listens on a busy machine.
const LISTENS_MAX: Duration = Duration::from_secs(20);
/// Longer than any trial: who is killed cannot end its servers, and they end by themselves.
pub const LIFE_SECONDS: &str = "900";

/// Whether these programs are here, and whoever runs us may run them.
pub fn runs(programs: &[&str]) -> bool {
    let id = Command::new("id").arg("-u").output();
    let root = id.is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).trim() == "0");
    root && programs.iter().all(|program| Path::new(program).is_file())
}

/// A port that is free at this moment.
pub fn port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// Waits until somebody listens there.
pub fn until_listens(port: u16, log: &Path) {
    let begun = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        let said = || std::fs::read_to_string(log).unwrap_or_default();
        assert!(begun.elapsed() < LISTENS_MAX, "nothing listens on {port}: {}", said());
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Runs a program to its end with this input; what it said.
pub fn done(command: &mut Command, input: &[u8]) -> String {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("its input").write_all(input).expect("it reads");
    let answer = child.wait_with_output().expect("it ends");
    let (said, wrong) = (String::from_utf8_lossy(&answer.stdout), String::from_utf8_lossy(&answer.stderr));
    assert!(answer.status.success(), "{command:?}: {said} {wrong}");
    said.into_owned()
}
