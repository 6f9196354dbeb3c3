mod addresses;
mod tcp;
mod udp;

use wasip2::sockets::instance_network::instance_network;
use wasip2::sockets::ip_name_lookup::resolve_addresses;
use wasip2::sockets::network::ErrorCode;

wit_bindgen::generate!({ path: "world.wit", generate_all });

struct Dials;

fn name_of(error: ErrorCode) -> String {
    error.name().to_string()
}

fn resolve(name: &str) -> Result<Vec<String>, String> {
    let stream = resolve_addresses(&instance_network(), name).map_err(name_of)?;
    let ready = stream.subscribe();
    let mut found = Vec::new();
    loop {
        match stream.resolve_next_address() {
            Ok(Some(address)) => found.push(addresses::print(address)),
            Ok(None) => return Ok(found),
            Err(ErrorCode::WouldBlock) => ready.block(),
            Err(error) => return Err(name_of(error)),
        }
    }
}

impl Guest for Dials {
    fn resolve(name: String) -> Result<Vec<String>, String> {
        resolve(&name)
    }

    fn dial(name: String, port: u16, text: String) -> Result<String, String> {
        let found = resolve(&name)?;
        let address = found.first().ok_or("no address")?;
        let bracketed = if address.contains(':') { format!("[{address}]") } else { address.clone() };
        tcp::exchange(&format!("{bracketed}:{port}"), &text)
    }

    fn say(address: String, text: String) -> Result<(), String> {
        tcp::say(&address, &text)
    }

    fn echo(address: String, bytes: u64) -> Result<u64, String> {
        tcp::echo(&address, bytes)
    }

    fn exchange(address: String, text: String, wait_ms: u32) -> Result<Option<String>, String> {
        udp::exchange(&address, &text, wait_ms)
    }

    fn listen(address: String) -> Result<(), String> {
        tcp::listen(&address)
    }
}

export!(Dials);
