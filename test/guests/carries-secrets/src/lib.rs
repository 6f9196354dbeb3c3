use wasip2::cli::environment::get_environment;
use wasip2::cli::stdout::get_stdout;
use wasip2::http::outgoing_handler::handle;
use wasip2::http::types::{Fields, Method, OutgoingBody, OutgoingRequest, Scheme};

wit_bindgen::generate!({ path: "world.wit", generate_all });

struct CarriesSecrets;

fn variable(key: &str) -> Option<String> {
    get_environment().into_iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

fn request_with(authority: &str, secret: &str) -> OutgoingRequest {
    let headers = Fields::new();
    headers.append("authorization", format!("Bearer {secret}").as_bytes()).unwrap();
    let request = OutgoingRequest::new(headers);
    request.set_method(&Method::Post).unwrap();
    request.set_scheme(Some(&Scheme::Http)).unwrap();
    request.set_authority(Some(authority)).unwrap();
    request.set_path_with_query(Some(&format!("/{secret}?key={secret}"))).unwrap();
    request
}

impl Guest for CarriesSecrets {
    fn tell(key: String) -> Option<String> {
        let value = variable(&key);
        let line = format!("{key} is {value:?}\n");
        get_stdout().blocking_write_and_flush(line.as_bytes()).unwrap();
        value
    }

    fn complain(key: String) -> Result<String, String> {
        Err(format!("cannot use {:?}", variable(&key)))
    }

    fn send(authority: String, key: String) -> Result<u16, String> {
        let secret = variable(&key).ok_or("no such variable")?;
        let request = request_with(&authority, &secret);
        let body = request.body().map_err(|()| "no body")?;
        let pending = handle(request, None).map_err(|code| format!("{code:?}"))?;
        let stream = body.write().map_err(|()| "no stream")?;
        stream.blocking_write_and_flush(secret.as_bytes()).map_err(|error| format!("{error:?}"))?;
        drop(stream);
        OutgoingBody::finish(body, None).map_err(|code| format!("{code:?}"))?;
        pending.subscribe().block();
        let answer = pending.get().ok_or("no answer")?.map_err(|()| "taken")?;
        answer.map(|response| response.status()).map_err(|code| format!("{code:?}"))
    }
}

export!(CarriesSecrets);
