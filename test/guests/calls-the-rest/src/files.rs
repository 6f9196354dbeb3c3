use crate::note;
use wasip2::filesystem::preopens::get_directories;
use wasip2::filesystem::types::{
    Advice, Descriptor, DescriptorFlags, ErrorCode, OpenFlags, PathFlags, filesystem_error_code,
};
use wasip2::io::streams::{InputStream, OutputStream, StreamError};

fn named(error: ErrorCode) -> String {
    error.name().to_string()
}

fn stream_error(error: StreamError) -> String {
    match error {
        StreamError::Closed => "closed".to_string(),
        StreamError::LastOperationFailed(error) => {
            filesystem_error_code(&error).map_or_else(|| error.to_debug_string(), named)
        }
    }
}

pub fn tell(directory: &str, path: &str) -> Result<Vec<String>, String> {
    let found = get_directories().into_iter().find(|(_, name)| name == directory);
    let (folder, _) = found.ok_or("not preopened")?;
    let none = PathFlags::empty();
    let file = folder.open_at(none, path, OpenFlags::empty(), DescriptorFlags::READ).map_err(named)?;
    let rights = DescriptorFlags::READ | DescriptorFlags::WRITE;
    let copy_name = format!("{path}.copy");
    let copy = folder.open_at(none, &copy_name, OpenFlags::CREATE, rights).map_err(named)?;
    let mut facts = Vec::new();
    ask(&mut facts, &file, &folder);
    {
        let input = file.read_via_stream(0).map_err(named)?;
        let output = copy.write_via_stream(0).map_err(named)?;
        splice(&mut facts, &input, &output).map_err(stream_error)?;
    }
    note(&mut facts, "sync", copy.sync().map_err(named));
    note(&mut facts, "sync-data", copy.sync_data().map_err(named));
    let beyond = file.read_via_stream(u64::MAX).map_err(named)?;
    note(&mut facts, "beyond", beyond.blocking_read(1).map_err(stream_error));
    note(&mut facts, "after-that", beyond.blocking_read(1).map_err(stream_error));
    Ok(facts)
}

fn ask(facts: &mut Vec<String>, file: &Descriptor, folder: &Descriptor) {
    note(facts, "advise", file.advise(0, 10, Advice::Sequential).map_err(named));
    note(facts, "advise-folder", folder.advise(0, 10, Advice::NoReuse).map_err(named));
    note(facts, "type", file.get_type().map_err(named));
    note(facts, "type-of-folder", folder.get_type().map_err(named));
    note(facts, "same", file.is_same_object(file));
    note(facts, "same-as-folder", file.is_same_object(folder));
}

/// Of `0123456789`: skips two, splices three, skips one, splices two; zeroes come after.
fn splice(facts: &mut Vec<String>, input: &InputStream, output: &OutputStream) -> Result<(), StreamError> {
    note(facts, "blocking-skip", input.blocking_skip(2)?);
    note(facts, "splice", output.splice(input, 3)?);
    note(facts, "skip", input.skip(1)?);
    note(facts, "blocking-splice", output.blocking_splice(input, 2)?);
    output.subscribe().block();
    output.check_write()?;
    output.write_zeroes(2)?;
    output.blocking_write_zeroes_and_flush(3)?;
    note(facts, "pollable", input.subscribe().ready());
    Ok(())
}
