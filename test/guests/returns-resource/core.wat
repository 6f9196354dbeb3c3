(module
  (import "[export]test:returns-resource/counters" "[resource-new]counter"
    (func $new (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (i32.const 1024))

  ;; A counter is its own number: nothing is kept.
  (func (export "test:returns-resource/counters#[constructor]counter") (param i32) (result i32)
    (call $new (local.get 0)))
  (func (export "test:returns-resource/counters#[method]counter.increment") (param i32) (result i32)
    (i32.add (local.get 0) (i32.const 1)))
  (func (export "test:returns-resource/counters#[static]counter.origin") (result i32)
    (call $new (i32.const 0)))
  (func (export "test:returns-resource/counters#make") (param i32) (result i32)
    (call $new (local.get 0)))
  (func (export "test:returns-resource/counters#read") (param i32) (result i32)
    (local.get 0))
  (func (export "test:returns-resource/counters#find") (param i32 i32) (result i32)
    (i32.const 0))

  (func (export "add") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1))))
