/**
 * Small sources, one per grammar, on which the decoder is compared with the cursor at first use.
 * Each aims at what the decoder can get wrong: aliases, fields through hidden nodes, extras, long tokens,
 * characters outside the basic plane, and, through the broken last line, error and missing nodes. Data only.
 */
const SOURCES: Readonly<Record<string, string>> = {
  bash: `#!/bin/bash
# a comment 😀
set -euo pipefail; NAME="x y" other=1
greet() { local who=$1; echo "hi \${who:-$NAME} $(date +%s)" >&2 | tee -a log; }
function stop { return 0; }
for f in *.txt "$@"; do [[ -f $f && $f != a* ]] || continue; cat <"$f"; done
while read -r line; do ((i += 1)); done < <(ls)
case "$1" in start|go) greet me & ;; *) exit 1 ;; esac
cat <<EOF
 text $NAME
EOF
if [ "$i" -gt 3 ]; then arr=(1 2 3); elif true; then unset arr; else :; fi
echo "broken
`,
  c: `#include <stdio.h> // comment 😀
#include "a.h"
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define LONG_TEXT 1 + \\
  2
#ifdef X
typedef struct node { int x : 4, *y[3]; struct node *next; union { float f; double d; }; } Node; enum E { A, B = 'b' };
#elif defined(Y)
static inline const char *name(const Node *restrict n, ...) __attribute__((unused));
#endif
int (*table[2])(int, void *) = { [0] = f, NULL }; unsigned long long k = 0xFFull; extern int e;
int main(int argc, char **argv) { struct node n = { .x = 1, .y = { &argc } }; Node *p = (Node *)malloc(sizeof(Node));
  for (int i = 0, j = 1; i < 3 && !j; ++i, p->x += MAX(i, 2)) { if (i == 1) continue; else goto end; } do { k <<= 2; } while (k-- > 0);
  switch (*argv[0]) { case 1: break; case 2 ... 4: default: return -1; } while (1) printf("%s\\n" "b", L'x' ? u8"y" : 0);
end: return n.next ? ~p->next->x : (int)1.5e3f; }
int old(a, b) int a; char b; { return ; }
int broken( { return ; struct
`,
  'c-sharp': `using System; using static System.Math; // comment 😀
namespace A.B;
[Serializable] public sealed class C<T> : Base, IFace where T : class, new() {
  private readonly int _x = 1, _y; public string Name { get; init; } = "n";
  public event EventHandler? Done; const string S = @"raw ""text""";
  public async Task<int> Run(ref int a, params string[] rest) {
    var q = from r in rest where r.Length > 2 orderby r select new { r, a };
    foreach (var (k, v) in map) { if (k is string { Length: > 1 } s && !v) yield return $"{s,5:X} {a}"; }
    try { await using var f = Open(); } catch (Exception e) when (e.Message != "") { throw; } finally { }
    return a switch { 1 => 2, > 3 and < 9 => Sum(x => x * 2), _ => default };
  }
  public int this[int i] => _x + i; ~C() { } public static C<T> operator +(C<T> l, C<T> r) => l;
}
enum E { One = 1, Two } record struct P(int X, int Y = 0); interface I { void M(; int
`,
  cpp: `#include <vector>
#define MAX(a, b) ((a) > (b) ? (a) : (b))
// comment 😀
namespace n::m { template <typename T, int N = 3> class C final : public B<T>, private D {
 public: explicit C(int x = 1) noexcept : x_{x}, y_(nullptr) {} virtual ~C() = default;
  auto f(const std::string& s, T&&... rest) const -> decltype(s.size()) override { return s.size() + sizeof...(rest); }
  static constexpr unsigned long k = 0xFFul; friend bool operator==(const C&, const C&);
 private: int x_ : 4; T* y_[N]; };
enum class E : char { A, B = 'b' }; using V = std::vector<C<int>>; union U { int i; float f; }; }
#ifdef X
int main(int argc, char** argv) { for (auto& [k, v] : m) { if (auto p = g(k); p && !v) continue; else goto end; }
  auto l = [&, x = 1](auto a) mutable { return a->*x + u8R"(raw)"; }; switch (x) { case 1: break; default: throw 2; }
end: delete[] p; try { new (p) T(1); } catch (...) {} return static_cast<int>(.5f); }
#endif
int broken( { return ; struct
`,
  css: `@charset "utf-8"; /* comment 😀 */
@import url("a.css") screen and (min-width: 10px);
:root { --main-color: #ff0; }
a:hover > .b ~ #c + d[href^="x"]::before, e:not(.f):nth-child(2n + 1) { color: var(--main-color) !important; margin: -1px 2.5em calc(100% - 3px); }
@media (max-width: 600px) and (not print) { .g { background: url(data:image/png;base64,AA) no-repeat; } }
@keyframes k { from { top: 0 } 50% { top: 1px } to { top: 2px } }
@supports (display: grid) { h | i { font: "A b", serif } }
.broken { color: ; margin
`,
  go: `// Package a does things 😀
package a

import ( "fmt"; str "strings"; . "os"; _ "embed" )

const ( A = iota; B )
var x, y int = 1, 2
type S[T any, K comparable] struct { Name string \`json:"n"\`; *Base; m map[K][]T; f func(int) (T, error) }
type I interface { M(a, b int, rest ...string) error; ~int | ~string; fmt.Stringer }
func (s *S[T, K]) M(a, b int, rest ...string) (n int, err error) {
	defer func() { if r := recover(); r != nil { err = fmt.Errorf("x %v", r) } }()
	for i, v := range s.m { switch t := v.(type) { case nil: fallthrough; case int, string: _ = t; default: continue } }
	ch := make(chan<- int, 0x1F); select { case ch <- 1: case z, ok := <-in: go run(z, ok) }
L:	for i := 0; i < 10; i++ { if i&1 == 0 && !done { break L } else { goto L } }
	return S[int, string]{Name: "a", m: nil}.n + 'x' + 1e3, nil
}
func broken(a { return ; type
`,
  java: `package a.b; // comment 😀
import java.util.*; import static java.lang.Math.max;
/** Doc. */
@Entity(name = "t", value = {1, 2}) public abstract sealed class C<T extends Comparable<? super T> & I> extends B implements I, J<T> permits D {
  private static final int X = 0x1F, Y[] = {1, 2}; static { init(); } enum E { A(1) { void m() {} }, B; E(int... i) {} }
  @Override public <R> List<R> m(final int a, String... rest) throws IOException, X {
    for (var e : map.entrySet()) { if (e instanceof Foo(int q, var w) && !done) continue; else break; }
    outer: for (int i = 0, j = 1; i < 10; i++, j--) { while (true) do { x += i >>> 2; } while (x != 3); }
    try (var in = open(); out) { synchronized (this) { throw new A() { int z; }; } } catch (A | B e) { } finally { assert x > 1 : "m"; }
    return switch (a) { case 1, 2 -> { yield x; } case 3 -> (p, q) -> p::m; default -> super.<R>m(a, this.f[0], C.class, """
      text"""); };
  }
}
record P(int x, @A String y) { P { } } interface K { default void d() {} } @interface N { int v() default 1; }
class Broken { void m( { return ; int
`,
  javascript: `#!/usr/bin/env node
// comment 😀
import d, { a as b, default as c } from './m.js'; import * as ns from "n"; export * from 'x'; export default class {}
export const f = async function* ({ x = 1, ...rest }, [y, , z] = []) { for await (const i of g()) yield* i; };
class A extends (B ?? C) { static #p = 1; static { init(); } get x() { return this.#p; } set x(v) { super.x = v; } async *['m' + 1]() {} }
label: for (let i = 0, j; i < 10; i++) { if (i in o && !(i instanceof A)) continue label; else break }
const t = \`a \${b + \`n \${c}\`} d\`, r = /re[/]x/gi, n = 0x1Fn ** 2n, o = { a, b: 1, [c]: 2, 'd': 3, m() {}, get e() { return 1 }, ...rest };
try { a?.b?.[c]?.(...d) } catch { throw new.target } finally { delete o.a, void 0 }
switch (typeof x) { case 'a': default: x ||= y ? z : (w, v) }
do x--
while (x) ; var el = <a.b c="d" {...e}>text {f} <br/></a.b>
export { f as g, t }; const h = async (x) => { await x }; @dec class D { @dec() field = 1 }
function broken( { return ; let = = class
`,
  kotlin: `#!/usr/bin/env kotlin
@file:JvmName("A")
package a.b // comment 😀
import kotlin.math.max; import a.b.c.*; import x.y as z
/* block /* nested */ */ @Serializable(with = S::class) data class Shape<out T : Base>(val sides: Int, private var ends: Int = 1, vararg c: Int) : Figure<T>(sides), Named where T : X {
  companion object { const val LIMIT = 0x1F; fun of(): Shape<Int> = Shape(1) } constructor(x: String) : this(x.length) { init2(x) } init { sides.check() }
  var area: Int = 0
    get() = field + 1
    private set(value) { field = value }
  val lazyOne by lazy { 1L }; override suspend fun <reified R> area(a: Int, vararg rest: String): List<R>? {
    for ((k, v) in items(a)) { k.use(rest) { it.done(v) } }; if (a > LIMIT && a !in 1..3) return null else area(1)
    when (val s = x) { is String, !is Int -> s.length; in 1..3 -> 2; else -> throw E() }; l@ while (true) { break@l }; do { a as? B ?: c } while (!d)
    return rest.map { x, (y, _) -> x?.foo!!.bar<T>(*y, n = 1).also(::println) } as List<R> } }
enum class Color(val c: Int) { RED(1) { override fun f() = 1 }, BLUE; abstract fun f(): Int } sealed interface I { fun name(): String } object O : I by other
typealias F = suspend (Int) -> Unit; infix fun String.ext(n: Int) = this@ext.length + n; val String.last: Char get() = this[length - 1]
fun top() { try { a[1] += 2.0f } catch (e: E) { } finally { x++ }; val f = fun(x: Int): Int { return x }; obj::class; object : I { }; "o $x \${y.z} \\n"; """raw "$x" """ ; 'c' }
fun broken( { return ; class
`,
  php: `<html><?php declare(strict_types=1); // comment 😀
namespace A\\B; use C\\{D, E as F}; use function g\\h;
#[Attr(1)] abstract class K extends L implements M, N { use T1, T2 { T1::a insteadof T2; }
  const X = 1; public readonly ?int $p; private static array $q = ['a' => 1, ...self::R];
  public function __construct(protected int|string $a = 1, &...$rest) { parent::__construct($this->p?->q::$r); }
  abstract protected static function m(?A $x): static; }
enum S: string { case A = 'a'; public static function f(): self { return self::A; } }
function gen(callable $c) { foreach ($c() as $k => [$v, 'w' => $w]) { if ($k <=> $v and !isset($w)) { yield $k => $v; } elseif ($k instanceof D) continue 2; else break; } }
$f = fn(int $x): int => $x ** 2 . "s $x {$y['z']} \${w}"; $g = function () use (&$f) { return match(true) { 1, 2 => 'a', default => throw new \\E }; };
switch ($a) { case 1: echo <<<EOT
 text {$b->c}
EOT; default: goto end; } end: try { list($a, , $b) = $c; } catch (A | B $e) { } finally { unset($a); } ?>
<b><?= $x ?></b> <?php function broken( { return ; class
`,
  powershell: `#requires -version 5
# comment 😀
<# block #> using module Foo
$top, $b = 1, 'x''y'; [int]$n = 0x1F; $h = @{ a = 1; 'b c' = @(2, 3) }
function Get-Thing { [CmdletBinding()] param([Parameter(Mandatory = $true)][string]$Name, $c = 2) begin { } process { Write-Host "a $Name $($h.a) \`n" -Foo:$x @args | Out-Null } end { return $c } }
class Dog : Animal { [string]$Name; static [int] $q = 1; Dog([string]$n) : base($n) { $this.Name = $n } [void] Bark() { [Foo]::new(2).Method(1) } }
enum Color { Red; Blue = 2 } filter Flt { $_ }
foreach ($i in 1..3) { if ($i -gt 2 -and !$d) { continue } elseif ($i -like 'a*') { break } else { throw "x" } }
switch -regex ($s) { '^a' { 1 } default { } } try { . ./a.ps1 } catch [E] { } finally { & { $b[0]++ } } while ($true) { } do { } until ($x)
$t = @"
 text $b
"@
function broken( { return ; class
`,
  python: `#!/usr/bin/env python
"""Doc 😀."""
from __future__ import annotations
from ..a.b import (c as d, e,); import f.g as h, i; from j import *
@dec(1).x
async def fn[T: int](a, /, b: int = 1, *args, c=None, **kw) -> list[int] | None:
    global z; nonlocal_ = [x async for x in a if x not in b], {**kw, 'k': 1}, {*a}, (y for y in [])
    async with a.b(c) as d, e: await f(*args, k=1, **kw)
    return f"a {b!r:>{w}} {{}}" 'c' rb"\\x00" if a is not None and not b else lambda x, *y: (yield)
class K(B, metaclass=M):
    x: int = 0x1F; s += 1; a, *b = c = d[1:2, ..., ::3]; type V = dict[str, int]
    def m(self): pass; del self.x, y[0]; assert x, "m"; raise E from e
for i, (j, k) in z: continue
else:
    try: print >>f, 1
    except* (A, B) as e: pass
    except: ...
    finally: 
        while (n := 1 + 2j) <= 3 < x: break
match p:
    case {"a": [1, *_], **r} | K(x=1, y=None) if z: pass
    case -1 | "s" | a.b: pass
if a: x = 1
elif b: exec "x"
def broken(: return = [
`,
  ruby: `# comment 😀
require 'a'; module A; class B < C::D; include E; attr_accessor :x, :y; X = %w[a b].freeze
  def initialize(a, b = 1, *c, d:, e: 2, **f, &g) = super
  def self.m?; @a ||= @@b; yield(1) if block_given?; rescue E, F => e; retry unless e; ensure; p $! end
  class << self; private def x=(v); @x = v; end; end; alias_method :n, :m; alias o p; undef q
end; end
h = { a: 1, "b c": 2, :d => 3, **k }; a, (b, *c) = d; s = "x #{y + "z #{w}"} \\n" 'q' \`ls\`; r = /re#{x}gex/i =~ s
[1, 2].each_with_index.map { |x, (y, z); t| x&.y(z, *t) { next } }.select(&:odd?) do |q| break q end
case x when 1, 2..3 then :a; when String; else nil end
case [1, [2]] in [Integer => i, [*]] if i > 0 then i; in {a: 1, **nil} then 2; end
while i < 10 do i += 1 and redo; end; until x; end; for i in 1...5 do puts(<<~EOS) end
  text #{x}
EOS
-> (x, y = 1) { x ** -y ? 1r : 2i }; begin; end while false; BEGIN { }; defined? x; not y
def broken( ; return [ ; class
`,
  rust: `#![allow(x)] // comment 😀
//! Doc
use a::{self, b::*, c as d}; pub(crate) mod m; extern crate e; macro_rules! mac { ($x:expr, $($y:ty),*) => { $x; $(f::<$y>();)* }; }
/// Outer
#[derive(Debug, Clone)] pub struct S<'a, T: ?Sized + 'a, const N: usize = 3> where T: Tr<Out = u8> { pub x: &'a mut T, y: [u8; N] }
enum E { A, B(i32, String), C { z: Option<Box<dyn Fn(u8) -> u8 + Send>> } = 3 } union U { f: f32 } type X = (u8, !); static mut Y: i32 = -1_000i32;
unsafe impl<T> Tr for S<'_, T> { const K: u8 = b'x'; type Out = T; async fn f(&mut self, (a, b): (u8, char), ..) -> impl Iterator<Item = u8> { self.x?.await } }
trait Tr: Sized { type Out; fn g<F>(self, f: F) -> Self::Out where F: for<'b> FnOnce(&'b str); }
fn main() { let Some(ref x @ 1..=5) = y else { return }; 'l: loop { if let A | B(_, ..) = z && !w { break 'l 1; } else { continue } }
  match x { n if n > 1 => r#"raw"#, E::C { z, .. } => "s\\n", _ => unsafe { *p as u8 } }; for i in (0..).rev() { v[i] += !1 << 2; }
  let c = move |a: u8, b| -> u8 { a + b }; println!("{} {x:?}", c(1, 2)); S { x: &mut 1, ..d }.f().0.1; }
fn broken( { let = ; struct
`,
  scala: `package a.b // comment 😀
import scala.collection.mutable.{Map, Set => S, _}; import a.b.C; import x.y._
/** Doc. */ @deprecated("x", since = "1") sealed abstract case class Shape[+T <: Base : Ctx](val sides: Int, private[a] var ends: Int = 1)(implicit c: C) extends Figure[T](sides) with Named {
  type Out = Int; val limit, other: Int = 10; var (p, q) = pair; lazy val z = 0xFFL
  def this(x: String) = this(x.length)
  override protected def area[R](a: => Int, rest: String*)(implicit o: Ord[R]): List[R] = { val total = a + 1
    for { item <- items(total) if item.ok; y = item.z } yield item.use(rest: _*).map(x => x.done(total))
    x match { case Some(s: String) if s.ok => s.length; case a :: b | a => 1; case n @ N(_, m) => 'c'; case _ => throw new E("x\\n") }
    this.sides; a.b.c(1)(2); xs map f; arr(0) = 2; s"hi $x \${y.z} $$"; new Foo { def bar = 1 }; if (a) b else c; while (d) e += 1; lst.foldLeft(0)(_ + _)
    try f catch { case e: E => null } finally g; { case (k, v) => k -> v }; """raw""" }
  def abs(x: Int): String; val v: Int }
object Shape extends App { implicit def conv(i: Int): A#B = i.toString; type F[A] = A => (Int, B) } trait Color { self: Foo with Bar => def f: Unit }
package object pk { val z = 1.5f }
enum E2 extends Enum: case Red, Green
def top(x: Int): Int = if x > 1 then 2 else 3
extension (s: String)
  def ext(n: Int) = s.length + n
def broken( = { return [ class
`,
};

const TYPED = `// comment 😀
import type { A } from './a'; import b = require('b'); export type { C }; export = d; import { type E, f } from 'e';
@Dec({ a: 1 }) export abstract class K<in out T extends object = {}> extends B<T> implements I, J {
  private static readonly x?: number = 1; declare y!: string; #p: T; [key: string]: unknown; static { }
  constructor(public a: string, protected readonly b?: number, @Inj() ...rest: any[]) { super(); }
  abstract m(this: K<T>, x?: number): asserts x is number; get z(): T { return this.#p! } override async *n<U>() { yield* [] } }
interface I extends J, L<string> { (x: number): string; new (y: T): I; readonly a?: () => void; m?(): void; [k: \`a\${string}\`]: 1n }
type M<T> = { readonly [P in keyof T as \`x\${P & string}\`]?: T[P] } | (T extends (infer U extends string)[] ? U : never); type N = [a: string, b?: number, ...c: typeof d[]];
declare module 'm' { export function f(x: string): void; function f(x: unique symbol): x is string } namespace O.P { export let q = 1 } declare global { var g: abstract new () => object }
const enum Q { A = 1, B = 'b', C = A << 2 } function over(a: string): void; function over(a: any) { for await (const x of a satisfies T as const) label: while (x!.y) break label }
const r = async <T,>(x: T, { y = 1, ...z }: { y?: number }): Promise<T> => { await x; return o?.[1]?.(...w)! ?? \`t \${x}\` }; let s: Map<string, Array<[A.B, typeof import('x')]>> = new Map<string, any>();
`;
const TYPED_END = `export default function* () { switch (x) { case 1: default: try { throw y } catch { } finally { delete a.b } } } accessor; using u = v;
class Broken { m( { return ; let = = type
`;

/** Casts in angle brackets are TypeScript only, elements TSX only. */
const EXTRA_SOURCES: Readonly<Record<string, string>> = {
  typescript: `${TYPED}const cast = <any>r, gen = <T>(x: T) => <string>x\n${TYPED_END}`,
  tsx: `${TYPED}const el = <A.B c="d" e={f} {...g}>text &amp; {h} <br/><></></A.B>\n${TYPED_END}`,
};

/** The source of a grammar, whole and cut off, so that error nodes are compared too, and nothing. */
export function checkSources(name: string): readonly string[] {
  const source = SOURCES[name] ?? EXTRA_SOURCES[name] ?? '';
  return [source, source.slice(0, source.length >>> 1), ''];
}
