/** Rows of answers about calls. */
import { hashNumber } from './hash-number.ts';
import { hashHex } from '#core';
import type { CallSite } from './call-sites.ts';
import type { Certainty } from './symbol-at.ts';
import { hashOfPlace, kindOfPlace, placesOf, qualifiedName } from './symbol-place.ts';
import type { Place, View } from './view.ts';

/** One side of a call. `symbol`: descriptor hash. `name`: qualified name. */
export interface CallEnd {
  readonly symbol: string;
  readonly name: string;
  readonly kind: string;
}

/** A call in an answer: where it stands, who calls, what is called. */
export interface CallRow extends Place {
  readonly caller: CallEnd;
  readonly callee: CallEnd;
  /** 1 for a call next to the symbol asked for; one more for each step away. */
  readonly depth: number;
  readonly origin: string;
  readonly certainty: Certainty;
  /** No call is written here: a member is read or assigned, or an operator, `with` or `for` runs the callee. */
  readonly implicit?: true;
}

/** Makes rows of call sites. Ends that come again are described once. */
export class CallRows {
  readonly #view: View;
  readonly #ends = new Map<number, CallEnd>();

  constructor(view: View) {
    this.#view = view;
  }

  row(site: CallSite, depth: number): CallRow {
    const [lo, hi] = hashOfPlace(this.#view, site.caller);
    return {
      ...this.#view.place(site.unit, site.offset),
      caller: this.#end(lo, hi),
      callee: this.#end(site.calleeLo, site.calleeHi),
      depth,
      origin: site.origin,
      certainty: site.certainty,
      ...(site.isImplicit && { implicit: true as const }),
    };
  }

  #end(lo: number, hi: number): CallEnd {
    const key = hashNumber(lo, hi);
    let end = this.#ends.get(key);
    if (end === undefined) {
      const place = placesOf(this.#view, lo, hi)[0];
      end = {
        symbol: hashHex(lo, hi),
        name: place === undefined ? '' : qualifiedName(this.#view, place),
        kind: place === undefined ? '' : kindOfPlace(this.#view, place),
      };
      this.#ends.set(key, end);
    }
    return end;
  }
}
