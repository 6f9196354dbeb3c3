use crate::Clocks;
use crate::wasi::config::store::{self, Error};
use wasip2::cli::{stdin, terminal_stderr, terminal_stdin, terminal_stdout};
use wasip2::clocks::{monotonic_clock, wall_clock};
use wasip2::io::streams::{InputStream, OutputStream, StreamError};

const CHUNK: u64 = 4096;

pub fn get_config(key: &str) -> Result<Option<String>, String> {
    store::get(key).map_err(describe_config_error)
}

pub fn list_config() -> Result<Vec<(String, String)>, String> {
    store::get_all().map_err(describe_config_error)
}

fn describe_config_error(error: Error) -> String {
    match error {
        Error::Upstream(text) => format!("upstream: {text}"),
        Error::Io(text) => format!("io: {text}"),
    }
}

pub fn list_terminals() -> Vec<String> {
    let terminals = [
        ("stdin", terminal_stdin::get_terminal_stdin().is_some()),
        ("stdout", terminal_stdout::get_terminal_stdout().is_some()),
        ("stderr", terminal_stderr::get_terminal_stderr().is_some()),
    ];
    let there = terminals.into_iter().filter(|(_, is_there)| *is_there);
    there.map(|(name, _)| name.to_string()).collect()
}

pub fn read_clocks() -> Clocks {
    let now = wall_clock::now();
    let resolution = wall_clock::resolution();
    Clocks {
        monotonic: monotonic_clock::now(),
        monotonic_resolution: monotonic_clock::resolution(),
        wall_seconds: now.seconds,
        wall_nanoseconds: now.nanoseconds,
        wall_resolution: resolution.seconds * 1_000_000_000 + u64::from(resolution.nanoseconds),
    }
}

pub fn read_stdin() -> Result<String, String> {
    read_all(&stdin::get_stdin())
}

pub fn read_all(stream: &InputStream) -> Result<String, String> {
    let mut bytes = Vec::new();
    loop {
        match stream.blocking_read(CHUNK) {
            Ok(chunk) => bytes.extend(chunk),
            Err(StreamError::Closed) => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => return Err(describe_stream_error(error)),
        }
    }
}

pub fn write_all(stream: &OutputStream, bytes: &[u8]) -> Result<(), String> {
    for chunk in bytes.chunks(CHUNK as usize) {
        stream
            .blocking_write_and_flush(chunk)
            .map_err(describe_stream_error)?;
    }
    Ok(())
}

pub fn describe_stream_error(error: StreamError) -> String {
    match error {
        StreamError::Closed => "closed".to_string(),
        StreamError::LastOperationFailed(error) => error.to_debug_string(),
    }
}
