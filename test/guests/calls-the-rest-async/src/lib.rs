mod files;
mod http;
mod sockets;

use wasip3::cli::{environment, stderr, stdout, terminal_stderr, terminal_stdin, terminal_stdout};
use wasip3::clocks::{monotonic_clock, system_clock};
use wasip3::random::{insecure, insecure_seed, random};
use wasip3::wit_stream;

wit_bindgen::generate!({ path: "world.wit", generate_all });

struct CallsTheRestAsync;

/// What was said of something, in the words of Rust.
pub fn note(facts: &mut Vec<String>, name: &str, value: impl std::fmt::Debug) {
    facts.push(format!("{name} {value:?}"));
}

impl Guest for CallsTheRestAsync {
    async fn files(directory: String, path: String) -> Result<Vec<String>, String> {
        files::tell(&directory, &path).await
    }

    async fn http() -> Result<Vec<String>, String> {
        http::tell().await
    }

    async fn tcp(address: (u8, u8, u8, u8), port: u16) -> Result<Vec<String>, String> {
        sockets::tell_tcp(address, port).await
    }

    async fn udp(address: (u8, u8, u8, u8), port: u16) -> Result<Vec<String>, String> {
        sockets::tell_udp(address, port).await
    }

    async fn surroundings() -> Vec<String> {
        let mut facts = Vec::new();
        note(&mut facts, "environment", environment::get_environment());
        note(&mut facts, "arguments", environment::get_arguments());
        note(&mut facts, "cwd", environment::get_initial_cwd());
        let terminals = (
            terminal_stdin::get_terminal_stdin().is_some(),
            terminal_stdout::get_terminal_stdout().is_some(),
            terminal_stderr::get_terminal_stderr().is_some(),
        );
        note(&mut facts, "terminals", terminals);
        print(&mut facts).await;
        let start = monotonic_clock::now();
        monotonic_clock::wait_until(start + 5_000_000).await;
        note(&mut facts, "waited", monotonic_clock::now() >= start + 5_000_000);
        note(&mut facts, "resolutions", (monotonic_clock::get_resolution(), system_clock::get_resolution()));
        note(&mut facts, "after-2020", system_clock::now().seconds > 1_577_836_800);
        note(&mut facts, "lengths", (random::get_random_bytes(3).len(), insecure::get_insecure_random_bytes(4).len()));
        note(&mut facts, "random-differs", random::get_random_u64() != insecure::get_insecure_random_u64());
        note(&mut facts, "one-seed", insecure_seed::get_insecure_seed() == insecure_seed::get_insecure_seed());
        facts
    }

    async fn drop_responses(authority: String, times: u32) -> Result<(), String> {
        http::drop_responses(&authority, times).await
    }

    async fn drop_connections(address: (u8, u8, u8, u8), port: u16, times: u32) -> Result<(), String> {
        sockets::drop_connections(address, port, times).await
    }

    async fn send_last(address: (u8, u8, u8, u8), port: u16, text: String) -> Result<(), String> {
        sockets::send_last(address, port, text).await
    }
}

async fn print(facts: &mut Vec<String>) {
    let (mut out, out_reader) = wit_stream::new();
    let printed = stdout::write_via_stream(out_reader);
    out.write_all(b"out\n".to_vec()).await;
    drop(out);
    note(facts, "stdout", printed.await);
    let (mut err, err_reader) = wit_stream::new();
    let printed = stderr::write_via_stream(err_reader);
    err.write_all(b"err\n".to_vec()).await;
    drop(err);
    note(facts, "stderr", printed.await);
}

export!(CallsTheRestAsync);
