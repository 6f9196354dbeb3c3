use crate::{addresses, name_of};
use wasip2::io::poll::poll;
use wasip2::io::streams::{InputStream, OutputStream, StreamError};
use wasip2::sockets::instance_network::instance_network;
use wasip2::sockets::network::ErrorCode;
use wasip2::sockets::tcp::{ShutdownType, TcpSocket};
use wasip2::sockets::tcp_create_socket::create_tcp_socket;

const CHUNK: usize = 32 * 1024;

pub fn exchange(address: &str, text: &str) -> Result<String, String> {
    let (socket, input, output) = connect(address)?;
    output.blocking_write_and_flush(text.as_bytes()).map_err(stream_error)?;
    socket.shutdown(ShutdownType::Send).map_err(name_of)?;
    let mut bytes = Vec::new();
    loop {
        match input.blocking_read(CHUNK as u64) {
            Ok(chunk) => bytes.extend(chunk),
            Err(StreamError::Closed) => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => return Err(stream_error(error)),
        }
    }
}

pub fn say(address: &str, text: &str) -> Result<(), String> {
    let (_socket, _input, output) = connect(address)?;
    output.blocking_write_and_flush(text.as_bytes()).map_err(stream_error)
}

pub fn echo(address: &str, bytes: u64) -> Result<u64, String> {
    let (socket, input, output) = connect(address)?;
    let chunk = [7u8; CHUNK];
    let (mut left, mut received) = (bytes, 0);
    loop {
        let mut ready = vec![input.subscribe()];
        if left > 0 {
            ready.push(output.subscribe());
        }
        poll(&ready.iter().collect::<Vec<_>>());
        if left > 0 {
            let length = output.check_write().map_err(stream_error)?.min(left).min(CHUNK as u64);
            output.write(&chunk[..length as usize]).map_err(stream_error)?;
            left -= length;
            if left == 0 {
                socket.shutdown(ShutdownType::Send).map_err(name_of)?;
            }
        }
        match input.read(CHUNK as u64) {
            Ok(chunk) => received += chunk.len() as u64,
            Err(StreamError::Closed) => return Ok(received),
            Err(error) => return Err(stream_error(error)),
        }
    }
}

pub fn listen(address: &str) -> Result<(), String> {
    let (family, local) = addresses::parse(address)?;
    let socket = create_tcp_socket(family).map_err(name_of)?;
    socket.start_bind(&instance_network(), local).map_err(name_of)?;
    socket.finish_bind().map_err(name_of)?;
    socket.start_listen().map_err(name_of)
}

fn connect(address: &str) -> Result<(TcpSocket, InputStream, OutputStream), String> {
    let (family, remote) = addresses::parse(address)?;
    let socket = create_tcp_socket(family).map_err(name_of)?;
    let ready = socket.subscribe();
    drop(ready);
    socket.start_connect(&instance_network(), remote).map_err(name_of)?;
    loop {
        match socket.finish_connect() {
            Ok((input, output)) => return Ok((socket, input, output)),
            Err(ErrorCode::WouldBlock) => socket.subscribe().block(),
            Err(error) => return Err(name_of(error)),
        }
    }
}

fn stream_error(error: StreamError) -> String {
    match error {
        StreamError::Closed => "closed".to_string(),
        StreamError::LastOperationFailed(error) => error.to_debug_string(),
    }
}
