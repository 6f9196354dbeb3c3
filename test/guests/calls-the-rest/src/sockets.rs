use crate::note;
use std::net::SocketAddrV4;
use wasip2::sockets::instance_network::instance_network;
use wasip2::sockets::network::{ErrorCode, IpAddressFamily, IpSocketAddress, Ipv4SocketAddress};
use wasip2::sockets::tcp::TcpSocket;
use wasip2::sockets::tcp_create_socket::create_tcp_socket;
use wasip2::sockets::udp::UdpSocket;
use wasip2::sockets::udp_create_socket::create_udp_socket;

const SECOND: u64 = 1_000_000_000;

fn parse(address: &str) -> Result<IpSocketAddress, String> {
    let address: SocketAddrV4 = address.parse().map_err(|_| "no address")?;
    let [a, b, c, d] = address.ip().octets();
    Ok(IpSocketAddress::Ipv4(Ipv4SocketAddress { port: address.port(), address: (a, b, c, d) }))
}

fn named(error: ErrorCode) -> String {
    error.name().to_string()
}

pub fn tell_tcp(address: &str) -> Result<Vec<String>, String> {
    let mut facts = Vec::new();
    let socket = create_tcp_socket(IpAddressFamily::Ipv4).map_err(named)?;
    note(&mut facts, "family", socket.address_family());
    note(&mut facts, "local", socket.local_address().map_err(named));
    note(&mut facts, "remote", socket.remote_address().map_err(named));
    set_tcp(&socket).map_err(named)?;
    tell_tcp_options(&mut facts, &socket);
    note(&mut facts, "no-hops", socket.set_hop_limit(0).map_err(named));
    note(&mut facts, "backlog", socket.set_listen_backlog_size(5).map_err(named));
    note(&mut facts, "listening", socket.is_listening());
    note(&mut facts, "accept", socket.accept().map(|_| ()).map_err(named));
    // As wasi-libc does it: subscribed to once, and waited for from then on.
    let ready = socket.subscribe();
    socket.start_connect(&instance_network(), parse(address)?).map_err(named)?;
    let mut waits = 0;
    let streams = loop {
        match socket.finish_connect() {
            Err(ErrorCode::WouldBlock) => ready.block(),
            other => break other.map_err(named)?,
        }
        waits += 1;
    };
    note(&mut facts, "waits", waits);
    note(&mut facts, "is-remote", format!("{:?}", socket.remote_address()) == format!("{:?}", parse(address).map_err(|_| ())));
    drop(streams);
    Ok(facts)
}

fn set_tcp(socket: &TcpSocket) -> Result<(), ErrorCode> {
    socket.set_keep_alive_enabled(true)?;
    socket.set_keep_alive_idle_time(3 * SECOND)?;
    socket.set_keep_alive_interval(2 * SECOND)?;
    socket.set_keep_alive_count(4)?;
    socket.set_hop_limit(7)?;
    socket.set_receive_buffer_size(1024)?;
    socket.set_send_buffer_size(2048)
}

fn tell_tcp_options(facts: &mut Vec<String>, socket: &TcpSocket) {
    note(facts, "keep-alive", socket.keep_alive_enabled().map_err(named));
    note(facts, "idle-time", socket.keep_alive_idle_time().map_err(named));
    note(facts, "interval", socket.keep_alive_interval().map_err(named));
    note(facts, "count", socket.keep_alive_count().map_err(named));
    note(facts, "hops", socket.hop_limit().map_err(named));
    note(facts, "receive-buffer", socket.receive_buffer_size().map_err(named));
    note(facts, "send-buffer", socket.send_buffer_size().map_err(named));
}

pub fn tell_udp(address: &str) -> Result<Vec<String>, String> {
    let mut facts = Vec::new();
    let socket = create_udp_socket(IpAddressFamily::Ipv4).map_err(named)?;
    note(&mut facts, "family", socket.address_family());
    note(&mut facts, "local", socket.local_address().map_err(named));
    set_udp(&socket).map_err(named)?;
    note(&mut facts, "hops", socket.unicast_hop_limit().map_err(named));
    note(&mut facts, "receive-buffer", socket.receive_buffer_size().map_err(named));
    note(&mut facts, "send-buffer", socket.send_buffer_size().map_err(named));
    socket.start_bind(&instance_network(), parse("0.0.0.0:0")?).map_err(named)?;
    socket.finish_bind().map_err(named)?;
    note(&mut facts, "remote", socket.remote_address().map_err(named));
    let streams = socket.stream(Some(parse(address)?)).map_err(named)?;
    note(&mut facts, "bound", socket.local_address().is_ok());
    note(&mut facts, "is-remote", format!("{:?}", socket.remote_address()) == format!("{:?}", parse(address).map_err(|_| ())));
    drop(streams);
    Ok(facts)
}

fn set_udp(socket: &UdpSocket) -> Result<(), ErrorCode> {
    socket.set_unicast_hop_limit(7)?;
    socket.set_receive_buffer_size(1024)?;
    socket.set_send_buffer_size(2048)
}
