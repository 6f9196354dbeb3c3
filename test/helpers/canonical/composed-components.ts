/** A component that makes two types of resources and tells what stands for one of them. */
const MAKER = `(component $maker
  (type $a' (resource (rep i32))) (type $b' (resource (rep i32)))
  (export $a "a" (type $a')) (export $b "b" (type $b'))
  (canon resource.new $a' (core func $new-a)) (canon resource.new $b' (core func $new-b))
  (core module $m
    (import "" "new-a" (func $new-a (param i32) (result i32))) (import "" "new-b" (func $new-b (param i32) (result i32)))
    (func (export "make-a") (param i32) (result i32) (call $new-a (local.get 0)))
    (func (export "make-b") (param i32) (result i32) (call $new-b (local.get 0)))
    (func (export "rep-a") (param i32) (result i32) (local.get 0)))
  (core instance $i (instantiate $m (with "" (instance (export "new-a" (func $new-a)) (export "new-b" (func $new-b))))))
  (func (export "make-a") (param "rep" u32) (result (own $a)) (canon lift (core func $i "make-a")))
  (func (export "make-b") (param "rep" u32) (result (own $b)) (canon lift (core func $i "make-b")))
  (func (export "rep-a") (param "of" (borrow $a)) (result u32) (canon lift (core func $i "rep-a"))))`

/** The text of a component that runs this, composed with one that makes resources `a` and `b`. */
export function composedResources(run: string): string {
  return `(component ${MAKER}
    (component $user
      (import "maker" (instance $maker
        (export "a" (type $a (sub resource))) (export "b" (type $b (sub resource)))
        (export "make-a" (func (param "rep" u32) (result (own $a)))) (export "make-b" (func (param "rep" u32) (result (own $b))))
        (export "rep-a" (func (param "of" (borrow $a)) (result u32)))))
      (alias export $maker "a" (type $a)) (alias export $maker "b" (type $b))
      (canon resource.drop $a (core func $drop-a)) (canon resource.drop $b (core func $drop-b))
      (canon lower (func $maker "make-a") (core func $make-a)) (canon lower (func $maker "make-b") (core func $make-b))
      (canon lower (func $maker "rep-a") (core func $rep-a))
      (core module $m
        (import "" "make-a" (func $make-a (param i32) (result i32))) (import "" "make-b" (func $make-b (param i32) (result i32)))
        (import "" "rep-a" (func $rep-a (param i32) (result i32)))
        (import "" "drop-a" (func $drop-a (param i32))) (import "" "drop-b" (func $drop-b (param i32)))
        (func (export "run") (result i32) (local $x i32) (local $y i32) ${run}))
      (core instance $i (instantiate $m (with "" (instance
        (export "make-a" (func $make-a)) (export "make-b" (func $make-b)) (export "rep-a" (func $rep-a))
        (export "drop-a" (func $drop-a)) (export "drop-b" (func $drop-b))))))
      (func (export "run") (result u32) (canon lift (core func $i "run"))))
    (instance $made (instantiate $maker)) (instance $used (instantiate $user (with "maker" (instance $made))))
    (func (export "run") (alias export $used "run")))`
}

/** The text of a component whose core start function calls another component. */
export const CALLING_AT_ITS_START = `(component
  (component $a (core module $m (func (export "f") (result i32) i32.const 42)) (core instance $i (instantiate $m))
    (func (export "f") (result u32) (canon lift (core func $i "f"))))
  (component $b (import "f" (func $f (result u32))) (core func $lowered (canon lower (func $f)))
    (core module $m (import "" "f" (func $f (result i32))) (global $kept (mut i32) (i32.const 0))
      (func $start (global.set $kept (call $f))) (start $start)
      (func (export "run") (result i32) (global.get $kept)))
    (core instance $i (instantiate $m (with "" (instance (export "f" (func $lowered))))))
    (func (export "run") (result u32) (canon lift (core func $i "run"))))
  (instance $first (instantiate $a)) (instance $second (instantiate $b (with "f" (func $first "f"))))
  (func (export "run") (alias export $second "run")))`
