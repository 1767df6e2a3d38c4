/**
 * One walk over the operations of a body: brackets are frames, each way through them an environment. The type of an operation
 * stands when the walk has passed it. It must never walk another body: those it asks for by name.
 */
import type { Frame } from './conditions.ts';
import { TypeExpressions } from './expressions.ts';
import { isRow, OP } from './file.ts';
import { BOOLEAN, NONE, nonNull, UNDEFINED, VOID, type Type } from './model.ts';
import { joined, withoutPlace, type Environment } from './narrowing.ts';

export class FlowOfTypes extends TypeExpressions {
  walk(): void {
    const { operations } = this.bodies.file.t;
    const end = this.bodies.file.end(this.body);
    for (let row = this.first; row < end; row++) {
      const at = row - this.first;
      this.places[at] = null;
      this.values[at] = NONE;
      const type = this.#operation(operations.opcode.at(row), row, at);
      this.values[at] = this.bodies.file.isDefinite(row) ? nonNull(type) : (this.#said(row) ?? type);
    }
    this.reachesEnd = this.env !== null;
  }

  /** The type that a pattern says of the value that it takes apart, or null. */
  #said(row: number): Type | null {
    const text = this.bodies.file.castText(row);
    if (text === '' || this.bodies.file.t.operations.opcode.at(row) === OP.unary) return null;
    const type = this.bodies.read(text, this.body);
    return type.kind === 'none' ? null : type;
  }

  // ---- operations ---------------------------------------------------------------------------------------------------

  #operation(code: number, row: number, at: number): Type {
    const { operations } = this.bodies.file.t;
    const a = operations.a.at(row);
    const b = operations.b.at(row);
    const aux = operations.aux.at(row);
    switch (code) {
      case OP.constant:
        return this.constant(aux);
      case OP.parameter:
        return this.bodies.local(aux);
      case OP.load:
        return this.load(aux, at);
      case OP.store:
        return this.store(a, aux);
      case OP.attribute:
        return this.attribute(a, aux, at);
      case OP.store_attribute:
        return this.storeAttribute(a, b, aux);
      case OP.index:
        return this.index(a, b, at);
      case OP.call:
        return this.call(a, aux, at);
      case OP.unary:
        return this.unary(a, aux, row, at);
      case OP.binary:
        return this.binary(a, b, aux);
      case OP.compare:
        return BOOLEAN;
      case OP.build:
        this.elements.set(at, []);
        return NONE;
      case OP.element:
        return this.element(a, b, aux);
      case OP.closure:
        return this.closure(aux);
      case OP.unpack:
        return this.unpack(a, aux);
      case OP.merge:
        return this.merge(a, b, at);
      case OP.await:
        return this.universe.awaited(this.value(a));
      case OP.yield:
        return this.yield(a, aux);
      case OP.iterate:
        return this.iterate(a, aux);
      case OP.next:
        this.#top()?.exits.push(this.env);
        return this.value(a);
      case OP.return:
        if (this.env !== null) this.returned.push(isRow(a) ? this.value(a) : null);
        this.env = null;
        return NONE;
      default:
        this.#bracket(code, a, aux);
        return NONE;
    }
  }

  /** A value for the caller, or all values of another generator, whose result it gives. */
  protected yield(a: number, aux: number): Type {
    const type = isRow(a) ? this.value(a) : UNDEFINED;
    const isAsync = this.bodies.file.isAsync(this.body);
    if (aux === 0) {
      if (this.env !== null) this.yielded.push(type);
      return this.bodies.sent(this.body);
    }
    this.yielded.push(isAsync ? this.universe.asyncIterated(type) : this.universe.iterated(type));
    return type.kind === 'instance' && type.of.row >= 0 ? (type.items[1] ?? VOID) : NONE;
  }

  // ---- brackets -----------------------------------------------------------------------------------------------------

  #top(): Frame | undefined {
    return this.frames.at(-1);
  }

  #push(opcode: number, condition: number, aux: number): Frame {
    const frame: Frame = {
      opcode,
      condition,
      aux,
      before: this.env,
      exits: [],
      hasElse: false,
      rest: this.env,
      fall: null,
      isGuarded: true,
      isDead: false,
    };
    this.frames.push(frame);
    return frame;
  }

  #bracket(code: number, a: number, aux: number): void {
    switch (code) {
      case OP.if:
        this.#push(code, a, aux);
        this.env = this.condition(this.env, a, true, aux);
        return;
      case OP.else:
        return this.#else();
      case OP.loop:
        this.#push(code, -1, aux);
        this.env = this.#forget(this.env);
        return;
      case OP.test:
        this.#top()?.exits.push(this.condition(this.env, a, false, 0));
        this.env = this.condition(this.env, a, true, 0);
        return;
      case OP.update:
        this.env ??= this.#forget(this.#top()?.before ?? null);
        return;
      case OP.try:
      case OP.with:
      case OP.block:
      case OP.switch:
        this.#push(code, a, aux);
        return;
      case OP.except:
      case OP.finally:
        return this.#handler(code);
      case OP.case:
        return this.#case();
      case OP.guard:
        return this.#guard(a);
      case OP.break:
        this.#target(aux)?.exits.push(this.env);
        this.env = null;
        return;
      case OP.continue:
      case OP.raise:
        this.env = null;
        return;
      case OP.end:
        return this.#end();
      default:
        return;
    }
  }

  #else(): void {
    const frame = this.#top();
    if (frame === undefined) return;
    frame.exits.push(this.env);
    frame.hasElse = true;
    if (frame.opcode === OP.if) this.env = this.condition(frame.before, frame.condition, false, frame.aux);
  }

  #handler(code: number): void {
    const frame = this.#top();
    if (frame === undefined) return;
    frame.exits.push(this.env);
    const before = this.#forget(frame.before);
    if (code === OP.except) {
      this.env = before;
      return;
    }
    const after = frame.exits.splice(0).reduce(joined, null);
    frame.isDead = after === null;
    this.env = after === null ? before : after;
  }

  #case(): void {
    const frame = this.#top();
    if (frame?.opcode !== OP.switch) return;
    frame.fall = this.env === frame.before && frame.rest === frame.before && frame.exits.length === 0 ? null : this.env;
    if (!frame.isGuarded) frame.hasElse = true;
    frame.isGuarded = false;
    this.env = frame.rest;
  }

  #guard(condition: number): void {
    const frame = this.#top();
    if (frame?.opcode !== OP.switch) return;
    frame.isGuarded = true;
    const before = this.env;
    this.env = joined(frame.fall, this.condition(before, condition, true, 0));
    frame.rest = this.condition(before, condition, false, 0);
    frame.fall = null;
  }

  #target(depth: number): Frame | undefined {
    let left = depth;
    for (let at = this.frames.length - 1; at >= 0; at--) {
      const frame = this.frames[at]!;
      if (frame.opcode !== OP.loop && frame.opcode !== OP.switch && frame.opcode !== OP.block) continue;
      if (left-- === 0) return frame;
    }
    return undefined;
  }

  #end(): void {
    const frame = this.frames.pop();
    if (frame === undefined) return;
    this.ended = frame;
    const exits = frame.exits.reduce(joined, null);
    switch (frame.opcode) {
      case OP.if:
        this.env = joined(
          this.env,
          frame.hasElse ? exits : this.condition(frame.before, frame.condition, false, frame.aux),
        );
        return;
      case OP.loop:
        this.env = frame.aux === 2 ? joined(this.env, exits) : exits;
        return;
      case OP.switch: {
        const hasDefault = frame.hasElse || !frame.isGuarded;
        this.env = joined(joined(this.env, exits), hasDefault ? null : frame.rest);
        return;
      }
      case OP.try:
        this.env = frame.isDead ? null : joined(this.env, exits);
        return;
      default:
        this.env = joined(this.env, exits);
    }
  }

  /** An environment without the places that are assigned anywhere in the body: what a way back may bring. */
  #forget(env: Environment): Environment {
    let left = env;
    for (const place of this.#stored()) left = withoutPlace(left, place);
    return left;
  }

  #stored(): Set<string> {
    let places = this.assigned.get(0);
    if (places !== undefined) return places;
    places = new Set();
    const { operations, references } = this.bodies.file.t;
    const seen = new Map<string, number>();
    for (let row = this.first; row < this.bodies.file.end(this.body); row++) {
      const code = operations.opcode.at(row);
      if (code === OP.store) {
        const place = this.placeOfName(operations.aux.at(row));
        if (place === null) continue;
        seen.set(place, (seen.get(place) ?? 0) + 1);
        if (seen.get(place)! > 1) places.add(place);
      } else if (code === OP.store_attribute) {
        // Written through any object: members of that name.
        const name = references.name.at(operations.aux.at(row));
        for (const place of this.env?.keys() ?? []) if (place.endsWith(`.${name}`)) places.add(place);
      }
    }
    this.assigned.set(0, places);
    return places;
  }
}
