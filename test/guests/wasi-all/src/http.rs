use crate::system::{read_all, write_all};
use crate::{Request, Response};
use wasip2::http::outgoing_handler::handle;
use wasip2::http::types::{
    Fields, IncomingBody, IncomingResponse, Method, OutgoingBody, OutgoingRequest, Scheme,
};

pub fn fetch(request: Request) -> Result<Response, String> {
    let outgoing = make_request(&request)?;
    let body = outgoing.body().map_err(|_| "no body")?;
    let pending = handle(outgoing, None).map_err(|error| format!("{error:?}"))?;
    send_body(body, request.body.as_deref())?;
    pending.subscribe().block();
    let response = pending
        .get()
        .ok_or("not ready")?
        .map_err(|_| "taken twice")?;
    read_response(response.map_err(|error| format!("{error:?}"))?)
}

fn make_request(request: &Request) -> Result<OutgoingRequest, String> {
    let headers: Vec<(String, Vec<u8>)> = request
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), value.clone().into_bytes()))
        .collect();
    let fields = Fields::from_list(&headers).map_err(|error| format!("{error:?}"))?;
    let outgoing = OutgoingRequest::new(fields);
    let (scheme, rest) = request.url.split_once("://").ok_or("no scheme")?;
    let (authority, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    outgoing
        .set_method(&parse_method(&request.method))
        .map_err(|()| "bad method")?;
    outgoing
        .set_scheme(Some(&parse_scheme(scheme)))
        .map_err(|()| "bad scheme")?;
    outgoing
        .set_authority(Some(authority))
        .map_err(|()| "bad authority")?;
    outgoing
        .set_path_with_query(Some(path))
        .map_err(|()| "bad path")?;
    Ok(outgoing)
}

fn parse_method(method: &str) -> Method {
    match method {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "DELETE" => Method::Delete,
        "OPTIONS" => Method::Options,
        "PATCH" => Method::Patch,
        _ => Method::Other(method.to_string()),
    }
}

fn parse_scheme(scheme: &str) -> Scheme {
    match scheme {
        "http" => Scheme::Http,
        "https" => Scheme::Https,
        _ => Scheme::Other(scheme.to_string()),
    }
}

fn send_body(body: OutgoingBody, text: Option<&str>) -> Result<(), String> {
    if let Some(text) = text {
        write_all(&body.write().map_err(|()| "no stream")?, text.as_bytes())?;
    }
    OutgoingBody::finish(body, None).map_err(|error| format!("{error:?}"))
}

fn read_response(response: IncomingResponse) -> Result<Response, String> {
    let headers = response.headers().entries();
    let body = response.consume().map_err(|()| "no body")?;
    let stream = body.stream().map_err(|()| "no stream")?;
    let text = read_all(&stream)?;
    drop(stream);
    drop(IncomingBody::finish(body));
    Ok(Response {
        status: response.status(),
        headers: headers
            .into_iter()
            .map(|(name, value)| (name, lossy(&value)))
            .collect(),
        body: text,
    })
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
