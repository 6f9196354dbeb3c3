use crate::client::{code, wait};
use wasip2::http::types::{
    FutureIncomingResponse, IncomingBody, IncomingResponse, OutgoingBody, http_error_code,
};
use wasip2::io::poll::poll;
use wasip2::io::streams::{InputStream, StreamError};

const CHUNK: usize = 32 * 1024;
/// The most that `blocking-write-and-flush` takes.
const BLOCKING_CHUNK: usize = 4096;

type Headers = Vec<(String, Vec<u8>)>;

pub fn stream_error(error: StreamError) -> String {
    match error {
        StreamError::Closed => "closed".to_string(),
        StreamError::LastOperationFailed(error) => {
            http_error_code(&error).map_or_else(|| error.to_debug_string(), code)
        }
    }
}

pub fn write_whole(body: OutgoingBody, bytes: Option<&[u8]>) -> Result<(), String> {
    if let Some(bytes) = bytes {
        let stream = body.write().map_err(|()| "no stream")?;
        for chunk in bytes.chunks(BLOCKING_CHUNK) {
            stream.blocking_write_and_flush(chunk).map_err(stream_error)?;
        }
    }
    OutgoingBody::finish(body, None).map_err(code)
}

/// Writes as a client library does: as much as is permitted, then waits.
pub fn write_many(body: OutgoingBody, bytes: u64) -> Result<(), String> {
    let stream = body.write().map_err(|()| "no stream")?;
    let chunk = [7u8; CHUNK];
    let mut left = bytes;
    while left > 0 {
        stream.subscribe().block();
        let permitted = stream.check_write().map_err(stream_error)?;
        let length = permitted.min(left).min(CHUNK as u64);
        stream.write(&chunk[..length as usize]).map_err(stream_error)?;
        left -= length;
    }
    stream.flush().map_err(stream_error)?;
    stream.subscribe().block();
    drop(stream);
    OutgoingBody::finish(body, None).map_err(code)
}

pub fn read_whole(response: IncomingResponse) -> Result<(Vec<u8>, Headers), String> {
    let body = response.consume().map_err(|()| "no body")?;
    let stream = body.stream().map_err(|()| "no stream")?;
    let mut bytes = Vec::new();
    while let Some(chunk) = read(&stream, CHUNK as u64)? {
        bytes.extend(chunk);
    }
    drop(stream);
    Ok((bytes, trailers_of(body)?))
}

pub fn count(response: IncomingResponse) -> Result<(u64, u64), String> {
    let body = response.consume().map_err(|()| "no body")?;
    let stream = body.stream().map_err(|()| "no stream")?;
    let (mut length, mut sum) = (0, 0u64);
    while let Some(chunk) = read(&stream, CHUNK as u64)? {
        length += chunk.len() as u64;
        sum = chunk.iter().fold(sum, |sum, byte| sum.wrapping_add(u64::from(*byte)));
    }
    Ok((length, sum))
}

pub fn read_some(response: IncomingResponse, bytes: u64) -> Result<u64, String> {
    let body = response.consume().map_err(|()| "no body")?;
    let stream = body.stream().map_err(|()| "no stream")?;
    let mut length = 0;
    while length < bytes {
        match read(&stream, bytes - length)? {
            Some(chunk) => length += chunk.len() as u64,
            None => break,
        }
    }
    Ok(length)
}

/// Writes and reads at once, by polling both.
pub fn exchange(pending: FutureIncomingResponse, body: OutgoingBody, bytes: u64) -> Result<u64, String> {
    let output = body.write().map_err(|()| "no stream")?;
    let chunk = [7u8; CHUNK];
    output.write(&chunk).map_err(stream_error)?;
    let mut left = bytes - CHUNK as u64;
    let response = wait(&pending)?;
    let incoming = response.consume().map_err(|()| "no body")?;
    let input = incoming.stream().map_err(|()| "no stream")?;
    let mut output = Some(output);
    let mut body = Some(body);
    let mut received = 0;
    loop {
        match &output {
            Some(stream) if left > 0 => {
                poll(&[&input.subscribe(), &stream.subscribe()]);
                let permitted = stream.check_write().map_err(stream_error)?;
                let length = permitted.min(left).min(CHUNK as u64);
                stream.write(&chunk[..length as usize]).map_err(stream_error)?;
                left -= length;
            }
            Some(_) => {
                drop(output.take());
                body.take().map(|body| OutgoingBody::finish(body, None));
            }
            None => input.subscribe().block(),
        }
        match input.read(CHUNK as u64) {
            Ok(chunk) => received += chunk.len() as u64,
            Err(StreamError::Closed) => return Ok(received),
            Err(error) => return Err(format!("body: {}", stream_error(error))),
        }
    }
}

fn read(stream: &InputStream, length: u64) -> Result<Option<Vec<u8>>, String> {
    match stream.blocking_read(length) {
        Ok(chunk) => Ok(Some(chunk)),
        Err(StreamError::Closed) => Ok(None),
        Err(error) => Err(format!("body: {}", stream_error(error))),
    }
}

fn trailers_of(body: IncomingBody) -> Result<Headers, String> {
    let future = IncomingBody::finish(body);
    future.subscribe().block();
    let trailers = future.get().ok_or("not ready")?.map_err(|()| "taken twice")?.map_err(code)?;
    Ok(trailers.map_or_else(Vec::new, |fields| fields.entries()))
}
