use crate::streams;
use crate::{Request, Response, Timeouts};
use wasip2::http::outgoing_handler::handle;
use wasip2::http::types::{
    ErrorCode, Fields, FutureIncomingResponse, IncomingResponse, Method, OutgoingBody, OutgoingRequest,
    RequestOptions, Scheme,
};

pub fn request_to(method: &str, authority: &str, path: &str) -> Request {
    Request {
        method: method.to_string(),
        scheme: "http".to_string(),
        authority: authority.to_string(),
        path: path.to_string(),
        headers: Vec::new(),
        body: None,
    }
}

pub fn parse_url(url: &str) -> Result<Request, String> {
    let (scheme, rest) = url.split_once("://").ok_or("no scheme")?;
    let (authority, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let mut request = request_to("GET", authority, path);
    request.scheme = scheme.to_string();
    Ok(request)
}

pub fn send(
    request: &Request,
    timeouts: Option<Timeouts>,
) -> Result<(FutureIncomingResponse, OutgoingBody), String> {
    let fields = Fields::from_list(&request.headers).map_err(|error| format!("header: {error:?}"))?;
    let outgoing = OutgoingRequest::new(fields);
    outgoing.set_method(&parse_method(&request.method)).map_err(|()| "bad method")?;
    outgoing.set_scheme(Some(&parse_scheme(&request.scheme))).map_err(|()| "bad scheme")?;
    outgoing.set_authority(Some(&request.authority)).map_err(|()| "bad authority")?;
    outgoing.set_path_with_query(Some(&request.path)).map_err(|()| "bad path")?;
    let body = outgoing.body().map_err(|()| "no body")?;
    let pending = handle(outgoing, timeouts.map(to_options)).map_err(code)?;
    Ok((pending, body))
}

pub fn wait(pending: &FutureIncomingResponse) -> Result<IncomingResponse, String> {
    pending.subscribe().block();
    pending.get().ok_or("not ready")?.map_err(|()| "taken twice")?.map_err(code)
}

pub fn status_of(pending: &FutureIncomingResponse) -> Result<u16, String> {
    Ok(wait(pending)?.status())
}

pub fn to_response(response: IncomingResponse) -> Result<Response, String> {
    let status = response.status();
    let headers = response.headers().entries();
    let (body, trailers) = streams::read_whole(response)?;
    Ok(Response { status, headers, body, trailers })
}

/// The name of an error code, without what it carries.
pub fn code(error: ErrorCode) -> String {
    let text = format!("{error:?}");
    text.strip_prefix("ErrorCode::").unwrap_or(&text).split('(').next().unwrap_or("").trim().to_string()
}

fn to_options(timeouts: Timeouts) -> RequestOptions {
    let options = RequestOptions::new();
    let nanoseconds = |milliseconds: Option<u32>| milliseconds.map(|value| u64::from(value) * 1_000_000);
    let _ = options.set_connect_timeout(nanoseconds(timeouts.connect_ms));
    let _ = options.set_first_byte_timeout(nanoseconds(timeouts.first_byte_ms));
    let _ = options.set_between_bytes_timeout(nanoseconds(timeouts.between_bytes_ms));
    options
}

fn parse_method(method: &str) -> Method {
    match method {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "DELETE" => Method::Delete,
        "CONNECT" => Method::Connect,
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
