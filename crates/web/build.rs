//! Builds what the browser gets: our style sheet always, scripts and icons where Node is there.
//!
//! `ASSETS_DIR` takes ready-made files instead; `REQUIRE_ASSETS=1` turns a missing Node into an error.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};

fn main() -> io::Result<()> {
    let islands = Path::new("../../islands");
    for part in ["css", "src", "icons", "icons.txt", "build.mjs", "package.json", "package-lock.json"] {
        println!("cargo:rerun-if-changed={}", islands.join(part).display());
    }
    println!("cargo:rerun-if-env-changed=ASSETS_DIR");
    println!("cargo:rerun-if-env-changed=REQUIRE_ASSETS");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let assets = out.join("assets");
    let _ = fs::remove_dir_all(&assets);
    fs::create_dir_all(&assets)?;
    println!("cargo:rustc-env=ASSETS_OUT={}", assets.display());
    fs::copy(islands.join("icons/mark.svg"), assets.join("mark.svg"))?;
    if let Ok(ready) = env::var("ASSETS_DIR") {
        return copy(Path::new(&ready), &assets);
    }
    if let Err(why) = with_node(islands, &out, &assets) {
        if env::var("REQUIRE_ASSETS").is_ok_and(|v| v == "1") {
            return Err(why);
        }
        println!(
            "cargo:warning=browser scripts not built ({why}); pages are styled and work without them. Install Node 20 or newer for live pages."
        );
        fs::write(assets.join("rapport.css"), joined_css(islands)?)?;
    }
    Ok(())
}

/// Runs the islands' own build in a copy, so that nothing is written into the source tree.
fn with_node(islands: &Path, out: &Path, assets: &Path) -> io::Result<()> {
    let copy_of_islands = out.join("islands");
    let lock = fs::read(islands.join("package-lock.json"))?;
    let installed = fs::read(copy_of_islands.join("installed.lock")).is_ok_and(|before| before == lock);
    for part in ["css", "src", "icons"] {
        let _ = fs::remove_dir_all(copy_of_islands.join(part));
    }
    copy(islands, &copy_of_islands)?;
    if !installed {
        run(Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&copy_of_islands))?;
        fs::write(copy_of_islands.join("installed.lock"), lock)?;
    }
    run(Command::new("node").arg("build.mjs").env("ASSETS_OUT", assets).current_dir(&copy_of_islands))
}

fn run(command: &mut Command) -> io::Result<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("{command:?}: {}", words.lines().last().unwrap_or("failed"))))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_name() == "node_modules" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn joined_css(islands: &Path) -> io::Result<String> {
    let mut css = String::new();
    for part in fs::read_to_string(islands.join("css/order.txt"))?.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        css.push_str(&fs::read_to_string(islands.join("css").join(part))?);
        css.push('\n');
    }
    Ok(css)
}
