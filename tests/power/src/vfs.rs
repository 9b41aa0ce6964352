//! The layer below SQLite: every call goes on to the system's own layer, and is noted when the file lies in a folder
//! that somebody watches.
//!
//! SQLite takes such a layer only as C structs of functions (<https://sqlite.org/vfs.html>), so this file is unsafe. What
//! it rests on, throughout:
//!
//! - SQLite calls the functions of `METHODS` only with a file that `open` has filled in, between its opening and its
//!   closing, and never two at a time for one file.
//! - `szOsFile` bytes are given for each file: a [`Shim`], and behind it, aligned to 16, the file of the system's layer.
//! - The system's layer is never removed, and its functions that are reached here are there (`install` and `open` check).
#![allow(unsafe_code, reason = "SQLite's virtual file system is an interface of C")]

use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::{Arc, OnceLock};

use rusqlite::ffi;

use crate::disk::{Disk, Kind, Op};

/// A file as SQLite sees it.
#[repr(C)]
struct Shim {
    base: ffi::sqlite3_file,
    /// Null when nobody watches; otherwise owned, from `open` to `close`.
    watched: *mut Watched,
}

/// What is known of a file that somebody watches.
struct Watched {
    disk: Arc<Disk>,
    file: usize,
    /// Its name was made by SQLite and not synced yet: the system's layer syncs the folder with the file's first sync.
    is_new: bool,
}

/// Room of a [`Shim`], so that what follows is aligned.
const ROOM: usize = size_of::<Shim>().next_multiple_of(16);

/// The system's layer; a number, because a pointer is not `Sync`.
static SYSTEM: OnceLock<usize> = OnceLock::new();

/// Puts the layer below every file that this process opens from now on.
pub(crate) fn install() {
    SYSTEM.get_or_init(|| {
        // SAFETY: without a name the default is returned, which lives as long as the process. The copy is leaked on
        // purpose, so SQLite may keep it; only `open` and `delete` differ, and the rest does not look at its struct
        // beyond what was copied.
        unsafe {
            let system = ffi::sqlite3_vfs_find(ptr::null());
            assert!(!system.is_null() && (*system).xOpen.is_some() && (*system).xDelete.is_some());
            let mut layer = Box::new(*system);
            layer.pNext = ptr::null_mut();
            layer.zName = c"posta-power".as_ptr();
            layer.szOsFile += c_int::try_from(ROOM).unwrap();
            layer.xOpen = Some(open);
            layer.xDelete = Some(delete);
            assert_eq!(ffi::sqlite3_vfs_register(Box::leak(layer), 1), ffi::SQLITE_OK);
            system as usize
        }
    });
}

fn system() -> *mut ffi::sqlite3_vfs {
    *SYSTEM.get().unwrap() as *mut ffi::sqlite3_vfs
}

/// Version 2: without memory mapping (version 3), every read and write comes by here.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// # Safety
/// `file` is one that `open` was called with.
unsafe fn inner(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: the room was asked for by `szOsFile`.
    unsafe { file.cast::<u8>().add(ROOM).cast() }
}

/// # Safety
/// `file` is open.
unsafe fn watched<'a>(file: *mut ffi::sqlite3_file) -> Option<&'a mut Watched> {
    // SAFETY: `open` set the field; nobody else has a reference, since calls for one file do not overlap.
    unsafe { (*file.cast::<Shim>()).watched.as_mut() }
}

/// Calls a function of the system's layer for the file behind this one.
macro_rules! pass {
    ($file:expr, $method:ident $(, $argument:expr)*) => {{
        // SAFETY: the file is open, so the one behind it is, and `open` saw that it has methods of version 2.
        unsafe {
            let inner = inner($file);
            ((*(*inner).pMethods).$method.unwrap())(inner $(, $argument)*)
        }
    }};
}

/// # Safety
/// A name that SQLite gave: null or ended by zero.
unsafe fn path(name: *const c_char) -> Option<PathBuf> {
    if name.is_null() {
        return None;
    }
    // SAFETY: as the caller says.
    let bytes = unsafe { CStr::from_ptr(name) }.to_bytes();
    Some(Path::new(OsStr::from_bytes(bytes)).to_owned())
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives room for a `Shim` and the file behind it; without methods it does not call `close`.
    unsafe {
        (*file).pMethods = ptr::null();
        (*file.cast::<Shim>()).watched = ptr::null_mut();
    }
    // SAFETY: the name is SQLite's.
    let path = unsafe { path(name) };
    let disk = path.as_deref().and_then(Disk::of);
    let was_there = path.as_deref().is_some_and(Path::exists);
    if disk.as_ref().is_some_and(|disk| disk.is_out()) {
        return ffi::SQLITE_CANTOPEN;
    }
    // SAFETY: `install` saw that the function is there; all arguments are SQLite's own, and the room behind is the
    // system's file's.
    let result = unsafe { ((*system()).xOpen.unwrap())(system(), name, inner(file), flags, out) };
    if result != ffi::SQLITE_OK {
        return result;
    }
    // SAFETY: opened, so the file behind has methods.
    assert!(unsafe { (*(*inner(file)).pMethods).iVersion } >= 2);
    if let (Some(disk), Some(path)) = (disk, path) {
        let journals = ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL;
        let watched = Watched {
            file: disk.opened(&path, !was_there),
            is_new: !was_there && flags & journals != 0,
            disk,
        };
        // SAFETY: the room is a `Shim`'s; `close` takes the box back.
        unsafe { (*file.cast::<Shim>()).watched = Box::into_raw(Box::new(watched)) };
    }
    // SAFETY: the room is a `Shim`'s.
    unsafe { (*file).pMethods = &raw const METHODS };
    result
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    // SAFETY: the name is SQLite's.
    let path = unsafe { path(name) };
    let disk = path.as_deref().and_then(Disk::of);
    if disk.as_ref().is_some_and(|disk| disk.is_dark() || disk.fails(&[Kind::Delete]).is_some()) {
        return ffi::SQLITE_IOERR_DELETE;
    }
    // The real folder need not be synced: that is what is only imagined here.
    let really = if disk.is_some() { 0 } else { sync_folder };
    // SAFETY: `install` saw that the function is there.
    let result = unsafe { ((*system()).xDelete.unwrap())(system(), name, really) };
    if let (ffi::SQLITE_OK, Some(disk), Some(path)) = (result, disk, path) {
        disk.deleted(&path, sync_folder != 0);
    }
    result
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: the box is `open`'s, and this is the last call for the file.
    unsafe {
        let shim = file.cast::<Shim>();
        let watched = std::mem::replace(&mut (*shim).watched, ptr::null_mut());
        if !watched.is_null() {
            drop(Box::from_raw(watched));
        }
    }
    pass!(file, xClose)
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    to: *mut c_void,
    length: c_int,
    offset: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: the file is open.
    let watched = unsafe { watched(file) };
    if watched.is_some_and(|watched| watched.disk.is_out() || watched.disk.fails(&[Kind::Read]).is_some()) {
        return ffi::SQLITE_IOERR_READ;
    }
    pass!(file, xRead, to, length, offset)
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    length: c_int,
    offset: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: the file is open.
    let Some(watched) = (unsafe { watched(file) }) else { return pass!(file, xWrite, from, length, offset) };
    if watched.disk.is_dark() {
        return ffi::SQLITE_IOERR_WRITE;
    }
    let failure = match watched.disk.fails(&[Kind::Full, Kind::Write]) {
        None => None,
        Some(Kind::Full) => Some(ffi::SQLITE_FULL),
        Some(_) => Some(ffi::SQLITE_IOERR_WRITE),
    };
    // What fails may have been done in part.
    let done = if failure.is_some() { length / 2 } else { length };
    // SAFETY: SQLite gives `length` bytes, and `done` is not more.
    let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(done).unwrap()) };
    let result = pass!(file, xWrite, from, done, offset);
    if result == ffi::SQLITE_OK {
        let (file, offset) = (watched.file, usize::try_from(offset).unwrap());
        watched.disk.push(Op::Write { file, offset, bytes: bytes.to_vec() });
    }
    failure.unwrap_or(result)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: ffi::sqlite3_int64) -> c_int {
    // SAFETY: the file is open.
    let watched = unsafe { watched(file) };
    let fails = |disk: &Disk| disk.is_dark() || disk.fails(&[Kind::Truncate]).is_some();
    if watched.as_ref().is_some_and(|watched| fails(&watched.disk)) {
        return ffi::SQLITE_IOERR_TRUNCATE;
    }
    let result = pass!(file, xTruncate, length);
    if let (ffi::SQLITE_OK, Some(watched)) = (result, watched) {
        watched.disk.push(Op::Truncate { file: watched.file, length: usize::try_from(length).unwrap() });
    }
    result
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: the file is open.
    let Some(watched) = (unsafe { watched(file) }) else { return pass!(file, xSync, flags) };
    if watched.disk.is_dark() {
        return ffi::SQLITE_IOERR_FSYNC;
    }
    if watched.disk.fails(&[Kind::Sync]).is_some() {
        watched.disk.push(Op::FailedSync { file: watched.file });
        return ffi::SQLITE_IOERR_FSYNC;
    }
    watched.disk.push(Op::Sync { file: watched.file });
    if std::mem::take(&mut watched.is_new) {
        watched.disk.push(Op::SyncFolder);
    }
    // The real disk need not be asked: what it would hold after a cut is worked out from the record.
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(file: *mut ffi::sqlite3_file, op: c_int, argument: *mut c_void) -> c_int {
    // SAFETY: the file is open.
    let watched = unsafe { watched(file) };
    if op == ffi::SQLITE_FCNTL_PRAGMA && watched.is_some_and(|watched| watched.disk.is_normal()) {
        // SAFETY: for this call SQLite gives an array of three strings: the answer, the pragma's name, and its value or
        // null, which it reads again afterwards from the same buffer. NORMAL is written over FULL, as a number: shorter.
        unsafe {
            let words = argument.cast::<*mut c_char>();
            let (name, value) = (*words.add(1), *words.add(2));
            if !name.is_null() && CStr::from_ptr(name).to_bytes().eq_ignore_ascii_case(b"synchronous") {
                if value.is_null() {
                    // SQLite frees the answer.
                    *words = ffi::sqlite3_mprintf(c"2".as_ptr());
                    return ffi::SQLITE_OK;
                }
                if CStr::from_ptr(value).to_bytes().eq_ignore_ascii_case(b"FULL") {
                    *value = c"1".as_ptr().read();
                    *value.add(1) = 0;
                }
            }
        }
    }
    pass!(file, xFileControl, op, argument)
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut ffi::sqlite3_int64) -> c_int {
    pass!(file, xFileSize, size)
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    pass!(file, xLock, level)
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    pass!(file, xUnlock, level)
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    pass!(file, xCheckReservedLock, out)
}

unsafe extern "C" fn sector_size(file: *mut ffi::sqlite3_file) -> c_int {
    pass!(file, xSectorSize)
}

unsafe extern "C" fn device_characteristics(file: *mut ffi::sqlite3_file) -> c_int {
    pass!(file, xDeviceCharacteristics)
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    pass!(file, xShmMap, page, size, extend, out)
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, offset: c_int, n: c_int, flags: c_int) -> c_int {
    pass!(file, xShmLock, offset, n, flags)
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    pass!(file, xShmBarrier);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, delete: c_int) -> c_int {
    pass!(file, xShmUnmap, delete)
}
