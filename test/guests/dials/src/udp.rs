use crate::{addresses, name_of};
use wasip2::clocks::monotonic_clock::subscribe_duration;
use wasip2::io::poll::poll;
use wasip2::sockets::instance_network::instance_network;
use wasip2::sockets::udp::OutgoingDatagram;
use wasip2::sockets::udp_create_socket::create_udp_socket;

pub fn exchange(address: &str, text: &str, wait_ms: u32) -> Result<Option<String>, String> {
    let (family, remote) = addresses::parse(address)?;
    let socket = create_udp_socket(family).map_err(name_of)?;
    socket.start_bind(&instance_network(), addresses::any(family)).map_err(name_of)?;
    socket.finish_bind().map_err(name_of)?;
    let (incoming, outgoing) = socket.stream(None).map_err(name_of)?;
    outgoing.subscribe().block();
    outgoing.check_send().map_err(name_of)?;
    let datagram = OutgoingDatagram { data: text.into(), remote_address: Some(remote) };
    outgoing.send(&[datagram]).map_err(name_of)?;
    poll(&[&incoming.subscribe(), &subscribe_duration(u64::from(wait_ms) * 1_000_000)]);
    let received = incoming.receive(1).map_err(name_of)?;
    Ok(received.first().map(|datagram| String::from_utf8_lossy(&datagram.data).into_owned()))
}
