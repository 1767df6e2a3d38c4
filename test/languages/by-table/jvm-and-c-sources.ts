/** Small sources of C, Kotlin and Scala, as those in `sources.ts`. Data only. */

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

export const JVM_AND_C: Readonly<Record<string, Sample>> = {
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
};
