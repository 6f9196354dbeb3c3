wit_bindgen::generate!({ path: "world.wit", generate_all });

use wasi::filesystem::preopens::get_directories;
use wasi::filesystem::types::{
    Descriptor, DescriptorFlags, DescriptorType, ErrorCode, OpenFlags, PathFlags,
};

struct UsesFilesAsync;

fn open_preopen(directory: &str) -> Result<Descriptor, String> {
    let found = get_directories()
        .into_iter()
        .find(|(_, name)| name == directory);
    found
        .map(|(descriptor, _)| descriptor)
        .ok_or(format!("not preopened: {directory}"))
}

fn name_error(error: ErrorCode) -> String {
    let text = format!("{error:?}");
    text.trim_start_matches("ErrorCode::").to_string()
}

async fn open(
    directory: &str,
    path: String,
    flags: OpenFlags,
    rights: DescriptorFlags,
) -> Result<Descriptor, String> {
    open_preopen(directory)?
        .open_at(PathFlags::SYMLINK_FOLLOW, path, flags, rights)
        .await
        .map_err(name_error)
}

impl Guest for UsesFilesAsync {
    async fn list_names(directory: String, path: String) -> Result<Vec<String>, String> {
        let folder = open(&directory, path, OpenFlags::DIRECTORY, DescriptorFlags::READ).await?;
        let (entries, end) = folder.read_directory();
        let found = entries.collect().await;
        end.await.map_err(name_error)?;
        let mut names: Vec<String> = found.into_iter().map(|entry| entry.name).collect();
        names.sort();
        Ok(names)
    }

    async fn read_text(directory: String, path: String) -> Result<String, String> {
        let file = open(&directory, path, OpenFlags::empty(), DescriptorFlags::READ).await?;
        let (stream, end) = file.read_via_stream(0);
        let bytes = stream.collect().await;
        end.await.map_err(name_error)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    async fn write_text(directory: String, path: String, text: String) -> Result<(), String> {
        let flags = OpenFlags::CREATE | OpenFlags::TRUNCATE;
        let file = open(&directory, path, flags, DescriptorFlags::WRITE).await?;
        let (mut writer, reader) = wit_stream::new();
        let end = file.write_via_stream(reader, 0);
        writer.write_all(text.into_bytes()).await;
        drop(writer);
        end.await.map_err(name_error)
    }

    async fn append_text(directory: String, path: String, text: String) -> Result<(), String> {
        let file = open(&directory, path, OpenFlags::empty(), DescriptorFlags::WRITE).await?;
        let (mut writer, reader) = wit_stream::new();
        let end = file.append_via_stream(reader);
        writer.write_all(text.into_bytes()).await;
        drop(writer);
        end.await.map_err(name_error)
    }

    async fn describe(directory: String, path: String) -> Result<(String, u64), String> {
        let stat = open_preopen(&directory)?
            .stat_at(PathFlags::empty(), path)
            .await
            .map_err(name_error)?;
        let kind = match stat.type_ {
            DescriptorType::Directory => "directory",
            DescriptorType::RegularFile => "file",
            DescriptorType::SymbolicLink => "symlink",
            _ => "other",
        };
        Ok((kind.to_string(), stat.size))
    }

    async fn move_around(directory: String, path: String) -> Result<(), String> {
        let folder = open_preopen(&directory)?;
        let run = async {
            folder.create_directory_at("made".to_string()).await?;
            let target = "made/moved".to_string();
            folder.rename_at(path, &folder, target.clone()).await?;
            folder.unlink_file_at(target).await?;
            folder.remove_directory_at("made".to_string()).await
        };
        run.await.map_err(name_error)
    }

    async fn leave_unread(directory: String, path: String) -> Result<(), String> {
        let file = open(&directory, path, OpenFlags::empty(), DescriptorFlags::READ).await?;
        let (stream, end) = file.read_via_stream(0);
        drop(stream);
        end.await.map_err(name_error)
    }
}

export!(UsesFilesAsync);
