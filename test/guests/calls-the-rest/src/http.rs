use crate::note;
use wasip2::http::types::{Fields, Method, OutgoingRequest, OutgoingResponse, RequestOptions, Scheme};

pub fn tell() -> Result<Vec<String>, String> {
    let mut facts = Vec::new();
    let fields = tell_fields(&mut facts)?;
    tell_request(&mut facts, fields.clone())?;
    tell_options(&mut facts)?;
    let response = OutgoingResponse::new(fields);
    note(&mut facts, "status", response.status_code());
    note(&mut facts, "set-status", response.set_status_code(418));
    note(&mut facts, "bad-status", response.set_status_code(99));
    note(&mut facts, "status", response.status_code());
    note(&mut facts, "response-has", response.headers().has("x-one"));
    note(&mut facts, "body", response.body().is_ok());
    note(&mut facts, "body-again", response.body().is_ok());
    Ok(facts)
}

fn tell_fields(facts: &mut Vec<String>) -> Result<Fields, String> {
    let fields = Fields::new();
    fields.set("X-One", &[b"1".to_vec(), b"2".to_vec()]).map_err(|error| format!("{error:?}"))?;
    fields.append("x-two", b"3").map_err(|error| format!("{error:?}"))?;
    note(facts, "get", fields.get("x-one"));
    note(facts, "has", (fields.has("x-two"), fields.has("x-three")));
    let copy = fields.clone();
    note(facts, "delete", copy.delete("x-two"));
    note(facts, "entries", (fields.entries().len(), copy.entries().len()));
    note(facts, "bad-name", copy.set("no name", &[]));
    note(facts, "forbidden", copy.append("Host", b"x"));
    Ok(fields)
}

fn tell_request(facts: &mut Vec<String>, fields: Fields) -> Result<(), String> {
    let request = OutgoingRequest::new(fields);
    note(facts, "method", request.method());
    note(facts, "parts", (request.path_with_query(), request.scheme(), request.authority()));
    request.set_method(&Method::Other("BREW".to_string())).map_err(|()| "method")?;
    request.set_path_with_query(Some("/pot?size=1")).map_err(|()| "path")?;
    request.set_scheme(Some(&Scheme::Other("coffee".to_string()))).map_err(|()| "scheme")?;
    request.set_authority(Some("a.example:80")).map_err(|()| "authority")?;
    note(facts, "method", request.method());
    note(facts, "parts", (request.path_with_query(), request.scheme(), request.authority()));
    note(facts, "bad-method", request.set_method(&Method::Other("A B".to_string())));
    note(facts, "headers", request.headers().delete("x-one"));
    Ok(())
}

fn tell_options(facts: &mut Vec<String>) -> Result<(), String> {
    let options = RequestOptions::new();
    options.set_connect_timeout(Some(u64::MAX)).map_err(|()| "connect")?;
    options.set_first_byte_timeout(Some(2)).map_err(|()| "first byte")?;
    let times = (options.connect_timeout(), options.first_byte_timeout(), options.between_bytes_timeout());
    note(facts, "timeouts", times);
    Ok(())
}
