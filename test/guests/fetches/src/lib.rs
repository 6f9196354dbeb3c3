mod client;
mod streams;

use client::{parse_url, request_to, send, status_of, to_response};
use wasip2::clocks::monotonic_clock::subscribe_duration;
use wasip2::http::types::OutgoingBody;

wit_bindgen::generate!({ path: "world.wit", generate_all });

struct Fetches;

fn sleep(milliseconds: u32) {
    subscribe_duration(u64::from(milliseconds) * 1_000_000).block();
}

impl Guest for Fetches {
    fn fetch(request: Request, timeouts: Option<Timeouts>) -> Result<Response, String> {
        let (pending, body) = send(&request, timeouts)?;
        streams::write_whole(body, request.body.as_deref())?;
        to_response(client::wait(&pending)?)
    }

    fn download(authority: String, path: String) -> Result<(u64, u64), String> {
        let (pending, body) = send(&request_to("GET", &authority, &path), None)?;
        drop(body);
        streams::count(client::wait(&pending)?)
    }

    fn upload(authority: String, path: String, bytes: u64) -> Result<String, String> {
        let (pending, body) = send(&request_to("POST", &authority, &path), None)?;
        streams::write_many(body, bytes)?;
        let response = to_response(client::wait(&pending)?)?;
        Ok(String::from_utf8_lossy(&response.body).into_owned())
    }

    fn echo(authority: String, path: String, bytes: u64) -> Result<u64, String> {
        let (pending, body) = send(&request_to("POST", &authority, &path), None)?;
        streams::exchange(pending, body, bytes)
    }

    fn fetch_many(authority: String, paths: Vec<String>) -> Vec<Result<u16, String>> {
        let sent: Vec<_> = paths
            .iter()
            .map(|path| send(&request_to("GET", &authority, path), None).map(|(pending, _)| pending))
            .collect();
        sent.into_iter().map(|pending| status_of(&pending?)).collect()
    }

    fn swallow(authority: String, path: String) {
        if let Ok((pending, body)) = send(&request_to("GET", &authority, &path), None) {
            drop(body);
            let _ = client::wait(&pending);
        }
    }

    fn forget(authority: String, path: String) {
        let _ = send(&request_to("GET", &authority, &path), None);
    }

    fn leave_open(authority: String, path: String) -> Result<u16, String> {
        let (pending, body) = send(&request_to("GET", &authority, &path), None)?;
        drop(body);
        let response = client::wait(&pending)?;
        let status = response.status();
        std::mem::forget(response.consume());
        Ok(status)
    }

    fn abandon(authority: String, path: String, wait_ms: u32) {
        drop(send(&request_to("GET", &authority, &path), None));
        sleep(wait_ms);
    }

    fn read_some(authority: String, path: String, bytes: u64, wait_ms: u32) -> Result<u64, String> {
        let (pending, body) = send(&request_to("GET", &authority, &path), None)?;
        drop(body);
        let read = streams::read_some(client::wait(&pending)?, bytes);
        sleep(wait_ms);
        read
    }

    fn hold_body(authority: String, path: String) -> Result<u16, String> {
        let (pending, body) = send(&request_to("GET", &authority, &path), None)?;
        let stream = body.write().map_err(|()| "no stream")?;
        let status = status_of(&pending);
        drop(stream);
        OutgoingBody::finish(body, None).map_err(client::code)?;
        status
    }

    fn break_body(authority: String, path: String) -> Result<u16, String> {
        let (pending, body) = send(&request_to("POST", &authority, &path), None)?;
        let stream = body.write().map_err(|()| "no stream")?;
        stream.blocking_write_and_flush(b"half").map_err(streams::stream_error)?;
        drop(stream);
        drop(body);
        status_of(&pending)
    }

    fn follow(url: String, hops: u32) -> Result<Response, String> {
        let mut request = parse_url(&url)?;
        for _ in 0..=hops {
            let (pending, body) = send(&request, None)?;
            drop(body);
            let response = to_response(client::wait(&pending)?)?;
            let Some((_, target)) = response.headers.iter().find(|(name, _)| name == "location") else {
                return Ok(response);
            };
            request = parse_url(&String::from_utf8_lossy(target))?;
        }
        Err("too many redirects".to_string())
    }
}

export!(Fetches);
