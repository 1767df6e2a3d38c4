/**
 * Texts of one 64-bit hash, for the tests of what happens then. They were found by trying some 2^32 texts each with
 * `src/dev/find-collision.ts`, whose arguments are given; a change of the hash asks for new ones. No code.
 */

/** Two paths of one hash: `--prefix d/ --seed-lo 1885434984`. */
export const COLLIDING_PATHS: readonly [string, string] = ['d/dsla5ad4pl2kqc', 'd/hwp3iybywai33b'];

/** Two functions of one descriptor hash in the file `bad.py`: `--prefix f_ --seed-lo 3332017369 --seed-hi 3711265924`. */
export const COLLIDING_NAMES: readonly [string, string] = ['f_fvfzildhgqxmjc', 'f_ij7atycig6x4nb'];
