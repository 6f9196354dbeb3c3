use wasip2::http::outgoing_handler::handle;
use wasip2::http::types::{
    ErrorCode, Fields, FutureIncomingResponse, IncomingBody, IncomingResponse, Method, OutgoingBody,
    OutgoingRequest, Scheme,
};

/// 0: the request; 1: the future; 2: the response; 3: the body; 4: the stream and the body; 5: the future of the trailers.
pub fn drop_response(authority: &str, way: u32) -> Result<(), String> {
    let request = OutgoingRequest::new(Fields::new());
    let method = if way == 0 { Method::Post } else { Method::Get };
    request.set_method(&method).map_err(|()| "method")?;
    request.set_scheme(Some(&Scheme::Http)).map_err(|()| "scheme")?;
    request.set_authority(Some(authority)).map_err(|()| "authority")?;
    let body = request.body().map_err(|()| "body")?;
    let pending = handle(request, None).map_err(name_of)?;
    if way == 0 {
        let stream = body.write().map_err(|()| "stream")?;
        stream.blocking_write_and_flush(b"half").map_err(|_| "write")?;
        drop(pending);
        return Ok(());
    }
    OutgoingBody::finish(body, None).map_err(name_of)?;
    if way == 1 { Ok(()) } else { drop_incoming(wait(&pending)?, way) }
}

fn drop_incoming(response: IncomingResponse, way: u32) -> Result<(), String> {
    if way == 2 {
        return Ok(());
    }
    let body = response.consume().map_err(|()| "consume")?;
    let stream = body.stream().map_err(|()| "stream")?;
    if way == 3 {
        return Ok(());
    }
    stream.blocking_read(4).map_err(|_| "read")?;
    drop(stream);
    if way == 5 {
        drop(IncomingBody::finish(body));
    }
    Ok(())
}

pub fn wait(pending: &FutureIncomingResponse) -> Result<IncomingResponse, String> {
    pending.subscribe().block();
    pending.get().ok_or("not ready")?.map_err(|()| "taken twice")?.map_err(name_of)
}

pub fn name_of(error: ErrorCode) -> String {
    format!("{error:?}")
}
