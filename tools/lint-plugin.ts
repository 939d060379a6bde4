/** The little that these rules need of a syntax node, which is an ESTree node. */
interface Node {
  readonly type: string;
  readonly name?: string;
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
  readonly source?: { readonly value: string };
  readonly declaration?: (Node & { readonly id?: Node; readonly declarations?: readonly { readonly id: Node }[] }) | null;
  readonly loc: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
}

interface Comment extends Node {
  readonly value: string;
}

interface Context {
  readonly sourceCode: { getAllComments(): readonly Comment[] };
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

const noCreateRequire = {
  create: (context: Context) => ({
    // However it is reached: imported by name, taken out of a module that was imported whole, or of a dynamic import.
    Identifier(node: Node): void {
      if (node.name !== 'createRequire') return;
      context.report({ node, message: 'This loads packages behind the back of the import table; write an import.' });
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

const disableWithReason = {
  create: (context: Context) => ({
    Program(): void {
      const comments = context.sourceCode.getAllComments();
      const linesWithComment = new Set(comments.map(({ loc }) => loc.end.line));
      for (const node of comments) {
        const explained = /\s--\s+\S/.test(node.value) || linesWithComment.has(node.loc.start.line - 1);
        if (!/^\s*(oxlint|eslint)-disable/.test(node.value) || explained) continue;
        context.report({ node, message: 'Say why: in a comment on the line above, or after two dashes.' });
      }
    },
  }),
};

const documentedExports = {
  create: (context: Context) => {
    const documented = new Set<number>();
    const seen = new Set<string>();
    return {
      Program(): void {
        for (const { value, loc } of context.sourceCode.getAllComments()) if (value.startsWith('*')) documented.add(loc.end.line + 1);
      },
      ExportNamedDeclaration(node: Node): void {
        const name = node.declaration?.id?.name ?? node.declaration?.declarations?.[0]?.id.name;
        // What only passes on has its comment where it is declared; of overloads, the first one has it.
        if (name === undefined || seen.has(name)) return;
        seen.add(name);
        if (!documented.has(node.loc.start.line)) context.report({ node, message: `Say in a doc comment what ${name} is.` });
      },
    };
  },
};

/** The rules of ours that the linter has no word for. */
export default {
  meta: { name: 'keyrack' },
  rules: {
    'disable-with-reason': disableWithReason,
    'documented-exports': documentedExports,
    'no-create-require': noCreateRequire,
    'no-current-date': noCurrentDate,
    'no-foreign-export-all': noForeignExportAll,
  },
};
