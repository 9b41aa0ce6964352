//! Sticks and other places that can be taken along, and the files of ours on them.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::home::count;
use crate::time::rfc3339;
use crate::view::{CarryFile, CarryPlace};

/// How files that are carried end.
pub(super) const ENDING: &str = "posta";
/// The same as names of files have it.
const CARRIED: &[&str] = &[".posta"];
/// Files of one place that are listed.
const FILES: usize = 200;

/// What the system has mounted for the person at the keyboard.
pub(super) fn places() -> Vec<CarryPlace> {
    places_of(CARRIED)
}

/// The same with files whose names end in one of `endings`, in small letters, whatever the letters of the name.
pub(super) fn places_of(endings: &[&str]) -> Vec<CarryPlace> {
    mounted().iter().filter_map(|folder| place(folder, endings)).collect()
}

fn place(folder: &Path, endings: &[&str]) -> Option<CarryPlace> {
    let files = std::fs::read_dir(folder).ok()?.filter_map(|entry| file(&entry.ok()?.path(), endings));
    let mut files: Vec<(u64, CarryFile)> = files.collect();
    files.sort_by(|(a, one), (b, other)| (b, &one.name).cmp(&(a, &other.name)));
    files.truncate(FILES);
    let name = folder.file_name().map_or_else(|| folder.to_string_lossy(), |name| name.to_string_lossy());
    Some(CarryPlace {
        folder: folder.to_string_lossy().into_owned(),
        name: name.into_owned(),
        files: files.into_iter().map(|(_, file)| file).collect(),
    })
}

fn file(path: &Path, endings: &[&str]) -> Option<(u64, CarryFile)> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let small = name.to_lowercase();
    // What a system keeps beside a file of the same name, and what is hidden, is none.
    if small.starts_with('.') || !endings.iter().any(|ending| small.ends_with(ending)) {
        return None;
    }
    let about = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
    let at = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let path = path.to_string_lossy().into_owned();
    let seconds = i64::try_from(at).unwrap_or_default();
    Some((at, CarryFile { path, name, at: rfc3339(seconds), bytes: count(about.len()) }))
}

#[cfg(target_os = "linux")]
fn mounted() -> Vec<PathBuf> {
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    of_people(&mounts)
}

/// The places of `/proc/self/mounts` where sticks are put.
#[cfg(any(target_os = "linux", test))]
fn of_people(mounts: &str) -> Vec<PathBuf> {
    let is_stick = |source: &str, place: &str| {
        // Nothing of a network, which may not answer, and nothing that ends with the machine.
        source.starts_with("/dev/") && ["/media/", "/run/media/"].iter().any(|root| place.starts_with(root))
    };
    let mounted = mounts.lines().filter_map(|line| line.split_once(' '));
    let places = mounted.filter_map(|(source, rest)| Some((source, rest.split(' ').next()?)));
    places.filter(|(source, place)| is_stick(source, place)).map(|(_, place)| plain(place)).collect()
}

/// A place as the kernel writes it, with blanks and backslashes as three octal digits.
#[cfg(any(target_os = "linux", test))]
fn plain(place: &str) -> PathBuf {
    let mut parts = place.split('\\');
    let mut name = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part
            .split_at_checked(3)
            .and_then(|(code, rest)| Some((u8::from_str_radix(code, 8).ok()?, rest)))
        {
            Some((byte, rest)) => {
                name.push(byte);
                name.extend_from_slice(rest.as_bytes());
            }
            None => name.extend_from_slice(part.as_bytes()),
        }
    }
    PathBuf::from(String::from_utf8_lossy(&name).into_owned())
}

/// Every drive but the system's own.
#[cfg(windows)]
fn mounted() -> Vec<PathBuf> {
    ('D'..='Z').map(|letter| PathBuf::from(format!("{letter}:\\"))).filter(|place| place.is_dir()).collect()
}

#[cfg(not(any(target_os = "linux", windows)))]
fn mounted() -> Vec<PathBuf> {
    let volumes = std::fs::read_dir("/Volumes").into_iter().flatten();
    volumes.filter_map(|entry| Some(entry.ok()?.path())).filter(|place| place.is_dir()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn sticks_are_told_from_the_system_s_own_disks_and_names_with_blanks_are_read() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/ana/USB\\040ROJO vfat rw 0 0\n\
                      tmpfs /run/user/1000 tmpfs rw 0 0\n/dev/sdc1 /run/media/ana/B\\134C exfat rw 0 0\n\
                      tmpfs /mnt/tools tmpfs ro 0 0\n//oficina/datos /media/datos cifs rw 0 0\n\
                      tmpfs /media/memoria tmpfs rw 0 0\n";
        let places: Vec<_> = of_people(mounts).iter().map(|place| place.display().to_string()).collect();
        assert_eq!(places, ["/media/ana/USB ROJO", "/run/media/ana/B\\C"]);
    }

    #[test]
    fn of_a_place_only_our_files_are_listed_the_newest_first() {
        let folder = tempfile::tempdir().unwrap();
        for (name, second) in [("b.posta", 20), ("a.posta", 30), ("c.pdf", 40), ("d.partial", 50)] {
            let file = std::fs::File::create(folder.path().join(name)).unwrap();
            file.set_modified(UNIX_EPOCH + std::time::Duration::from_secs(second)).unwrap();
        }
        std::fs::create_dir(folder.path().join("e.posta")).unwrap();
        let place = place(folder.path(), CARRIED).unwrap();
        let names: Vec<_> = place.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a.posta", "b.posta"]);
        assert_eq!(place.files[0].at, "1970-01-01T00:00:30Z");
    }

    #[test]
    fn files_are_found_by_their_endings_whatever_the_letters_and_never_hidden_ones() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["GUIA.PDF", "._guia.pdf", "b.pdf", "gente.XLSX", "gente.csv", "x.posta-figures.json", "pdf"]
        {
            std::fs::write(folder.path().join(name), b"x").unwrap();
        }
        let names = |endings: &[&str]| {
            let mut names: Vec<_> =
                place(folder.path(), endings).unwrap().files.into_iter().map(|file| file.name).collect();
            names.sort();
            names
        };
        assert_eq!(names(&[".pdf"]), ["GUIA.PDF", "b.pdf"]);
        assert_eq!(names(&[".csv", ".xlsx"]), ["gente.XLSX", "gente.csv"]);
        assert_eq!(names(&["posta-figures.json"]), ["x.posta-figures.json"]);
    }
}
