use crate::files::{name_error, open, open_folder, open_preopen, read_text};
use std::collections::BTreeMap;
use wasip2::clocks::wall_clock::Datetime;
use wasip2::filesystem::types::{Descriptor, ErrorCode, NewTimestamp, PathFlags};

const OPENINGS: [(&str, &str); 8] = [
    ("open", "r"),
    ("open-follow", "rf"),
    ("open-write", "w"),
    ("open-write-follow", "wf"),
    ("open-create", "wc"),
    ("open-exclusive", "wcx"),
    ("open-truncate", "wt"),
    ("open-directory", "rd"),
];

pub fn try_everything(directory: &str, path: &str) -> Vec<(String, String)> {
    let folder = match open_preopen(directory) {
        Ok(folder) => folder,
        Err(error) => return vec![("preopen".to_string(), error)],
    };
    let opened = OPENINGS.iter().map(|(name, letters)| {
        let outcome = open(&folder, path, letters).map(drop);
        (name.to_string(), outcome.err().unwrap_or("ok".to_string()))
    });
    let done = operations(&folder, path)
        .into_iter()
        .map(|(name, outcome)| {
            let said = outcome.map_err(name_error).err();
            (name.to_string(), said.unwrap_or("ok".to_string()))
        });
    opened.chain(done).collect()
}

fn operations(folder: &Descriptor, path: &str) -> Vec<(&'static str, Result<(), ErrorCode>)> {
    let time = NewTimestamp::Timestamp(Datetime {
        seconds: 1,
        nanoseconds: 0,
    });
    let (stay, follow) = (PathFlags::empty(), PathFlags::SYMLINK_FOLLOW);
    vec![
        ("stat", folder.stat_at(stay, path).map(drop)),
        ("stat-follow", folder.stat_at(follow, path).map(drop)),
        ("hash", folder.metadata_hash_at(follow, path).map(drop)),
        ("set-times", folder.set_times_at(stay, path, time, time)),
        ("set-times-follow", folder.set_times_at(follow, path, time, time)),
        ("readlink", folder.readlink_at(path).map(drop)),
        ("link-from", folder.link_at(stay, path, folder, "linked")),
        ("link-to", folder.link_at(stay, "own.txt", folder, path)),
        ("symlink-at", folder.symlink_at("own.txt", path)),
        ("symlink-to", folder.symlink_at(path, "linked")),
        ("rename-from", folder.rename_at(path, folder, "moved")),
        ("rename-to", folder.rename_at("own.txt", folder, path)),
        ("create-directory", folder.create_directory_at(path)),
        ("unlink", folder.unlink_file_at(path)),
        ("remove-directory", folder.remove_directory_at(path)),
    ]
}

pub fn read_often(directory: &str, path: &str, times: u32) -> Vec<(String, u32)> {
    let mut counts = BTreeMap::new();
    if let Ok(folder) = open_preopen(directory) {
        for _ in 0..times {
            let came = read_text(&folder, path).unwrap_or_else(|error| format!("error: {error}"));
            *counts.entry(came).or_insert(0) += 1;
        }
    }
    counts.into_iter().collect()
}

pub fn open_folders(directory: &str, path: &str, times: u32) -> u32 {
    let Ok(folder) = open_preopen(directory) else {
        return 0;
    };
    let opened: Vec<Descriptor> = (0..times)
        .map_while(|_| open_folder(&folder, path).ok())
        .collect();
    opened.len() as u32
}

pub fn is_same(directory: &str, one: &str, other: &str) -> Result<(bool, bool), String> {
    let folder = open_preopen(directory)?;
    let (one, other) = (open(&folder, one, "r")?, open(&folder, other, "r")?);
    let hash = |descriptor: &Descriptor| descriptor.metadata_hash().map_err(name_error);
    let (first, second) = (hash(&one)?, hash(&other)?);
    let is_same_hash = first.lower == second.lower && first.upper == second.upper;
    Ok((one.is_same_object(&other), is_same_hash))
}
