/** A small source of each language by table. Data only: tests edit it line by line, so every line break may hold a comment. */

import { JVM_AND_C, type Sample } from './jvm-and-c-sources.ts';

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
  ...JVM_AND_C,
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
