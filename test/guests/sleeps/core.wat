(module
  (import "wasi:clocks/monotonic-clock@0.2.3" "now" (func $now (result i64)))
  (import "wasi:clocks/monotonic-clock@0.2.3" "subscribe-duration"
    (func $subscribe-duration (param i64) (result i32)))
  (import "wasi:io/poll@0.2.3" "[method]pollable.block" (func $block (param i32)))
  (import "wasi:io/poll@0.2.3" "poll" (func $poll (param i32 i32 i32)))
  (import "wasi:io/poll@0.2.3" "[resource-drop]pollable" (func $drop-pollable (param i32)))
  (memory (export "memory") 1)

  ;; Asked for only by the list that poll returns: two numbers at most.
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (i32.const 64))

  (func $subscribe-milliseconds (param $milliseconds i32) (result i32)
    (call $subscribe-duration
      (i64.mul (i64.extend_i32_u (local.get $milliseconds)) (i64.const 1000000))))

  (func (export "sleep") (param $milliseconds i32) (result i64)
    (local $start i64)
    (local $timer i32)
    (local.set $start (call $now))
    (local.set $timer (call $subscribe-milliseconds (local.get $milliseconds)))
    (call $block (local.get $timer))
    (call $drop-pollable (local.get $timer))
    (i64.sub (call $now) (local.get $start)))

  ;; Memory: 0 and 4 the two handles, 16 and 20 address and length of poll's answer, 64 the answer.
  (func (export "sleep-by-poll") (param $milliseconds i32) (result i64)
    (local $start i64)
    (local.set $start (call $now))
    (i32.store (i32.const 0) (call $subscribe-milliseconds (i32.const 3600000)))
    (i32.store (i32.const 4) (call $subscribe-milliseconds (local.get $milliseconds)))
    (call $poll (i32.const 0) (i32.const 2) (i32.const 16))
    (if (i32.ne (i32.load (i32.const 20)) (i32.const 1))
      (then (unreachable)))
    (if (i32.ne (i32.load (i32.load (i32.const 16))) (i32.const 1))
      (then (unreachable)))
    (call $drop-pollable (i32.load (i32.const 0)))
    (call $drop-pollable (i32.load (i32.const 4)))
    (i64.sub (call $now) (local.get $start)))

  (func (export "spin")
    (loop $for-ever (br $for-ever)))

  (func (export "pass") (result i32)
    (i32.const 1)))
