import { Argument, Command } from 'commander';
import { exitCode } from '../exit-code.ts';
import type { Invocation } from '../invocation.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

const installation = `
Install:
  bash  keyrack completion bash > ~/.local/share/bash-completion/completions/keyrack
  zsh   keyrack completion zsh > "\${fpath[1]}/_keyrack"
  fish  keyrack completion fish > ~/.config/fish/completions/keyrack.fish`;

/** `keyrack completion`. */
export function completionCommand(invocation: Invocation): Command {
  return new Command('completion')
    .summary('print a completion script for a shell')
    .description('Prints a script that lets a shell complete commands, options, connections and keys.')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .addHelpText('after', installation)
    .action(
      invocation.handle<object, [(typeof shells)[number]]>(async (_context, _options, [shell]) => {
        const { printCompletionScript } = await import('../completion.ts');
        await printCompletionScript(shell);
        return exitCode.done;
      }),
    );
}
