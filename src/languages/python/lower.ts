/**
 * Lowers a Python file to facts in one walk of its tree. Node types find their lowering through tables that are bound to
 * the grammar once per thread. It must never throw on bad source: what cannot be read is passed over and reported.
 */
import type { LowerFile } from '../language.ts';
import type { Grammar } from '../syntax/index.ts';
import { callExpressions, callStatements } from './calls.ts';
import { OP_NOP } from '../lowering/codes.ts';
import { compoundStatements } from './compound-statements.ts';
import { containerExpressions } from './containers.ts';
import { declareDoc, definitionExpressions, definitionStatements } from './definitions.ts';
import { importStatements } from './imports.ts';
import { literalExpressions } from './literals.ts';
import { nameExpressions } from './names.ts';
import { operatorExpressions } from './operators.ts';
import { patterns, patternStatements } from './patterns.ts';
import { assignmentExpressions, simpleStatements } from './simple-statements.ts';
import { survey, SurveyTypes } from './survey.ts';
import { targets } from './targets.ts';
import { Walk, type Lowerings } from './walk.ts';

const lowerings: Lowerings = {
  expressions: {
    ...nameExpressions,
    ...literalExpressions,
    ...operatorExpressions,
    ...containerExpressions,
    ...callExpressions,
    ...definitionExpressions,
    ...assignmentExpressions,
  },
  statements: {
    ...simpleStatements,
    ...compoundStatements,
    ...definitionStatements,
    ...importStatements,
    ...callStatements,
    ...patternStatements,
    ERROR: (w, node) => w.block(node),
  },
  targets,
  patterns,
};

/** What stands where an expression should, in broken source: its parts count, its value is unknown. */
function lowerUnknown(w: Walk, node: number): number {
  w.block(node);
  return w.op(OP_NOP, -1, -1, 0);
}

export function lowerPython(grammar: Grammar): LowerFile {
  const w = new Walk(grammar, lowerings, lowerUnknown);
  const types = new SurveyTypes(grammar);
  return (tree, low) => {
    w.open(tree, low);
    const globals = survey(w, tree, types);
    declareDoc(w, 0, 0);
    w.block(0);
    // What functions make global is known to the module before its functions are lowered.
    for (const node of globals) {
      const name = w.slice(node);
      if (low.isBound(name)) continue;
      const row = w.bind(name, node);
      w.exportDeclaration(name, row);
      w.globals.set(name, row);
    }
  };
}
