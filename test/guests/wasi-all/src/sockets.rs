use crate::system::{read_all, write_all};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use wasip2::sockets::instance_network::instance_network;
use wasip2::sockets::ip_name_lookup::resolve_addresses;
use wasip2::sockets::network::{
    ErrorCode, IpAddress, IpAddressFamily, IpSocketAddress, Ipv4SocketAddress, Ipv6SocketAddress,
};
use wasip2::sockets::tcp::ShutdownType;
use wasip2::sockets::tcp_create_socket::create_tcp_socket;
use wasip2::sockets::udp::OutgoingDatagram;
use wasip2::sockets::udp_create_socket::create_udp_socket;

fn name_error(error: ErrorCode) -> String {
    error.name().to_string()
}

fn parse_address(text: &str) -> Result<(IpAddressFamily, IpSocketAddress), String> {
    match text.parse().map_err(|_| format!("bad address: {text}"))? {
        SocketAddr::V4(address) => {
            let [a, b, c, d] = address.ip().octets();
            let parsed = Ipv4SocketAddress {
                port: address.port(),
                address: (a, b, c, d),
            };
            Ok((IpAddressFamily::Ipv4, IpSocketAddress::Ipv4(parsed)))
        }
        SocketAddr::V6(address) => {
            let [a, b, c, d, e, f, g, h] = address.ip().segments();
            let parsed = Ipv6SocketAddress {
                port: address.port(),
                flow_info: 0,
                address: (a, b, c, d, e, f, g, h),
                scope_id: 0,
            };
            Ok((IpAddressFamily::Ipv6, IpSocketAddress::Ipv6(parsed)))
        }
    }
}

fn print_address(address: IpAddress) -> String {
    let address: IpAddr = match address {
        IpAddress::Ipv4((a, b, c, d)) => Ipv4Addr::new(a, b, c, d).into(),
        IpAddress::Ipv6((a, b, c, d, e, f, g, h)) => Ipv6Addr::new(a, b, c, d, e, f, g, h).into(),
    };
    address.to_string()
}

pub fn resolve_name(name: &str) -> Result<Vec<String>, String> {
    let stream = resolve_addresses(&instance_network(), name).map_err(name_error)?;
    let ready = stream.subscribe();
    let mut found = Vec::new();
    loop {
        match stream.resolve_next_address() {
            Ok(Some(address)) => found.push(print_address(address)),
            Ok(None) => return Ok(found),
            Err(ErrorCode::WouldBlock) => ready.block(),
            Err(error) => return Err(name_error(error)),
        }
    }
}

pub fn connect_tcp(address: &str, text: &str) -> Result<String, String> {
    let (family, address) = parse_address(address)?;
    let socket = create_tcp_socket(family).map_err(name_error)?;
    let ready = socket.subscribe();
    socket
        .start_connect(&instance_network(), address)
        .map_err(name_error)?;
    let (input, output) = loop {
        match socket.finish_connect() {
            Err(ErrorCode::WouldBlock) => ready.block(),
            done => break done.map_err(name_error)?,
        }
    };
    write_all(&output, text.as_bytes())?;
    socket.shutdown(ShutdownType::Send).map_err(name_error)?;
    read_all(&input)
}

pub fn listen_tcp(address: &str) -> Result<u16, String> {
    let (family, address) = parse_address(address)?;
    let socket = create_tcp_socket(family).map_err(name_error)?;
    let ready = socket.subscribe();
    socket
        .start_bind(&instance_network(), address)
        .map_err(name_error)?;
    while let Err(error) = socket.finish_bind() {
        if error != ErrorCode::WouldBlock {
            return Err(name_error(error));
        }
        ready.block();
    }
    socket
        .start_listen()
        .and_then(|()| socket.finish_listen())
        .map_err(name_error)?;
    match socket.local_address().map_err(name_error)? {
        IpSocketAddress::Ipv4(address) => Ok(address.port),
        IpSocketAddress::Ipv6(address) => Ok(address.port),
    }
}

pub fn send_udp(address: &str, text: &str) -> Result<(), String> {
    let (family, remote) = parse_address(address)?;
    let any = if family == IpAddressFamily::Ipv4 {
        "0.0.0.0:0"
    } else {
        "[::]:0"
    };
    let socket = create_udp_socket(family).map_err(name_error)?;
    socket
        .start_bind(&instance_network(), parse_address(any)?.1)
        .map_err(name_error)?;
    while let Err(error) = socket.finish_bind() {
        if error != ErrorCode::WouldBlock {
            return Err(name_error(error));
        }
        socket.subscribe().block();
    }
    let (_incoming, outgoing) = socket.stream(None).map_err(name_error)?;
    outgoing.subscribe().block();
    outgoing.check_send().map_err(name_error)?;
    let datagram = OutgoingDatagram {
        data: text.into(),
        remote_address: Some(remote),
    };
    outgoing.send(&[datagram]).map_err(name_error)?;
    Ok(())
}
