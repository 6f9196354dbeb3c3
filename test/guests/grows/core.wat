(module
  (memory (export "memory") 1)
  (table $entries 1 funcref)

  (func $grow (export "grow") (param $limit i32) (result i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (memory.size) (local.get $limit)))
        (br_if $done (i32.eq (memory.grow (i32.const 1)) (i32.const -1)))
        (br $next)))
    (memory.size))

  (func (export "grow-and-touch") (param $limit i32) (result i32)
    (local $page i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (memory.size) (local.get $limit)))
        (local.set $page (memory.grow (i32.const 1)))
        (br_if $done (i32.eq (local.get $page) (i32.const -1)))
        (memory.fill
          (i32.shl (local.get $page) (i32.const 16))
          (i32.const 0xa5)
          (i32.const 65536))
        (br $next)))
    (memory.size))

  (func (export "grow-or-trap")
    (drop (call $grow (i32.const -1)))
    (unreachable))

  (func (export "grow-table") (param $limit i32) (result i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (table.size $entries) (local.get $limit)))
        (br_if $done
          (i32.eq (table.grow $entries (ref.null func) (i32.const 1024)) (i32.const -1)))
        (br $next)))
    (table.size $entries))

  (func (export "pass") (result i32)
    (i32.const 1)))
