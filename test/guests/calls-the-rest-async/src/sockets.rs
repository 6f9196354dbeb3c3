use crate::note;
use wasip3::sockets::types::{
    ErrorCode, IpAddressFamily, IpSocketAddress, Ipv4SocketAddress, TcpSocket, UdpSocket,
};
use wasip3::wit_stream;

const SECOND: u64 = 1_000_000_000;
const ANY: (u8, u8, u8, u8) = (0, 0, 0, 0);

fn address_of(address: (u8, u8, u8, u8), port: u16) -> IpSocketAddress {
    IpSocketAddress::Ipv4(Ipv4SocketAddress { port, address })
}

fn name_of(error: ErrorCode) -> String {
    format!("{error:?}")
}

fn is(found: Result<IpSocketAddress, ErrorCode>, address: IpSocketAddress) -> bool {
    found.is_ok_and(|found| format!("{found:?}") == format!("{address:?}"))
}

pub async fn tell_tcp(address: (u8, u8, u8, u8), port: u16) -> Result<Vec<String>, String> {
    let mut facts = Vec::new();
    let socket = TcpSocket::create(IpAddressFamily::Ipv4).map_err(name_of)?;
    note(&mut facts, "family", socket.get_address_family());
    note(&mut facts, "remote", socket.get_remote_address());
    note(&mut facts, "local", socket.get_local_address());
    set_tcp(&socket).map_err(name_of)?;
    tell_tcp_options(&mut facts, &socket);
    note(&mut facts, "no-hops", socket.set_hop_limit(0));
    note(&mut facts, "backlog", socket.set_listen_backlog_size(5));
    note(&mut facts, "listening", socket.get_is_listening());
    note(&mut facts, "listen", socket.listen().map(|_| ()));
    note(&mut facts, "bind", socket.bind(address_of(address, 80)));
    note(&mut facts, "bind-any", socket.bind(address_of(ANY, 0)));
    note(&mut facts, "bound", socket.get_local_address().is_ok());
    note(&mut facts, "to-nowhere", socket.connect(address_of(ANY, port)).await);
    socket.connect(address_of(address, port)).await.map_err(name_of)?;
    note(&mut facts, "is-remote", is(socket.get_remote_address(), address_of(address, port)));
    note(&mut facts, "connect-again", socket.connect(address_of(address, port)).await);
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
    note(facts, "keep-alive", socket.get_keep_alive_enabled());
    note(facts, "idle-time", socket.get_keep_alive_idle_time());
    note(facts, "interval", socket.get_keep_alive_interval());
    note(facts, "count", socket.get_keep_alive_count());
    note(facts, "hops", socket.get_hop_limit());
    note(facts, "receive-buffer", socket.get_receive_buffer_size());
    note(facts, "send-buffer", socket.get_send_buffer_size());
}

pub async fn tell_udp(address: (u8, u8, u8, u8), port: u16) -> Result<Vec<String>, String> {
    let mut facts = Vec::new();
    let socket = UdpSocket::create(IpAddressFamily::Ipv4).map_err(name_of)?;
    note(&mut facts, "family", socket.get_address_family());
    note(&mut facts, "local", socket.get_local_address());
    note(&mut facts, "receive", socket.receive().await.map(|_| ()));
    socket.set_unicast_hop_limit(7).map_err(name_of)?;
    socket.set_receive_buffer_size(1024).map_err(name_of)?;
    socket.set_send_buffer_size(2048).map_err(name_of)?;
    note(&mut facts, "hops", socket.get_unicast_hop_limit());
    note(&mut facts, "receive-buffer", socket.get_receive_buffer_size());
    note(&mut facts, "send-buffer", socket.get_send_buffer_size());
    note(&mut facts, "bind", socket.bind(address_of(ANY, 0)));
    note(&mut facts, "bound", socket.get_local_address().is_ok());
    note(&mut facts, "disconnect", socket.disconnect());
    note(&mut facts, "to-nobody", socket.send(vec![1], None).await);
    note(&mut facts, "connect", socket.connect(address_of(address, port)));
    note(&mut facts, "is-remote", is(socket.get_remote_address(), address_of(address, port)));
    note(&mut facts, "to-another", socket.send(vec![1], Some(address_of(address, 1))).await);
    note(&mut facts, "too-large", socket.send(vec![1; 65_508], None).await);
    note(&mut facts, "send", socket.send(vec![1; 65_507], None).await);
    note(&mut facts, "disconnect", socket.disconnect());
    note(&mut facts, "remote", socket.get_remote_address());
    Ok(facts)
}

pub async fn drop_connections(address: (u8, u8, u8, u8), port: u16, times: u32) -> Result<(), String> {
    for time in 0..times {
        let socket = TcpSocket::create(IpAddressFamily::Ipv4).map_err(name_of)?;
        socket.connect(address_of(address, port)).await.map_err(name_of)?;
        drop_connection(socket, time % 4).await;
    }
    Ok(())
}

/// 0: unused; 1: its reader after it; 2: it after its reader, which has read; 3: after it was sent something.
async fn drop_connection(socket: TcpSocket, way: u32) {
    match way {
        1 => {
            let (incoming, _ended) = socket.receive();
            drop(socket);
            drop(incoming);
        }
        2 => {
            let (mut incoming, _ended) = socket.receive();
            let _ = incoming.read(Vec::with_capacity(1)).await;
            drop(incoming);
        }
        3 => {
            let (mut sender, receiver) = wit_stream::new();
            let sent = socket.send(receiver);
            sender.write_all(b"hi".to_vec()).await;
            drop(sender);
            let _ = sent.await;
        }
        _ => {}
    }
}

pub async fn send_last(address: (u8, u8, u8, u8), port: u16, text: String) -> Result<(), String> {
    let socket = TcpSocket::create(IpAddressFamily::Ipv4).map_err(name_of)?;
    socket.connect(address_of(address, port)).await.map_err(name_of)?;
    let (mut sender, receiver) = wit_stream::new();
    let sent = socket.send(receiver);
    drop(socket);
    sender.write_all(text.into_bytes()).await;
    drop(sender);
    sent.await.map_err(name_of)
}
