//! The demo: a department with two posts, a supervisor and 300 invented people, and the window of one post.

use crate::demo::Demo;
use crate::house::{House, run as run_command};
use crate::{journey, setup};
use anyhow::{Result, bail};
use std::env;
use std::path::PathBuf;

/// Does everything from the system packages to the open window. Without a display, walks the journey in a virtual one.
///
/// # Errors
/// When something cannot be installed, built or started; see [`Demo::prepare`].
pub fn run(house: &House, arguments: &[String]) -> Result<()> {
    let wish = Wish::read(house, arguments)?;
    setup::run(house)?;
    journey::build(house)?;
    let demo = Demo::prepare(house, wish.folder, wish.fresh)?;
    demo.tell();
    if ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .all(|name| env::var_os(name).is_none_or(|value| value.is_empty()))
    {
        println!("\nThere is no display: the journey is walked in a virtual one.");
        return journey::walk(house, &house.root.join("screenshots"));
    }
    println!("\nThe window opens for the post of Pisiga; closing it ends the demo.");
    let mut window = house.command(&house.program("debug", "posta-window").to_string_lossy());
    run_command(window.env("POSTA_HOME", demo.window_home()))
}

struct Wish {
    folder: PathBuf,
    fresh: bool,
}

impl Wish {
    fn read(house: &House, arguments: &[String]) -> Result<Self> {
        let mut wish = Self { folder: house.root.join("demo"), fresh: false };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            match (word.as_str(), words.as_slice().first()) {
                ("--fresh", _) => wish.fresh = true,
                ("--demo", Some(folder)) => {
                    wish.folder = std::path::absolute(folder)?;
                    words.next();
                }
                _ => bail!("cargo xtask run [--fresh] [--demo DIR]"),
            }
        }
        Ok(wish)
    }
}
