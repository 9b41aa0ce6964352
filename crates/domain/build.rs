//! Lists the country packs for `pack::embedded`: every folder of `packs/` that holds a `pack.json`, with its JSON files and
//! the PDFs of its shelf.
//! No country is named here: a new folder is a new pack.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

const PACKS: &str = "../../packs";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={PACKS}");
    let root = Path::new(PACKS);
    let mut list = String::from("&[\n");
    for id in names(root)?.into_iter().filter(|id| root.join(id).join("pack.json").is_file()) {
        let folder = root.join(&id);
        println!("cargo::rerun-if-changed={}", folder.display());
        let _ = writeln!(list, "    ({id:?}, &[");
        for file in names(&folder)?.into_iter().filter(|file| file.ends_with(".json")) {
            let path = format!("/{PACKS}/{id}/{file}");
            let text = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))");
            let _ = writeln!(list, "        ({file:?}, {text}),");
        }
        list.push_str("    ], &[\n");
        let shelf = folder.join("shelf");
        let files = if shelf.is_dir() { names(&shelf)? } else { Vec::new() };
        for file in files {
            let Some(code) = file.strip_suffix(".pdf") else {
                return Err(io::Error::other(format!("packs/{id}/shelf/{file}: not named <code>.pdf")));
            };
            let path = format!("/{PACKS}/{id}/shelf/{code}.pdf");
            let bytes = format!("include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))");
            let _ = writeln!(list, "        ({code:?}, {bytes}),");
        }
        list.push_str("    ]),\n");
    }
    list.push(']');
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&out).join("packs.rs"), list)
}

/// What a folder holds, in the order of names.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let mut names: Vec<String> =
        entries.iter().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    Ok(names)
}
