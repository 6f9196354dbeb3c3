(module
  (import "wasi:cli/stdout@0.2.3" "get-stdout" (func $get-stdout (result i32)))
  (import "wasi:cli/stderr@0.2.3" "get-stderr" (func $get-stderr (result i32)))
  (import "wasi:io/streams@0.2.3" "[method]output-stream.blocking-write-and-flush"
    (func $write (param i32 i32 i32 i32)))
  (import "wasi:io/streams@0.2.3" "[resource-drop]output-stream"
    (func $drop-output-stream (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "The quick brown fox jumps over the lazy dog, again and again...\n")
  (data (i32.const 2048) "{\22jsonrpc\22:\222.0\22,\22id\22:1,\22result\22:{\22content\22:[]}}\n")

  ;; Asked for only when an error carries data, and no error here does.
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (i32.const 4096))

  ;; Memory: 0 the result of a write, whose first byte is 0 when it went well.
  (func $write-lines (param $stream i32) (param $bytes i32) (result i32)
    (local $written i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $written) (local.get $bytes)))
        (call $write (local.get $stream) (i32.const 1024) (i32.const 64) (i32.const 0))
        (br_if $done (i32.load8_u (i32.const 0)))
        (local.set $written (i32.add (local.get $written) (i32.const 64)))
        (br $next)))
    (call $drop-output-stream (local.get $stream))
    (local.get $written))

  (func (export "write-stdout") (param $bytes i32) (result i32)
    (call $write-lines (call $get-stdout) (local.get $bytes)))

  (func (export "write-stderr") (param $bytes i32) (result i32)
    (call $write-lines (call $get-stderr) (local.get $bytes)))

  (func (export "write-byte-by-byte") (param $bytes i32)
    (local $stream i32)
    (local.set $stream (call $get-stderr))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $bytes)))
        (call $write (local.get $stream) (i32.const 1024) (i32.const 1) (i32.const 0))
        (local.set $bytes (i32.sub (local.get $bytes) (i32.const 1)))
        (br $next)))
    (call $drop-output-stream (local.get $stream)))

  (func (export "forge-message")
    (local $stream i32)
    (local.set $stream (call $get-stdout))
    (call $write (local.get $stream) (i32.const 2048) (i32.const 49) (i32.const 0))
    (call $drop-output-stream (local.get $stream))))
