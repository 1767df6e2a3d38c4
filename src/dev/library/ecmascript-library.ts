/**
 * Makes the entries of the built-ins of JavaScript, of browsers and of Node from their declaration files, with the API of
 * TypeScript for what names mean across them. It takes names, signatures and types; no text and no comments.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { ENTRY_FLAG } from '../../languages/library/codes.ts';
import type { TableEntry } from './library-bytes.ts';

const require = createRequire(import.meta.url);

/** Interfaces of browsers that few programs name. */
const RARE =
  /^(SVG|WebGL|WEBGL|GPU|RTC|IDB|Payment|PublicKey|Authenticat|Speech|WebTransport|MIDI|[A-Z]+_|(Aes|Hmac|Ec|Rsa|Hkdf)[A-Z])/;

/** Modules of Node that few programs import, and second names (`node:fs`). */
const NO_MODULES = /^(node:.*|inspector.*|http2|trace_events|wasi|repl|v8|domain|punycode|diagnostics_channel)$/;

interface Scope {
  /** The module, '' for names that need no import. */
  readonly module: string;
  readonly names: Map<string, Declared>;
}

interface Declared {
  readonly nodes: ts.Declaration[];
  inside: Scope | null;
}

export class EcmascriptLibrary {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  readonly #printer = ts.createPrinter({ removeComments: true });
  readonly #modules: Map<string, Scope> = new Map();

  constructor(nodeTypes: string) {
    const root = join(nodeTypes, 'index.d.ts');
    const options = { lib: ['lib.esnext.full.d.ts'], types: [], target: ts.ScriptTarget.ESNext, skipLibCheck: true };
    this.#program = ts.createProgram([root], options);
    this.#checker = this.#program.getTypeChecker();
  }

  entries(): TableEntry[] {
    // What Node declares comes first, as it does for the compiler: of its overloads and those of browsers.
    const isNode = (file: ts.SourceFile): number => (file.fileName.includes('@types/node') ? 0 : 1);
    for (const file of this.#program.getSourceFiles().toSorted((a, b) => isNode(a) - isNode(b))) {
      if (/undici|webworker|scripthost/.test(file.fileName)) continue;
      this.#statements(file.statements, this.#scope(''));
    }
    const ambient = this.#checker.getAmbientModules();
    for (const symbol of ambient) this.#reexports(symbol);
    return [...this.#modules].map(([name, scope]) => ({
      name,
      kind: 'module',
      members: this.#members(scope),
    }));
  }

  #scope(module: string): Scope {
    let scope = this.#modules.get(module);
    if (scope === undefined) this.#modules.set(module, (scope = { module, names: new Map() }));
    return scope;
  }

  #statements(statements: readonly ts.Statement[], scope: Scope): void {
    for (const statement of statements) {
      if (ts.isModuleDeclaration(statement)) this.#namespace(statement, scope);
      else if (ts.isVariableStatement(statement)) {
        for (const one of statement.declarationList.declarations) this.#declare(one, scope);
      } else if (isNamed(statement)) this.#declare(statement, scope);
    }
  }

  #declare(node: ts.Declaration & { readonly name?: ts.Node }, scope: Scope): Declared | null {
    const name = node.name?.getText() ?? '';
    if (name === '' || (scope.module === '' && RARE.test(name) && !name.endsWith('TagNameMap'))) return null;
    let declared = scope.names.get(name);
    if (declared === undefined) scope.names.set(name, (declared = { nodes: [], inside: null }));
    declared.nodes.push(node);
    return declared;
  }

  #namespace(node: ts.ModuleDeclaration, scope: Scope): void {
    const block = node.body;
    if (block === undefined || !ts.isModuleBlock(block)) return;
    if (ts.isStringLiteral(node.name)) {
      if (!NO_MODULES.test(node.name.text)) this.#statements(block.statements, this.#scope(node.name.text));
    } else if (node.name.text === 'global') this.#statements(block.statements, this.#scope(''));
    else {
      const declared = this.#declare(node, scope);
      if (declared === null) return;
      declared.inside ??= { module: scope.module, names: new Map() };
      this.#statements(block.statements, declared.inside);
    }
  }

  /** What a module has from others: stars, names passed on, and what it is as a whole (`export =`). */
  #reexports(symbol: ts.Symbol): void {
    const name = symbol.name.slice(1, -1);
    if (NO_MODULES.test(name)) return;
    const scope = this.#scope(name);
    for (const one of [
      symbol.exports?.get(ts.InternalSymbolName.ExportEquals),
      ...this.#checker.getExportsOfModule(symbol),
    ]) {
      const declaration = one === undefined ? undefined : this.#target(one)?.declarations?.[0];
      if (one === undefined || declaration === undefined || scope.names.has(one.name) || !isAlias(one)) continue;
      scope.names.set(one.name, { nodes: [declaration], inside: null });
    }
  }

  #target(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  #members(scope: Scope): TableEntry[] {
    return [...scope.names].flatMap(([name, declared]) => this.#entriesOf(name, declared, scope));
  }

  #entriesOf(name: string, { nodes, inside }: Declared, scope: Scope): TableEntry[] {
    const first = nodes[0]!;
    const home = pathOf(first);
    const isHere = home.module === scope.module && home.path.at(-1) === name;
    if (!isHere) return [{ name, kind: 'alias', type: dotted(home) }];
    const classes = nodes.filter((node) => ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node));
    const functions = nodes.filter((node) => ts.isFunctionDeclaration(node));
    const variables = nodes.filter((node) => ts.isVariableDeclaration(node));
    // What depends on the environment stands behind what a browser says.
    const variable =
      variables.find((node) => node.type !== undefined && !ts.isConditionalTypeNode(node.type)) ?? variables[0];
    const type = nodes.find((node) => ts.isTypeAliasDeclaration(node));
    return [
      ...(classes.length === 0 ? [] : [this.#classEntry(name, classes)]),
      ...functions.map((node) => this.#functionEntry(name, node, 0)),
      ...(variable === undefined ? [] : [this.#variableEntry(name, variable)]),
      ...(type === undefined ? [] : [this.#typeEntry(name, type)]),
      ...(inside === null ? [] : [{ name, kind: 'module' as const, members: this.#members(inside) }]),
    ];
  }

  #classEntry(name: string, nodes: readonly (ts.InterfaceDeclaration | ts.ClassDeclaration)[]): TableEntry {
    const isInterface = nodes.every((node) => ts.isInterfaceDeclaration(node));
    const heritage = nodes.flatMap((node) => node.heritageClauses ?? []);
    const bases = heritage.flatMap((clause) => clause.types).map((base) => this.#text(base));
    return {
      name,
      kind: 'class',
      flags: isInterface ? ENTRY_FLAG.interface : 0,
      generics: this.#generics(nodes.find((node) => node.typeParameters !== undefined) ?? nodes[0]!),
      bases: [...new Set(bases)].join(', '),
      members: nodes.flatMap((node) => [...node.members].flatMap((member) => this.#memberEntry(member))),
    };
  }

  #memberEntry(node: ts.TypeElement | ts.ClassElement): TableEntry[] {
    const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
    const has = (kind: ts.SyntaxKind): boolean => modifiers.some((modifier) => modifier.kind === kind);
    if (has(ts.SyntaxKind.PrivateKeyword)) return [];
    const flags =
      (has(ts.SyntaxKind.StaticKeyword) ? ENTRY_FLAG.static : 0) |
      (has(ts.SyntaxKind.ReadonlyKeyword) ? ENTRY_FLAG.readonly : 0) |
      (has(ts.SyntaxKind.AbstractKeyword) ? ENTRY_FLAG.abstract : 0) |
      ('questionToken' in node && node.questionToken !== undefined ? ENTRY_FLAG.optional : 0);
    if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) {
      return [{ name: nameOf(node.name), kind: 'variable', flags, type: this.#text(node.type) }];
    }
    if (ts.isGetAccessor(node)) {
      return [
        { name: nameOf(node.name), kind: 'variable', flags: flags | ENTRY_FLAG.property, type: this.#text(node.type) },
      ];
    }
    if (ts.isMethodSignature(node) || ts.isMethodDeclaration(node)) {
      return [this.#functionEntry(nameOf(node.name), node, flags)];
    }
    if (ts.isCallSignatureDeclaration(node)) return [this.#functionEntry('()', node, flags)];
    if (ts.isConstructSignatureDeclaration(node) || ts.isConstructorDeclaration(node)) {
      return [this.#functionEntry('new', node, flags)];
    }
    return ts.isIndexSignatureDeclaration(node) ? [this.#functionEntry('[]', node, flags)] : [];
  }

  #functionEntry(name: string, node: ts.SignatureDeclaration, flags: number): TableEntry {
    return {
      name,
      kind: 'function',
      flags,
      type: this.#text(node.type),
      generics: this.#generics(node),
      parameters: node.parameters.map((parameter) => this.#text(parameter)).join(', '),
    };
  }

  #variableEntry(name: string, node: ts.VariableDeclaration): TableEntry {
    const isConstant = (ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) !== 0;
    return { name, kind: 'variable', flags: isConstant ? ENTRY_FLAG.readonly : 0, type: this.#text(node.type) };
  }

  #typeEntry(name: string, node: ts.TypeAliasDeclaration): TableEntry {
    return { name, kind: 'type', type: this.#text(node.type), generics: this.#generics(node) };
  }

  #generics(node: { readonly typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> | undefined }): string {
    return (node.typeParameters ?? []).map((parameter) => this.#text(parameter)).join(', ');
  }

  /** The text of a type, every name in it under its home. */
  #text(node: ts.Node | undefined): string {
    if (node === undefined) return '';
    if (ts.isConditionalTypeNode(node) && node.checkType.getText() === 'typeof globalThis')
      return this.#text(chosen(node));
    const visit = (child: ts.Node): ts.Node => {
      const home = ts.isIdentifier(child) || ts.isQualifiedName(child) ? this.#home(child) : null;
      return home === null ? ts.visitEachChild(child, visit, undefined) : ts.factory.createIdentifier(home);
    };
    const text = this.#printer.printNode(ts.EmitHint.Unspecified, visit(node), node.getSourceFile());
    return text.replaceAll(/\s+/g, ' ').trim();
  }

  /** How a name of a module is written outside of it; null for what is no name of a type, or is global. */
  #home(node: ts.Identifier | ts.QualifiedName): string | null {
    const { parent } = node;
    const isType =
      ts.isTypeReferenceNode(parent) || ts.isTypeQueryNode(parent) || ts.isExpressionWithTypeArguments(parent);
    if (!isType) return null;
    const symbol = this.#checker.getSymbolAtLocation(ts.isQualifiedName(node) ? node.right : node);
    const declaration = symbol === undefined ? undefined : this.#target(symbol).declarations?.[0];
    if (declaration === undefined || ts.isTypeParameterDeclaration(declaration)) return null;
    const home = pathOf(declaration);
    const name = home.path.join('.');
    return home.module === '' ? name : `import("${home.module.replace(/^node:/, '')}").${name}`;
  }
}

/** What a declaration of Node is beside those of browsers: what those leave to it. */
function chosen({ trueType, falseType }: ts.ConditionalTypeNode): ts.TypeNode {
  return ts.isTypeReferenceNode(trueType) ? falseType : trueType;
}

interface Home {
  readonly module: string;
  readonly path: readonly string[];
}

/** Where a declaration stands: its module, '' for none, and the names around it. */
function pathOf(declaration: ts.Node): Home {
  const path: string[] = [];
  for (let node = declaration; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isModuleDeclaration(node)) {
      if (ts.isStringLiteral(node.name)) return { module: node.name.text, path };
      if (node.name.text === 'global') break;
      path.unshift(node.name.text);
    } else if (isNamed(node) || ts.isVariableDeclaration(node)) path.unshift(node.name?.getText() ?? '');
  }
  return { module: '', path };
}

function dotted({ module, path }: Home): string {
  return [module.replace(/^node:/, ''), ...path].filter((part) => part !== '').join('.');
}

function isAlias(symbol: ts.Symbol): boolean {
  return symbol.name === 'export=' || (symbol.flags & ts.SymbolFlags.Alias) !== 0;
}

function isNamed(
  node: ts.Node,
): node is ts.InterfaceDeclaration | ts.ClassDeclaration | ts.FunctionDeclaration | ts.TypeAliasDeclaration {
  return (
    ts.isInterfaceDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

function nameOf(name: ts.PropertyName): string {
  return ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : name.getText();
}

/** Name and version of the packages that the entries come from. */
export function ecmascriptSources(nodeTypes: string): string {
  const { version }: { version: string } = require(join(nodeTypes, 'package.json'));
  return `typescript ${ts.version} (lib.*.d.ts) and @types/node ${version}`;
}

/** The folder of the installed declarations of Node. */
export function nodeTypesFolder(): string {
  return dirname(require.resolve('@types/node/package.json'));
}
