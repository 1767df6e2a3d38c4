/** A small source of each language by table. Data only: tests edit it line by line, so every line break may hold a comment. */

/** A source, how a comment is written in it, and a line after which a fresh local may be added. */
export interface Sample {
  readonly source: string;
  readonly comment: string;
  readonly after: string;
  readonly local: string;
  /** A broken line, put at the end. */
  readonly broken: string;
  /** What the source declares, in order of the rows. */
  readonly declared: readonly string[];
}

export const SAMPLES: Readonly<Record<string, Sample>> = {
  java: {
    comment: '// a comment',
    after: 'int total = a + 1;',
    local: 'int fresh = total;',
    broken: 'class Broken { void m( { return ; int',
    source: `import java.util.List;
import static a.b.Maths.*;

/** Documented. */
@Entity(name = "t")
public class Shape<T extends Base> extends Figure<T> implements Named, Sized {
  private static final int LIMIT = 10;
  int sides = LIMIT, ends;

  Shape(int sides) {
    super(sides);
    this.sides = sides;
  }

  @Override
  public List<T> area(int a, String... rest) throws Problem {
    int total = a + 1;
    for (Item item : items(total)) {
      item.use(rest).then(x -> x.done(total));
    }
    if (total > LIMIT) {
      return null;
    } else {
      area(1);
    }
    return new Shape<T>(total).area(2);
  }
}

enum Color { RED(1) { void shade() {} }, BLUE; Color(int... i) {} }
record Point(int x, int y) {}
interface Named { String name(); }
`,
    declared: [
      'class Shape exported',
      'property Shape.LIMIT static private readonly',
      'property Shape.sides',
      'property Shape.ends',
      'constructor Shape.Shape',
      'method Shape.area exported',
      'enum Color',
      'enum_member Color.RED',
      'enum_member Color.BLUE',
      'constructor Color.Color',
      'class Point',
      'property Point.x',
      'property Point.y',
      'interface Named',
      'method Named.name ambient',
    ],
  },
  go: {
    comment: '// a comment',
    after: 'total := s.sides + n',
    local: 'fresh := total',
    broken: 'func broken(a { return ; type',
    source: `package shapes

import (
	"fmt"
	str "strings"
	. "os"
)

const Limit = 10

func (s *Shape[T]) Area(n int, rest ...string) (area int) {
	total := s.sides + n
	for i, r := range rest {
		fmt.Println(i, str.ToUpper(r))
	}
	if total > Limit {
		return s.Area(1)
	}
	return total
}

// Shape is documented.
type Shape[T any] struct {
	Name  string
	sides int
	*Base
}

type Named interface {
	Title() string
	fmt.Stringer
}

func (o Other) Far() { local() }

func local() *Shape[int] { return &Shape[int]{Name: "a"} }
`,
    declared: [
      'constant Limit',
      'struct Shape',
      'method Shape.Area',
      'property Shape.Name',
      'property Shape.sides',
      'property Shape.Base',
      'interface Named',
      'method Named.Title ambient',
      'method Far',
      'function local',
    ],
  },
  rust: {
    comment: '// a comment',
    after: 'let total = self.sides + n;',
    local: 'let fresh = total;',
    broken: 'fn broken( { let = ; struct',
    source: `use std::collections::{self, HashMap as Map};
use crate::base::*;

impl Named for Shape {
    fn name(&self) -> String { String::new() }
}

/// Documented.
#[derive(Debug)]
pub struct Shape { sides: usize }

impl Shape {
    const LIMIT: usize = 10;

    pub fn area<T: Into<usize>>(&self, n: usize, (a, b): (u8, u8)) -> usize {
        let total = self.sides + n;
        match total {
            Some(x) if x > 1 => x.go(),
            _ => helper::<u8>(total),
        }
        for k in 0..total {
            println!("{}", k);
        }
        total
    }
}

impl fmt::Display for Far {
    fn fmt(&self) {}
}

enum Color { Red, Blue(u8) }
trait Named: Sized { fn name(&self) -> String; }
mod inner { pub fn helper() {} }
macro_rules! mac { ($x:expr) => { $x }; }
`,
    declared: [
      'struct Shape exported',
      'method Shape.name',
      'property Shape.sides',
      'constant Shape.LIMIT',
      'method Shape.area exported',
      'namespace Far',
      'method Far.fmt',
      'enum Color',
      'enum_member Color.Red',
      'enum_member Color.Blue',
      'trait Named',
      'method Named.name ambient',
      'namespace inner',
      'function inner.helper exported',
      'macro mac',
    ],
  },
  'c-sharp': {
    comment: '// a comment',
    after: 'var total = a + 1;',
    local: 'var fresh = total;',
    broken: 'class Broken { void M( { return ; int',
    source: `using System;
using Text = System.Text;

namespace Shapes.Flat
{
    /// <summary>Documented.</summary>
    [Serializable]
    public class Shape<T> : Figure<T>, INamed
    {
        private const int Limit = 10;
        public string Name { get; set; }
        public event EventHandler Done;

        public Shape(int sides) : base(sides)
        {
            this.Name = "a";
        }

        public static Shape<T> operator +(Shape<T> l, Shape<T> r) => l;

        public async Task<int> Area(ref int a)
        {
            var total = a + 1;
            foreach (var item in Items(total))
            {
                item.Use(x => x + total).Then();
            }
            if (a is string s)
            {
                return Area(2);
            }
            return new Shape<T>(total).Area(1);
        }
    }

    enum Color { Red = 1, Blue }
    record Point(int X);
    interface INamed { void Title(); }
}
`,
    declared: [
      'namespace Shapes.Flat',
      'class Shapes.Flat.Shape exported',
      'property Shapes.Flat.Shape.Limit private readonly',
      'property Shapes.Flat.Shape.Name exported',
      'property Shapes.Flat.Shape.Done exported',
      'constructor Shapes.Flat.Shape.Shape exported',
      'method Shapes.Flat.Shape.operator + static exported',
      'method Shapes.Flat.Shape.Area async exported',
      'enum Shapes.Flat.Color',
      'enum_member Shapes.Flat.Color.Red',
      'enum_member Shapes.Flat.Color.Blue',
      'class Shapes.Flat.Point',
      'property Shapes.Flat.Point.X',
      'interface Shapes.Flat.INamed',
      'method Shapes.Flat.INamed.Title ambient',
    ],
  },
  cpp: {
    comment: '// a comment',
    after: 'int total = n + 1;',
    local: 'int fresh = total;',
    broken: 'int broken( { return ; struct',
    source: `#include <vector>
#define MAX(a, b) ((a) > (b) ? (a) : (b))
using std::string;

namespace shapes::flat {

// Documented.
template <typename T>
class Shape : public Figure<T>, Named {
 public:
  explicit Shape(int sides) : sides_(sides) {}
  virtual ~Shape();
  int area(const string& s, int n) const;
  operator bool() const { return true; }
  int sides_, *ends_;
};

int Shape::area(const string& s, int n) const {
  int total = n + 1;
  for (auto& item : items(total)) {
    item.use(s)->then();
  }
  if (total > 1) {
    return area(s, 2);
  }
  auto f = [&](int k) { return k + total; };
  return std::move(f(new Shape(3)));
}

}  // namespace

enum class Color { Red, Blue = 1 };
using Shapes = std::vector<int>;
int far(int n);
static int count = 1;
`,
    declared: [
      'macro MAX',
      'namespace shapes::flat',
      'class shapes::flat.Shape',
      'method shapes::flat.Shape.Shape',
      'method shapes::flat.Shape.~Shape ambient',
      'method shapes::flat.Shape.area ambient',
      'method shapes::flat.Shape.operator bool',
      'property shapes::flat.Shape.sides_',
      'property shapes::flat.Shape.ends_',
      'method shapes::flat.Shape.area',
      'enum Color',
      'enum_member Color.Red',
      'enum_member Color.Blue',
      'type_alias Shapes',
      'function far ambient',
      'variable count static',
    ],
  },
  c: {
    comment: '// a comment',
    after: 'int total = n + 1;',
    local: 'int fresh = total;',
    broken: 'int broken( { return ; struct',
    source: `#include <stdio.h>
#include "base.h"
#define LIMIT 10
#define MAX(a, b) ((a) > (b) ? (a) : (b))

// Documented.
struct shape {
  int sides : 4, *ends[3];
  struct shape *next;
};

typedef struct { int x; } point;
typedef int (*visit)(struct shape *, int);
enum color { RED, BLUE = 2 };
union number { int i; float f; };

static int area(struct shape *s, int n, ...);
int count = LIMIT, *list[2];

static int area(struct shape *s, int n, ...) {
  int total = n + 1;
  for (int i = 0; i < total; i++) {
    s->next->sides += items(i)[0];
  }
  if (total > LIMIT) {
    return area(s, 2);
  }
  return MAX(total, count);
}

#ifdef FAR
const char *far(void) { return "far"; }
#endif
`,
    declared: [
      'macro LIMIT',
      'macro MAX',
      'struct shape',
      'property shape.sides',
      'property shape.ends',
      'property shape.next',
      'type_alias point',
      'type_alias visit',
      'enum color',
      'enum_member color.RED',
      'enum_member color.BLUE',
      'struct number',
      'property number.i',
      'property number.f',
      'function area static ambient',
      'variable count',
      'variable list',
      'function area static',
      'function far',
    ],
  },
  kotlin: {
    comment: '// a comment',
    after: 'val total = a + 1',
    local: 'val fresh = total',
    broken: 'fun broken( { return ; class',
    source: `package shapes.flat

import kotlin.collections.List
import shapes.base.*
import java.util.Date as Day

/** Documented. */
@Serializable
open class Shape<T : Base>(val sides: Int, start: Int) : Figure<T>(start), Named {
  private var ends = start
  val double: Int
    get() = sides * 2

  constructor(text: String) : this(text.length, 1) {
    ends = 2
  }

  companion object Factory {
    const val LIMIT = 10
    fun of(): Shape<Base> = Shape(1, 2)
  }

  suspend fun area(a: Int, vararg rest: String): List<T> {
    val total = a + 1
    for ((key, item) in items(total)) {
      item.use(rest) { it.done(key) }
    }
    if (total > LIMIT) {
      return area(1)
    }
    val (first, second) = rest.map { x -> x + total }
    try {
      first.go(second)
    } catch (error: Problem) {
      report(error)
    }
    return Shape(total, 2).area(3)
  }
}

enum class Color(val code: Int) { RED(1), BLUE(2) }
interface Named {
  fun name(): String
}
object Origin : Named {
  override fun name() = "origin"
}
typealias Shapes = List<Shape<Base>>
fun String.far(n: Int): Int = this.length + n
val count = 1
`,
    declared: [
      'class Shape',
      'property Shape.sides readonly',
      'property Shape.ends private',
      'property Shape.double readonly',
      'constructor Shape.constructor',
      'class Shape.Factory',
      'property Shape.Factory.LIMIT readonly',
      'method Shape.Factory.of',
      'method Shape.area async',
      'enum Color',
      'property Color.code readonly',
      'enum_member Color.RED',
      'enum_member Color.BLUE',
      'interface Named',
      'method Named.name ambient',
      'class Origin',
      'method Origin.name',
      'type_alias Shapes',
      'function far',
      'variable count readonly',
    ],
  },
  scala: {
    comment: '// a comment',
    after: 'val total = a + 1',
    local: 'val fresh = total',
    broken: 'def broken( = { return [ class',
    source: `package shapes.flat

import scala.collection.mutable.{Map, Set => Items, _}
import shapes.base.Figure
import shapes.util._

/** Documented. */
@deprecated("old")
abstract class Shape[T <: Base](val sides: Int, private var ends: Int = 1) extends Figure[T](sides) with Named {
  type Out = Int
  val low, high: Int = 10
  protected def twice: Int

  def this(text: String) = this(text.length)

  override def area(a: Int, rest: String*): List[T] = {
    val total = a + 1
    for (item <- items(total) if item.ok) {
      item.use(rest).map(x => x.done(total))
    }
    total match {
      case Some(found: Int) => found.go
      case n => area(n)
    }
    if (total > Shape.Limit) {
      return area(1)
    }
    new Shape[T](total).area(3)
  }
}

object Shape extends App {
  final val Limit = 10
  def of(n: Int): Shape[Base] = new Shape(n)
}
sealed trait Named { def name: String }
case class Point(x: Int, y: Int)
package object inner { val far = 1 }
`,
    declared: [
      'class Shape abstract',
      'property Shape.sides readonly',
      'property Shape.ends private',
      'type_alias Shape.Out',
      'property Shape.low readonly',
      'property Shape.high readonly',
      'method Shape.twice protected ambient',
      'method Shape.this',
      'method Shape.area',
      'class Shape',
      'property Shape.Limit readonly',
      'method Shape.of',
      'trait Named',
      'method Named.name ambient',
      'class Point',
      'property Point.x',
      'property Point.y',
      'namespace inner',
      'constant inner.far readonly',
    ],
  },
  ruby: {
    comment: '# a comment',
    after: 'total = a + 1',
    local: 'fresh = total',
    broken: 'def broken( ; return [ ; class',
    source: `require 'set'
require_relative "base"

module Shapes
  # Documented.
  class Shape < Base::Figure
    include Named
    attr_accessor :sides, :ends
    LIMIT = 10

    def initialize(a, b = 1, *rest, d:, &block)
      total = a + 1
      @sides = total
      rest.each do |item, (x, y)|
        item.use(x).then(total)
      end
      if total > LIMIT
        area(1)
      end
    end

    def self.area(n)
      n
    end

    def name=(v)
      @name = v
    end
    alias title name
  end
end

def far
  Shapes::Shape.new(3)
end
`,
    declared: [
      'namespace Shapes',
      'class Shapes.Shape',
      'property Shapes.Shape.sides',
      'property Shapes.Shape.ends',
      'constant Shapes.Shape.LIMIT',
      'method Shapes.Shape.initialize',
      'method Shapes.Shape.area',
      'method Shapes.Shape.name=',
      'method Shapes.Shape.title',
      'function far',
    ],
  },
  php: {
    comment: '// a comment',
    after: '$total = $a + 1;',
    local: '$fresh = $total;',
    broken: 'function broken( { return ; class',
    source: `<?php
namespace Shapes\\Flat;

use Base\\Figure;
use Base\\{Named, Sized as Big};
require_once __DIR__ . '/far.php';

/** Documented. */
abstract class Shape extends Figure implements Named
{
    const LIMIT = 10;
    private static ?int $sides = 1;

    public function __construct(protected int $a = 1, ...$rest)
    {
        $total = $a + 1;
        foreach ($rest as $k => $item) {
            $item->use($k)->then($total);
        }
        if ($total > self::LIMIT) {
            $this->area(1);
        }
        return new Shape($total);
    }

    abstract public function area(int $n): int;
}

function far(Shape $s)
{
    return Shape::make($s);
}
`,
    declared: [
      'namespace Shapes\\Flat',
      'class Shape abstract',
      'constant Shape.LIMIT',
      'property Shape.sides static private',
      'method Shape.__construct exported',
      'method Shape.area abstract exported ambient',
      'function far',
    ],
  },
  bash: {
    comment: '# a comment',
    after: 'local total=$1',
    local: 'local fresh=$total',
    broken: 'broken() { if',
    source: `#!/bin/bash
source ./far.sh
LIMIT=10
export NAME="a"

# Documented.
area() {
  local total=$1
  for item in "$@"; do
    echo "$item $LIMIT"
  done
  if [ "$total" -gt 1 ]; then
    area 1
  fi
  return 0
}

function far {
  area "$NAME"
}
`,
    declared: ['variable LIMIT', 'variable NAME', 'function area', 'function far'],
  },
  powershell: {
    comment: '# a comment',
    after: '$total = $a',
    local: '$fresh = $total',
    broken: 'function broken( { return ; class',
    source: `Import-Module Base
$limit = 10

# Documented.
function Get-Area {
    param(
        [string]$Name,
        $a = 2
    )
    $total = $a
    foreach ($item in $Name) {
        Write-Host $item $limit
    }
    if ($total) {
        Get-Area 1
    }
    return $total.Use(1)
}

class Shape {
    [int]$Sides
    [int] Area() {
        return $this.Sides
    }
}

enum Color {
    Red
    Blue
}
`,
    declared: [
      'variable $limit',
      'function Get-Area',
      'class Shape',
      'property Shape.$Sides',
      'method Shape.Area',
      'enum Color',
      'enum_member Color.Red',
      'enum_member Color.Blue',
    ],
  },
};
