using System.Text;
using System.Text.Json;
using Infra.Cli.Commands.Refused;

namespace Cli.Tests.Compatibility;

/// <summary>How commands and options that exist in both command lines differ.</summary>
/// <param name="Commands">By the path of Pulumi's command.</param>
/// <param name="Options">By name.</param>
/// <param name="Variables">What each environment variable means.</param>
internal sealed record Differences(
    IReadOnlyDictionary<string, string> Commands,
    IReadOnlyDictionary<string, string> Options,
    IReadOnlyDictionary<string, string> Variables
)
{
    public static Differences Read() =>
        JsonSerializer.Deserialize(PulumiCommands.ReadFile("differences.json"), PulumiJson.Default.Differences)!;
}

/// <summary>Writes the page on Pulumi's commands and options from the command tree, the refusals and the differences.</summary>
internal sealed class CompatibilityPage(PulumiCommands pulumi, Differences differences)
{
    private readonly StringBuilder _page = new();

    public string Write()
    {
        _page.Append(
            $"""
            # Pulumi's command line and infra's

            <!-- Generated from the command tree: UPDATE_GENERATED=1 dotnet test tests/Cli.Tests -->

            Every command and option of Pulumi {pulumi.Version} either works in `infra`, or is refused by name with the reason, with exit code 1.
            Exit codes are Pulumi's. Names, short forms and aliases are the same unless a table says otherwise.


            """
        );
        WriteCommands();
        WriteOptions();
        WriteOwnCommands();
        WriteVariables();
        return _page.ToString();
    }

    private void WriteCommands()
    {
        _page.Append(
            """
            ## Commands

            | Pulumi | infra | refused options | options of infra only | difference, or reason of the refusal |
            |---|---|---|---|---|

            """
        );
        foreach (var command in pulumi.Commands.Where(command => command.Path != "pulumi"))
        {
            var name = string.Join(", ", command.Aliases.Prepend($"pulumi {command.Path}").Select(Code));
            if (command.Found is RefusedCommand refused)
            {
                Row(name, "refused", "", "", refused.Reason);
            }
            else
            {
                Row(
                    name,
                    Code($"infra {command.InfraPath}"),
                    List(command.MissingOptions),
                    List(command.AddedOptions),
                    differences.Commands.GetValueOrDefault(command.Path, "")
                );
            }
        }
    }

    private void WriteOptions()
    {
        _page.Append(
            """

            ## Options

            An option without a note works on every command that has it in Pulumi.

            | option | refused | reason, or difference |
            |---|---|---|

            """
        );
        var uses =
            from command in pulumi.Commands
            from option in command.Options
            group (Command: command, Option: option) by option.Split(' ')[0];
        foreach (var use in uses.OrderBy(use => use.Key, StringComparer.Ordinal))
        {
            var refused = use.Where(entry => entry.Command.FindOption(use.Key) is null).Select(entry => entry.Command).ToArray();
            var notes = refused
                .Select(command => RefusedOptions.FindReason(command.InfraPath, use.Key) ?? "")
                .Append(differences.Options.GetValueOrDefault(use.Key, ""))
                .Where(note => note.Length > 0)
                .Distinct();
            var where =
                refused.Length == 0 ? ""
                : refused.Length == use.Count() ? "yes"
                : "in " + List(refused.Select(command => command.Path));
            Row(List(use.SelectMany(entry => entry.Option.Split(' ')).Distinct()), where, string.Join("; ", notes));
        }
    }

    private void WriteOwnCommands()
    {
        _page.Append(
            """

            ## Commands of infra only

            | command | what it does |
            |---|---|

            """
        );
        var known = pulumi.Commands.Select(command => command.Found).ToHashSet();
        WriteOwn(PulumiCommands.Root, "infra");

        void WriteOwn(System.CommandLine.Command parent, string path)
        {
            foreach (var child in parent.Subcommands.Where(child => !child.Hidden))
            {
                if (!known.Contains(child) && child.Subcommands.Count == 0)
                {
                    Row(Code($"{path} {child.Name}"), child.Description ?? "");
                }

                WriteOwn(child, $"{path} {child.Name}");
            }
        }
    }

    private void WriteVariables()
    {
        _page.Append(
            """

            ## Environment variables

            The Kubernetes provider reads those of Pulumi's (`KUBECONFIG`, `PULUMI_K8S_…`), too. Other variables of Pulumi's command line, such as
            `PULUMI_OPTION_…`, are not read.

            | variable | meaning |
            |---|---|

            """
        );
        foreach (var (name, meaning) in differences.Variables)
        {
            Row(Code(name), meaning);
        }
    }

    private void Row(params string[] cells) => _page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Code(string text) => $"`{text}`";

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(Code));
}
