using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Operations.Metadata;

/// <summary>Finds out what the history records of an update: the commit, the CI job, the names of the options.</summary>
internal static class UpdateMetadataReader
{
    private const string VariablePrefix = "PULUMI_";

    /// <param name="parsed">The command line.</param>
    /// <param name="directory">The project's folder.</param>
    /// <param name="hasPlan">True where the update carries out a saved plan.</param>
    public static async Task<UpdateMetadata> ReadAsync(ParseResult parsed, string directory, bool hasPlan)
    {
        // Not cancelled with the update: one that is interrupted is recorded, too. The search has a time limit of its own.
        var (commit, title) = await GitMetadata.ReadAsync(directory, CancellationToken.None);
        var entries = DescribeCommand(parsed, hasPlan).Concat(CiSystem.Describe(Environment.GetEnvironmentVariable)).Concat(commit);
        return new UpdateMetadata(title, entries.DistinctBy(entry => entry.Key).ToDictionary());
    }

    private static IEnumerable<KeyValuePair<string, string>> DescribeCommand(ParseResult parsed, bool hasPlan) =>
        [
            KeyValuePair.Create("exec.kind", "cli"),
            KeyValuePair.Create("pulumi.arch", GetArchitecture()),
            KeyValuePair.Create(
                "pulumi.os",
                OperatingSystem.IsMacOS() ? "darwin"
                    : OperatingSystem.IsWindows() ? "windows"
                    : "linux"
            ),
            KeyValuePair.Create("pulumi.version", Workspace.Version),
            KeyValuePair.Create("stack.environments", "[]"),
            KeyValuePair.Create("updatePlan", hasPlan ? "true" : "false"),
            .. Environment
                .GetEnvironmentVariables()
                .Keys.Cast<string>()
                .Where(name => name.StartsWith(VariablePrefix, StringComparison.Ordinal))
                .Select(name => KeyValuePair.Create($"pulumi.env.{name}", "set")),
            .. parsed
                .CommandResult.Children.Concat(parsed.RootCommandResult.Children)
                .OfType<OptionResult>()
                .Where(option => !option.Implicit)
                .Select(DescribeOption),
        ];

    private static KeyValuePair<string, string> DescribeOption(OptionResult given) =>
        KeyValuePair.Create(
            $"pulumi.flag.{given.Option.Name.TrimStart('-')}",
            given.Option.ValueType != typeof(bool) ? "set"
                : given.Tokens.Count > 0 ? given.Tokens[0].Value.ToLowerInvariant()
                : "true"
        );

    private static string GetArchitecture() =>
        RuntimeInformation.OSArchitecture == Architecture.X64 ? "amd64" : RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
}
