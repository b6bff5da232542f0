using System.CommandLine;
using Infra.Cli.Commands;

namespace Infra.Cli.Completion;

/// <summary><c>infra completion</c>: prints the script of a shell, which calls <see cref="CompleteCommand"/>.</summary>
internal static class CompletionCommand
{
    // COMP_WORDBREAKS splits words at characters that URNs and paths contain, so the whole line is passed on.
    private const string Bash = """
        _infra() {
            local kind line
            COMPREPLY=()
            {
                IFS= read -r kind || return 0
                while IFS= read -r line; do COMPREPLY+=("$line"); done
            } < <(infra __complete bash -- "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
            case $kind in
                files) compopt -o default ;;
                directories) compopt -o dirnames ;;
                partial) compopt -o nospace ;;
            esac
        }
        complete -F _infra infra
        """;

    private const string Zsh = """
        #compdef infra
        _infra() {
            local -a lines values shown partial shownPartial
            local line
            lines=("${(@f)$(infra __complete zsh -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
            case $lines[1] in
                files) _files; return ;;
                directories) _files -/; return ;;
            esac
            for line in "${(@)lines[2,-1]}"; do
                case "${line%%$'\t'*}" in
                    *[.=]) partial+=("${line%%$'\t'*}"); shownPartial+=("${line/$'\t'/  -- }") ;;
                    *) values+=("${line%%$'\t'*}"); shown+=("${line/$'\t'/  -- }") ;;
                esac
            done
            (( $#values )) && compadd -l -d shown -a values
            (( $#partial )) && compadd -l -d shownPartial -S '' -a partial
            return 0
        }
        if [[ $funcstack[1] == _infra ]]; then
            _infra
        else
            (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
            compdef _infra infra
        fi
        """;

    private const string Fish = """
        function __infra_complete
            set -l words (commandline -opc)
            set -e words[1]
            set -l lines (infra __complete fish -- $words (commandline -ct) 2>/dev/null)
            switch "$lines[1]"
                case files directories
                    __fish_complete_path (commandline -ct)
                case '*'
                    set -e lines[1]
                    printf '%s\n' $lines
            end
        end
        complete -c infra -f -a '(__infra_complete)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new InfraCommand(
            "completion",
            "Print a shell script that completes commands, options, stacks, services, clusters, settings and URNs",
            ("source <(infra completion bash)", "Enable completion in the current bash"),
            ("source <(infra completion zsh)", "Enable completion in the current zsh"),
            ("infra completion fish | source", "Enable completion in the current fish")
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
