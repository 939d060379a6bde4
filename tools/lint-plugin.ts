/** The little that these rules need of a syntax node, which is an ESTree node. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
  readonly source?: { readonly value: string };
}

interface Context {
  report(problem: { readonly node: Node; readonly message: string }): void;
}

const noCurrentDate = {
  create: (context: Context) => ({
    NewExpression(node: Node): void {
      if (node.callee?.name !== 'Date' || node.arguments?.length !== 0) return;
      context.report({ node, message: 'This reads the wall clock; take a clock from the caller.' });
    },
  }),
};

const noForeignExportAll = {
  create: (context: Context) => ({
    ExportAllDeclaration(node: Node): void {
      if (node.source?.value.startsWith('.')) return;
      context.report({ node, message: 'Name what is exported again: another package must not widen our surface.' });
    },
  }),
};

/** Two rules of ours that the linter has no word for. */
export default {
  meta: { name: 'keyrack' },
  rules: { 'no-current-date': noCurrentDate, 'no-foreign-export-all': noForeignExportAll },
};
