use crate::note;
use wasip3::http::client::send;
use wasip3::http::types::{ErrorCode, Fields, Method, Request, RequestOptions, Response, Scheme};
use wasip3::{wit_future, wit_stream};
use wit_bindgen::spawn_local;

pub async fn tell() -> Result<Vec<String>, String> {
    let mut facts = Vec::new();
    let fields = tell_fields(&mut facts)?;
    let options = tell_options(&mut facts)?;
    tell_request(&mut facts, fields.clone(), options).await?;
    tell_response(&mut facts, fields).await?;
    Ok(facts)
}

fn tell_fields(facts: &mut Vec<String>) -> Result<Fields, String> {
    let fields = Fields::from_list(&[("X-One".to_string(), b"1".to_vec())]).map_err(|error| format!("{error:?}"))?;
    note(facts, "append", fields.append("x-two", b"2"));
    note(facts, "set", fields.set("x-three", &[b"3".to_vec()]));
    note(facts, "get", fields.get("x-one"));
    note(facts, "has", (fields.has("x-two"), fields.has("x-four")));
    let copy = fields.clone();
    note(facts, "get-and-delete", copy.get_and_delete("x-two"));
    note(facts, "delete", copy.delete("x-three"));
    note(facts, "entries", (fields.copy_all().len(), copy.copy_all().len()));
    note(facts, "bad-name", copy.set("no name", &[]));
    note(facts, "forbidden", copy.append("host", b"x"));
    Ok(fields)
}

fn tell_options(facts: &mut Vec<String>) -> Result<RequestOptions, String> {
    let options = RequestOptions::new();
    note(facts, "set-timeout", options.set_connect_timeout(Some(u64::MAX)));
    note(facts, "set-timeout", options.set_first_byte_timeout(Some(2)));
    note(facts, "set-timeout", options.set_between_bytes_timeout(None));
    let copy = options.clone();
    let times = (copy.get_connect_timeout(), copy.get_first_byte_timeout(), copy.get_between_bytes_timeout());
    note(facts, "timeouts", times);
    Ok(options)
}

async fn tell_request(facts: &mut Vec<String>, fields: Fields, options: RequestOptions) -> Result<(), String> {
    let (mut sender, contents) = wit_stream::new();
    let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
    let (request, transmission) = Request::new(fields, Some(contents), trailers_reader, Some(options));
    note(facts, "method", request.get_method());
    request.set_method(&Method::Other("BREW".to_string())).map_err(|()| "method")?;
    request.set_path_with_query(Some("/pot?size=1")).map_err(|()| "path")?;
    request.set_scheme(Some(&Scheme::Http)).map_err(|()| "scheme")?;
    request.set_authority(Some("a.example:80")).map_err(|()| "authority")?;
    note(facts, "method", request.get_method());
    note(facts, "parts", (request.get_path_with_query(), request.get_scheme(), request.get_authority()));
    note(facts, "headers", request.get_headers().delete("x-one"));
    let frozen = request.get_options().ok_or("no options")?;
    note(facts, "options", frozen.set_connect_timeout(None));
    spawn_local(async move {
        sender.write_all(b"body".to_vec()).await;
        drop(sender);
        let fields = Fields::from_list(&[("x-sum".to_string(), b"4".to_vec())]).expect("trailers");
        let _ = trailers.write(Ok(Some(fields))).await;
    });
    let (received, received_reader) = wit_future::new(|| Ok(()));
    let (body, trailers) = Request::consume_body(request, received_reader);
    note(facts, "body", String::from_utf8_lossy(&body.collect().await));
    let trailers = trailers.await.map_err(name_of)?;
    note(facts, "trailers", trailers.map(|fields| fields.copy_all()));
    let _ = received.write(Err(ErrorCode::ConfigurationError)).await;
    note(facts, "transmission", transmission.await.map_err(name_of));
    Ok(())
}

async fn tell_response(facts: &mut Vec<String>, fields: Fields) -> Result<(), String> {
    let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
    drop(trailers);
    let (response, transmission) = Response::new(fields, None, trailers_reader);
    note(facts, "set-status", response.set_status_code(418));
    note(facts, "bad-status", response.set_status_code(99));
    note(facts, "status", response.get_status_code());
    note(facts, "response-has", response.get_headers().has("x-one"));
    drop(response);
    note(facts, "dropped", transmission.await.map_err(name_of));
    Ok(())
}

pub async fn drop_responses(authority: &str, times: u32) -> Result<(), String> {
    for time in 0..times {
        let (trailers, trailers_reader) = wit_future::new(|| Ok(None));
        drop(trailers);
        let (request, _transmission) = Request::new(Fields::new(), None, trailers_reader, None);
        request.set_scheme(Some(&Scheme::Http)).map_err(|()| "scheme")?;
        request.set_authority(Some(authority)).map_err(|()| "authority")?;
        let response = send(request).await.map_err(name_of)?;
        if time % 4 != 0 {
            drop_body(response, time % 4).await;
        }
    }
    Ok(())
}

/// 1: unread; 2: after a part was read, trailers first; 3: the same, body first.
async fn drop_body(response: Response, way: u32) {
    let (received, received_reader) = wit_future::new(|| Ok(()));
    drop(received);
    let (mut body, trailers) = Response::consume_body(response, received_reader);
    if way != 1 {
        let _ = body.read(Vec::with_capacity(10)).await;
    }
    if way == 2 {
        drop(trailers);
        drop(body);
    } else {
        drop(body);
        drop(trailers);
    }
}

fn name_of(error: ErrorCode) -> String {
    let text = format!("{error:?}");
    text.strip_prefix("ErrorCode::").unwrap_or(&text).split('(').next().unwrap_or("").trim().to_string()
}
