using System.CommandLine;
using System.Globalization;
using Infra.Cli.Reports;
using Infra.Engine.Policies;
using Infra.Engine.Resources;
using Infra.Reports;

namespace Infra.Cli.Commands.Policies;

/// <summary>The options that write the violations of policies in the forms of CI systems.</summary>
internal sealed class PolicyReportOptions
{
    private readonly Option<string?> _sarif = Create("--sarif", "Write the violations as SARIF 2.1.0, for code scanning");
    private readonly Option<string?> _codeQuality = Create("--code-quality", "Write the violations as GitLab's code quality report");
    private readonly Option<string?> _junit = Create("--junit", "Write a JUnit report with a test case for each policy");

    public void AddTo(Command command)
    {
        command.Add(_sarif);
        command.Add(_codeQuality);
        command.Add(_junit);
    }

    /// <summary>Writes the reports that the command line asks for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="result">The policies and their violations.</param>
    /// <param name="subject">What was checked, e.g. <c>the stack shop/prod</c>.</param>
    /// <param name="locate">Finds the file and line of a resource.</param>
    /// <exception cref="UsageException">A file cannot be written.</exception>
    public void Write(ParseResult parsed, PolicyCheckResult result, string subject, Func<Urn, ManifestPlace?> locate)
    {
        var directory = WorkspaceAccess.Directory(parsed);
        WriteFile(_sarif, new SarifWriter(result, locate, directory).Write);
        WriteFile(_codeQuality, new CodeQualityWriter(result, locate, directory).Write);
        WriteFile(_junit, output =>
            JunitWriter.Write(
                PolicyJunit.Describe(result, subject, violation => $"{Locate(violation.Urn)}{ReportText.Resource(violation.Urn)}"),
                output
            )
        );

        void WriteFile(Option<string?> option, Action<Stream> write)
        {
            if (parsed.GetValue(option) is { } file)
            {
                var path = file == ReportFile.StandardOutput ? file : Path.GetFullPath(file, directory);
                ReportFile.Write(option.Name, path, write);
            }
        }

        string Locate(Urn urn) =>
            locate(urn) is { } place
                ? $"{Path.GetRelativePath(directory, place.File)}:{place.Line.ToString(CultureInfo.InvariantCulture)} "
                : "";
    }

    private static Option<string?> Create(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
