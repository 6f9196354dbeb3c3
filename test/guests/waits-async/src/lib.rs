wit_bindgen::generate!({ path: "world.wit", generate_all });

use wasi::clocks::monotonic_clock::{now, wait_for};

const NANOSECONDS_PER_MILLISECOND: u64 = 1_000_000;

struct WaitsAsync;

impl Guest for WaitsAsync {
    async fn wait(milliseconds: u32) -> u64 {
        let start = now();
        wait_for(u64::from(milliseconds) * NANOSECONDS_PER_MILLISECOND).await;
        now() - start
    }

    async fn add_later(a: u32, b: u32) -> u32 {
        wait_for(NANOSECONDS_PER_MILLISECOND).await;
        a + b
    }

    fn add(a: u32, b: u32) -> u32 {
        a + b
    }
}

export!(WaitsAsync);
