using System.CommandLine;

namespace Infra.Cli.Commands;

/// <summary><c>infra completion</c>.</summary>
internal static class CompletionCommand
{
    // `infra "[suggest:POSITION]" "LINE"` prints the completions, one per line.
    private const string Bash = """
        _infra_complete() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(infra "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _infra_complete infra
        """;

    private const string Zsh = """
        _infra() {
            local words
            words=("${(@f)$(infra "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -- $words
        }
        compdef _infra infra
        """;

    private const string Fish = """
        complete -f -c infra -a '(infra "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new InfraCommand(
            "completion",
            "Print a shell script that completes infra's commands and options",
            ("source <(infra completion bash)", "Enable completion in the current bash")
        )
        {
            shell,
        };
        command.Aliases.Add("gen-completion");
        command.SetAction(parsed =>
            Console.WriteLine(
                parsed.GetValue(shell) switch
                {
                    "bash" => Bash,
                    "zsh" => Zsh,
                    _ => Fish,
                }
            )
        );
        return command;
    }
}
