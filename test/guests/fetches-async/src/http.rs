use wasip3::http::client::send;
use wasip3::http::types::{ErrorCode, Fields, Method, Request, Response, Scheme};
use wasip3::{wit_future, wit_stream};
use wit_bindgen::{StreamReader, spawn_local};

const CHUNK: usize = 32 * 1024;

pub async fn fetch(
    method: &str,
    authority: &str,
    path: &str,
    body: Option<String>,
) -> Result<(u16, String), String> {
    let contents = body.map(|text| written(text.into_bytes(), 1));
    let response = send(make_request(method, authority, path, contents)?).await.map_err(name_of)?;
    let status = response.get_status_code();
    let bytes = read_all(response).await?;
    Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
}

pub async fn echo(authority: &str, path: &str, bytes: u64) -> Result<u64, String> {
    let contents = written(vec![7; CHUNK], bytes / CHUNK as u64);
    let response = send(make_request("POST", authority, path, Some(contents))?).await.map_err(name_of)?;
    Ok(read_all(response).await?.len() as u64)
}

pub async fn fetch_many(authority: &str, paths: &[String]) -> Vec<Result<u16, String>> {
    let mut statuses = Vec::new();
    let mut waiting = Vec::new();
    for path in paths {
        match make_request("GET", authority, path, None) {
            Ok(request) => waiting.push(Box::pin(send(request))),
            Err(error) => statuses.push(Err(error)),
        }
    }
    for response in join_all(waiting).await {
        statuses.push(response.map(|response| response.get_status_code()).map_err(name_of));
    }
    statuses
}

/// Waits for all of them at once; there is no need for a crate.
async fn join_all<F: Future + Unpin>(mut futures: Vec<F>) -> Vec<F::Output> {
    let mut outputs: Vec<Option<F::Output>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, output) in futures.iter_mut().zip(outputs.iter_mut()) {
            if output.is_none() {
                if let std::task::Poll::Ready(value) = std::pin::Pin::new(future).poll(context) {
                    *output = Some(value);
                }
            }
        }
        if outputs.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    outputs.into_iter().flatten().collect()
}

fn make_request(
    method: &str,
    authority: &str,
    path: &str,
    contents: Option<StreamReader<u8>>,
) -> Result<Request, String> {
    let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
    drop(trailers);
    let (request, _transmission) = Request::new(Fields::new(), contents, trailers_reader, None);
    let method = if method == "GET" { Method::Get } else { Method::Post };
    request.set_method(&method).map_err(|()| "bad method")?;
    request.set_scheme(Some(&Scheme::Http)).map_err(|()| "bad scheme")?;
    request.set_authority(Some(authority)).map_err(|()| "bad authority")?;
    request.set_path_with_query(Some(path)).map_err(|()| "bad path")?;
    Ok(request)
}

/// A stream that somebody writes the same bytes to, so many times.
fn written(bytes: Vec<u8>, times: u64) -> StreamReader<u8> {
    let (mut sender, receiver) = wit_stream::new();
    spawn_local(async move {
        for _ in 0..times {
            if !sender.write_all(bytes.clone()).await.is_empty() {
                return;
            }
        }
    });
    receiver
}

async fn read_all(response: Response) -> Result<Vec<u8>, String> {
    let (received, received_reader) = wit_future::new(|| Ok(()));
    drop(received);
    let (contents, trailers) = Response::consume_body(response, received_reader);
    let bytes = contents.collect().await;
    trailers.await.map_err(|error| format!("body: {}", name_of(error)))?;
    Ok(bytes)
}

fn name_of(error: ErrorCode) -> String {
    let text = format!("{error:?}");
    text.strip_prefix("ErrorCode::").unwrap_or(&text).split('(').next().unwrap_or("").trim().to_string()
}
