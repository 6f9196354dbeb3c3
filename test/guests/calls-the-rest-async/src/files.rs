use crate::note;
use wasip3::clocks::system_clock::Instant;
use wasip3::filesystem::preopens::get_directories;
use wasip3::filesystem::types::{Advice, Descriptor, DescriptorFlags, NewTimestamp, OpenFlags, PathFlags};

fn at(seconds: i64) -> NewTimestamp {
    NewTimestamp::Timestamp(Instant { seconds, nanoseconds: 0 })
}

pub async fn tell(directory: &str, path: &str) -> Result<Vec<String>, String> {
    let found = get_directories().into_iter().find(|(_, name)| name == directory);
    let (folder, _) = found.ok_or("not preopened")?;
    let rights = DescriptorFlags::READ | DescriptorFlags::WRITE;
    let file = folder
        .open_at(PathFlags::empty(), path.to_string(), OpenFlags::empty(), rights)
        .await
        .map_err(|error| format!("{error:?}"))?;
    let mut facts = Vec::new();
    note(&mut facts, "advise", file.advise(0, 10, Advice::Sequential).await);
    note(&mut facts, "advise-folder", folder.advise(0, 10, Advice::Normal).await);
    note(&mut facts, "flags", file.get_flags().await);
    note(&mut facts, "types", (file.get_type().await, folder.get_type().await));
    note(&mut facts, "set-size", file.set_size(4).await);
    note(&mut facts, "set-times", file.set_times(NewTimestamp::NoChange, at(1_000_000_000)).await);
    note(&mut facts, "stat", file.stat().await.map(|stat| (stat.size, stat.data_modification_timestamp)));
    note(&mut facts, "sync", (file.sync().await, file.sync_data().await));
    by_path(&mut facts, &folder, path).await;
    same(&mut facts, &folder, &file, path).await;
    Ok(facts)
}

async fn by_path(facts: &mut Vec<String>, folder: &Descriptor, path: &str) {
    let none = PathFlags::empty();
    note(facts, "set-times-at", folder.set_times_at(none, path.to_string(), at(5), at(6)).await);
    note(facts, "symlink-at", folder.symlink_at(path.to_string(), "link".to_string()).await);
    note(facts, "link-at", folder.link_at(none, path.to_string(), folder, "link".to_string()).await);
    note(facts, "readlink-at", folder.readlink_at(path.to_string()).await);
    note(facts, "readlink-at", folder.readlink_at("link-to-it".to_string()).await);
}

async fn same(facts: &mut Vec<String>, folder: &Descriptor, file: &Descriptor, path: &str) {
    note(facts, "same", (file.is_same_object(file).await, file.is_same_object(folder).await));
    let hash = file.metadata_hash().await.map(|hash| (hash.lower, hash.upper));
    let by_path = folder.metadata_hash_at(PathFlags::empty(), path.to_string()).await;
    note(facts, "same-hash", format!("{hash:?}") == format!("{:?}", by_path.map(|hash| (hash.lower, hash.upper))));
}
