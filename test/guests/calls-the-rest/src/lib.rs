mod converse;
mod drops;
mod files;
mod http;
mod sockets;

use wasip2::clocks::monotonic_clock::{now, subscribe_instant};
use wasip2::random::{insecure, random};

wit_bindgen::generate!({ path: "world.wit", generate_all });

struct CallsTheRest;

/// What was said of something, in the words of Rust.
pub fn note(facts: &mut Vec<String>, name: &str, value: impl std::fmt::Debug) {
    facts.push(format!("{name} {value:?}"));
}

impl Guest for CallsTheRest {
    fn files(directory: String, path: String) -> Result<Vec<String>, String> {
        files::tell(&directory, &path)
    }

    fn http() -> Result<Vec<String>, String> {
        http::tell()
    }

    fn drop_responses(authority: String, times: u32) -> Result<(), String> {
        (0..times).try_for_each(|time| drops::drop_response(&authority, time % 6))
    }

    fn converse(scheme: String, authority: String, announces: bool) -> Result<String, String> {
        converse::converse(&scheme, &authority, announces)
    }

    fn tcp(address: String) -> Result<Vec<String>, String> {
        sockets::tell_tcp(&address)
    }

    fn udp(address: String) -> Result<Vec<String>, String> {
        sockets::tell_udp(&address)
    }

    fn clocks_and_random() -> Vec<String> {
        let mut facts = Vec::new();
        let start = now();
        let later = subscribe_instant(start + 200_000_000);
        note(&mut facts, "ready-early", later.ready());
        later.block();
        note(&mut facts, "ready", later.ready());
        note(&mut facts, "waited", now() >= start + 200_000_000);
        note(&mut facts, "random-differs", random::get_random_u64() != random::get_random_u64());
        let (one, other) = (insecure::get_insecure_random_u64(), insecure::get_insecure_random_u64());
        note(&mut facts, "insecure-differs", one != other);
        facts
    }
}

export!(CallsTheRest);
