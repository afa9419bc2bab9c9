import ts from 'typescript';

/** One module that a source file asks for, in whatever way it asks. */
export type Import = Readonly<{ specifier: string; typeOnly: boolean }>;

/** What a source file takes in and which of the names it was asked about it uses, read from its syntax. */
export type SourceFile = Readonly<{ imports: readonly Import[]; uses: (name: string) => boolean }>;

export function parseSource(text: string): SourceFile {
  const imports: Import[] = [];
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found !== undefined) imports.push(found);
    const name = ambientNameOf(node);
    if (name !== undefined) used.add(name);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true));
  return { imports, uses: (name) => used.has(name) };
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node))
    return { specifier: textOf(node.moduleSpecifier), typeOnly: takesTypesOnly(node.importClause) };
  if (ts.isExportDeclaration(node) && node.moduleSpecifier)
    return { specifier: textOf(node.moduleSpecifier), typeOnly: node.isTypeOnly };
  if (ts.isImportTypeNode(node)) return { specifier: node.argument.getText().slice(1, -1), typeOnly: true };
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return { specifier: textOf(node.moduleReference.expression), typeOnly: node.isTypeOnly };
  }
  if (!ts.isCallExpression(node)) return undefined;
  const asks =
    node.expression.kind === ts.SyntaxKind.ImportKeyword || /^require(?:\.resolve)?$/.test(node.expression.getText());
  return asks && node.arguments[0] ? { specifier: textOf(node.arguments[0]), typeOnly: false } : undefined;
}

function takesTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return clause !== undefined;
  const named = clause.namedBindings;
  return (
    !clause.name &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

/** A specifier that is computed can be anything, so it is shown as it stands and allowed nowhere. */
const textOf = (node: ts.Expression): string => (ts.isStringLiteralLike(node) ? node.text : node.getText());

/** `Date.now`, `new Date()`, `process`: what the file takes from its surroundings without importing it. */
function ambientNameOf(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0)
    return 'new Date()';
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression))
    return `${node.expression.text}.${node.name.text}`;
  if (!ts.isIdentifier(node)) return undefined;
  const parent = node.parent;
  const isNameOfSomethingElse =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) &&
      parent.name === node);
  return isNameOfSomethingElse ? undefined : node.text;
}
