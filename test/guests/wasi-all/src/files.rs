use crate::Stat;
use crate::system::{read_all, write_all};
use wasip2::clocks::wall_clock::Datetime;
use wasip2::filesystem::preopens::get_directories;
use wasip2::filesystem::types::{
    Descriptor, DescriptorFlags, DescriptorType, ErrorCode, NewTimestamp, OpenFlags, PathFlags,
};

pub fn list_preopens() -> Vec<String> {
    get_directories()
        .into_iter()
        .map(|(_, name)| name)
        .collect()
}

fn open_preopen(directory: &str) -> Result<Descriptor, String> {
    let found = get_directories()
        .into_iter()
        .find(|(_, name)| name == directory);
    found
        .map(|(descriptor, _)| descriptor)
        .ok_or(format!("not preopened: {directory}"))
}

fn name_error(error: ErrorCode) -> String {
    error.name().to_string()
}

fn path_flags(follow: bool) -> PathFlags {
    if follow {
        PathFlags::SYMLINK_FOLLOW
    } else {
        PathFlags::empty()
    }
}

pub fn read_file(directory: &str, path: &str, follow: bool) -> Result<String, String> {
    read_at(&open_preopen(directory)?, path, follow)
}

pub fn read_file_below(directory: &str, between: &str, path: &str) -> Result<String, String> {
    let below = open_preopen(directory)?
        .open_at(
            PathFlags::empty(),
            between,
            OpenFlags::DIRECTORY,
            DescriptorFlags::READ,
        )
        .map_err(name_error)?;
    read_at(&below, path, false)
}

fn read_at(directory: &Descriptor, path: &str, follow: bool) -> Result<String, String> {
    let file = directory
        .open_at(
            path_flags(follow),
            path,
            OpenFlags::empty(),
            DescriptorFlags::READ,
        )
        .map_err(name_error)?;
    read_all(&file.read_via_stream(0).map_err(name_error)?)
}

pub fn write_file(directory: &str, path: &str, text: &str, follow: bool) -> Result<(), String> {
    let flags = OpenFlags::CREATE | OpenFlags::TRUNCATE;
    let file = open_preopen(directory)?
        .open_at(path_flags(follow), path, flags, DescriptorFlags::WRITE)
        .map_err(name_error)?;
    write_all(
        &file.write_via_stream(0).map_err(name_error)?,
        text.as_bytes(),
    )
}

pub fn append_file(directory: &str, path: &str, text: &str) -> Result<(), String> {
    let file = open_preopen(directory)?
        .open_at(
            PathFlags::empty(),
            path,
            OpenFlags::empty(),
            DescriptorFlags::WRITE,
        )
        .map_err(name_error)?;
    write_all(
        &file.append_via_stream().map_err(name_error)?,
        text.as_bytes(),
    )
}

pub fn truncate_file(directory: &str, path: &str, size: u64) -> Result<(), String> {
    open_preopen(directory)?
        .open_at(
            PathFlags::empty(),
            path,
            OpenFlags::empty(),
            DescriptorFlags::WRITE,
        )
        .and_then(|file| file.set_size(size))
        .map_err(name_error)
}

pub fn list_directory(directory: &str, path: &str) -> Result<Vec<String>, String> {
    let opened = open_preopen(directory)?
        .open_at(
            PathFlags::empty(),
            path,
            OpenFlags::DIRECTORY,
            DescriptorFlags::READ,
        )
        .map_err(name_error)?;
    let entries = opened.read_directory().map_err(name_error)?;
    let mut names = Vec::new();
    while let Some(entry) = entries.read_directory_entry().map_err(name_error)? {
        names.push(entry.name);
    }
    names.sort();
    Ok(names)
}

pub fn stat_path(directory: &str, path: &str, follow: bool) -> Result<Stat, String> {
    let stat = open_preopen(directory)?
        .stat_at(path_flags(follow), path)
        .map_err(name_error)?;
    Ok(Stat {
        kind: name_kind(stat.type_).to_string(),
        size: stat.size,
        links: stat.link_count,
        modified: stat.data_modification_timestamp.map(|time| time.seconds),
    })
}

fn name_kind(kind: DescriptorType) -> &'static str {
    match kind {
        DescriptorType::Directory => "directory",
        DescriptorType::RegularFile => "file",
        DescriptorType::SymbolicLink => "symlink",
        _ => "other",
    }
}

pub fn touch(directory: &str, path: &str, seconds: u64) -> Result<(), String> {
    let time = NewTimestamp::Timestamp(Datetime {
        seconds,
        nanoseconds: 0,
    });
    open_preopen(directory)?
        .set_times_at(PathFlags::empty(), path, NewTimestamp::NoChange, time)
        .map_err(name_error)
}

pub fn create_directory(directory: &str, path: &str) -> Result<(), String> {
    open_preopen(directory)?
        .create_directory_at(path)
        .map_err(name_error)
}

pub fn remove_directory(directory: &str, path: &str) -> Result<(), String> {
    open_preopen(directory)?
        .remove_directory_at(path)
        .map_err(name_error)
}

pub fn remove_file(directory: &str, path: &str) -> Result<(), String> {
    open_preopen(directory)?
        .unlink_file_at(path)
        .map_err(name_error)
}

pub fn rename_path(from: (&str, &str), to: (&str, &str)) -> Result<(), String> {
    let target = open_preopen(to.0)?;
    open_preopen(from.0)?
        .rename_at(from.1, &target, to.1)
        .map_err(name_error)
}

pub fn make_link(from: (&str, &str), to: (&str, &str)) -> Result<(), String> {
    let target = open_preopen(to.0)?;
    open_preopen(from.0)?
        .link_at(PathFlags::empty(), from.1, &target, to.1)
        .map_err(name_error)
}

pub fn make_symlink(directory: &str, target: &str, path: &str) -> Result<(), String> {
    open_preopen(directory)?
        .symlink_at(target, path)
        .map_err(name_error)
}

pub fn read_symlink(directory: &str, path: &str) -> Result<String, String> {
    open_preopen(directory)?
        .readlink_at(path)
        .map_err(name_error)
}

pub fn open_many(directory: &str, path: &str, count: u32) -> u32 {
    let Ok(directory) = open_preopen(directory) else {
        return 0;
    };
    let open = || {
        directory.open_at(
            PathFlags::empty(),
            path,
            OpenFlags::empty(),
            DescriptorFlags::READ,
        )
    };
    let opened: Vec<Descriptor> = (0..count).map_while(|_| open().ok()).collect();
    opened.len() as u32
}
