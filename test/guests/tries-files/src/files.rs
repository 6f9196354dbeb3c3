use wasip2::clocks::monotonic_clock::subscribe_duration;
use wasip2::filesystem::preopens::get_directories;
use wasip2::filesystem::types::{
    Descriptor, DescriptorFlags, DescriptorType, ErrorCode, OpenFlags, PathFlags,
};
use wasip2::io::streams::StreamError;

const CHUNK: u64 = 1024 * 1024;
const PAUSE_NS: u64 = 5_000_000;

pub fn open_preopen(directory: &str) -> Result<Descriptor, String> {
    let found = get_directories()
        .into_iter()
        .find(|(_, name)| name == directory);
    found
        .map(|(descriptor, _)| descriptor)
        .ok_or(format!("not preopened: {directory}"))
}

pub fn name_error(error: ErrorCode) -> String {
    error.name().to_string()
}

/// Opens a folder, says so, and goes on when it is told to.
pub fn hold_folder(directory: &str, between: &str) -> Result<Descriptor, String> {
    let top = open_preopen(directory)?;
    let folder = open_folder(&top, between)?;
    create(&top, "holding")?;
    while top.stat_at(PathFlags::empty(), "go").is_err() {
        subscribe_duration(PAUSE_NS).block();
    }
    Ok(folder)
}

pub fn open_folder(from: &Descriptor, path: &str) -> Result<Descriptor, String> {
    open(from, path, "rd")
}

pub fn create(from: &Descriptor, path: &str) -> Result<Descriptor, String> {
    open(from, path, "wc")
}

pub fn open(from: &Descriptor, path: &str, letters: &str) -> Result<Descriptor, String> {
    let mut open_flags = OpenFlags::empty();
    let mut flags = DescriptorFlags::empty();
    let mut path_flags = PathFlags::empty();
    for letter in letters.chars() {
        match letter {
            'r' => flags |= DescriptorFlags::READ,
            'w' => flags |= DescriptorFlags::WRITE,
            'c' => open_flags |= OpenFlags::CREATE,
            'x' => open_flags |= OpenFlags::EXCLUSIVE,
            't' => open_flags |= OpenFlags::TRUNCATE,
            'd' => open_flags |= OpenFlags::DIRECTORY,
            'f' => path_flags |= PathFlags::SYMLINK_FOLLOW,
            _ => return Err(format!("no flag {letter}")),
        }
    }
    from.open_at(path_flags, path, open_flags, flags)
        .map_err(name_error)
}

pub fn name_flags(flags: DescriptorFlags) -> String {
    let names = [
        (DescriptorFlags::READ, "r"),
        (DescriptorFlags::WRITE, "w"),
        (DescriptorFlags::MUTATE_DIRECTORY, "m"),
    ];
    names
        .iter()
        .filter(|(flag, _)| flags.contains(*flag))
        .map(|(_, name)| *name)
        .collect()
}

pub fn read_text(from: &Descriptor, path: &str) -> Result<String, String> {
    let (bytes, _) = open(from, path, "rf")?
        .read(CHUNK, 0)
        .map_err(name_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub fn read_through(from: &Descriptor, path: &str) -> Result<u64, String> {
    let stream = open(from, path, "r")?
        .read_via_stream(0)
        .map_err(name_error)?;
    let mut total = 0;
    loop {
        match stream.blocking_read(CHUNK) {
            Ok(bytes) => total += bytes.len() as u64,
            Err(StreamError::Closed) => return Ok(total),
            Err(StreamError::LastOperationFailed(error)) => return Err(error.to_debug_string()),
        }
    }
}

pub fn write_through(from: &Descriptor, path: &str, bytes: u64) -> Result<(), String> {
    let stream = open(from, path, "wct")?
        .write_via_stream(0)
        .map_err(name_error)?;
    let chunk = vec![7u8; CHUNK as usize];
    let mut left = bytes;
    while left > 0 {
        stream.subscribe().block();
        let permit = stream.check_write().map_err(|error| error.to_string())?;
        let length = left.min(permit).min(CHUNK);
        stream
            .write(&chunk[..length as usize])
            .map_err(|error| error.to_string())?;
        left -= length;
    }
    stream.blocking_flush().map_err(|error| error.to_string())
}

pub fn list_types(from: &Descriptor, path: &str) -> Result<Vec<(String, String)>, String> {
    let entries = open_folder(from, path)?
        .read_directory()
        .map_err(name_error)?;
    let mut found = Vec::new();
    while let Some(entry) = entries.read_directory_entry().map_err(name_error)? {
        found.push((entry.name, name_type(entry.type_).to_string()));
    }
    found.sort();
    Ok(found)
}

pub fn name_type(kind: DescriptorType) -> &'static str {
    match kind {
        DescriptorType::Directory => "directory",
        DescriptorType::RegularFile => "file",
        DescriptorType::SymbolicLink => "symlink",
        DescriptorType::Fifo => "fifo",
        DescriptorType::CharacterDevice => "device",
        _ => "other",
    }
}
