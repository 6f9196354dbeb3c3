(module
  (memory (export "memory") 1)
  (func (export "make-stream") (result i32) (unreachable))
  (func (export "make-future") (result i32) (unreachable))
  (func (export "take-stream") (param i32) (result i32) (unreachable))
  (func (export "hide-stream") (result i32) (unreachable))
  (func (export "add") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1))))
