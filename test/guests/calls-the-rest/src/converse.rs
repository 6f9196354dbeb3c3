use crate::drops::{name_of, wait};
use wasip2::http::outgoing_handler::handle;
use wasip2::http::types::{Fields, Method, OutgoingBody, OutgoingRequest, Scheme};
use wasip2::io::streams::{InputStream, StreamError};

pub fn converse(scheme: &str, authority: &str, announces: bool) -> Result<String, String> {
    let fields = Fields::new();
    if announces {
        fields.append("trailer", b"x-sum").map_err(|error| format!("{error:?}"))?;
    }
    let request = OutgoingRequest::new(fields);
    request.set_method(&Method::Post).map_err(|()| "method")?;
    let scheme = if scheme == "https" { Scheme::Https } else { Scheme::Http };
    request.set_scheme(Some(&scheme)).map_err(|()| "scheme")?;
    request.set_authority(Some(authority)).map_err(|()| "authority")?;
    let body = request.body().map_err(|()| "body")?;
    let pending = handle(request, None).map_err(name_of)?;
    let response = wait(&pending)?;
    let stream = body.write().map_err(|()| "stream")?;
    stream.blocking_write_and_flush(b"hello").map_err(|_| "write")?;
    drop(stream);
    let trailers = Fields::new();
    trailers.append("x-sum", b"5").map_err(|error| format!("{error:?}"))?;
    trailers.append("content-length", b"4").map_err(|error| format!("{error:?}"))?;
    OutgoingBody::finish(body, Some(trailers)).map_err(name_of)?;
    let incoming = response.consume().map_err(|()| "consume")?;
    let stream = incoming.stream().map_err(|()| "stream")?;
    read_all(&stream)
}

fn read_all(stream: &InputStream) -> Result<String, String> {
    let mut bytes = Vec::new();
    loop {
        match stream.blocking_read(1024) {
            Ok(chunk) => bytes.extend(chunk),
            Err(StreamError::Closed) => return Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => return Err(format!("{error:?}")),
        }
    }
}
