using System.CommandLine;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.State;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Questions;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary><c>infra rehearse --compare</c>: two stacks, or two versions of one, under the same scenario.</summary>
internal sealed class CompareQuestion : IQuestion
{
    private const string StackPrefix = "stack:";
    private const string GitPrefix = "git:";
    private const string ScenarioFolder = "stacks/rehearsals";

    private readonly Option<string?> _base = new("--compare")
    {
        Description = "Compare with another stack, or with the settings of a commit: STACK, stack:STACK or git:COMMIT",
        HelpName = "BASE",
    };

    public string Name => _base.Name;

    public void AddTo(Command command) => command.Options.Add(_base);

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_base) is not null;

    public async Task<ExitCode> AnswerAsync(QuestionContext context, CancellationToken cancellation)
    {
        context.Reports.RefuseJunit(context.Parsed, Name);
        var workspace = WorkspaceAccess.Open(context.Parsed);
        var stack = workspace.ResolveConfigured(context.Stack);
        var given = context.Parsed.GetValue(_base)!;
        var isStack = IsStack(workspace, given);
        using var commit = isStack ? null : await CheckOutAsync(workspace, given, cancellation);
        var subject = new StackTrial(workspace, stack, context.Scenario, context.Cluster, context.Seed);
        var former = commit is null
            ? new StackTrial(workspace, FindStack(workspace, stack, given), context.Scenario, context.Cluster, context.Seed)
            : new StackTrial(await OpenAsync(workspace, commit, cancellation), stack, context.Scenario, context.Cluster, context.Seed);
        var (before, beforeErrors) = await former.AskAsync([], cancellation);
        var (after, errors) = await subject.AskAsync([], cancellation);
        ErrorOutput.WriteEach(context.Parsed, beforeErrors.Select(error => $"{Name} {given}: {error}").Concat(errors));
        if (before is null || after is null)
        {
            return ExitCode.Configuration;
        }

        var scenario = ScenarioChoice.ChooseOne(context.Scenario, context.Ready, after.Plan, Name);
        _ = ScenarioChoice.ChooseOne(context.Scenario, context.Ready, before.Plan, Name);
        var comparison = new Comparison
        {
            Base = isStack ? StripPrefix(given) : await DescribeAsync(workspace, StripPrefix(given), cancellation),
            Stack = commit is null ? stack.Name : $"{stack.Name} now",
            Cluster = after.Name,
            Scenario = scenario.Name,
            Before = null,
            After = null,
            Caveat =
                !isStack && await HasOtherProgramAsync(workspace, StripPrefix(given), cancellation)
                    ? "C# sources have changed since. Both sides are what the present program makes of their settings."
                    : null,
        };
        var found = await RunAsync(context.Parsed, comparison, [(former, before), (subject, after)], scenario, cancellation);
        comparison = comparison with { Before = found[0], After = found[1] };
        context.Reports.Write(context.Parsed, Describe(comparison), context.AsJson);
        return comparison.IsInterrupted ? ExitCode.Cancelled
            : comparison.IsNoWorse ? ExitCode.Success
            : ExitCode.Error;
    }

    private static async Task<IReadOnlyList<VariantFigures?>> RunAsync(
        ParseResult parsed,
        Comparison comparison,
        (StackTrial Trial, ClusterRehearsal Rehearsal)[] sides,
        ScenarioChoice scenario,
        CancellationToken cancellation
    )
    {
        using var progress = new QuestionProgress<string>(parsed, name => name, sides.Length);
        string[] names = [comparison.Base, comparison.Stack];
        var rehearsals = new VariantRehearsals((objects, plan, cancelled) => Rehearsals.Run(objects, plan, scenario, null, cancelled));
        return await rehearsals.RunAsync(
            [
                .. sides.Select(
                    (side, i) =>
                        new Variant(names[i], async cancelled =>
                            (await side.Trial.RenderAsync(side.Rehearsal, [], cancelled), side.Rehearsal.Plan)
                        )
                ),
            ],
            (variant, result) =>
            {
                progress.Report(variant.Name);
                return VariantFigures.Of(result);
            },
            cancellation
        );
    }

    private static bool IsStack(Workspace workspace, string given) =>
        given.StartsWith(StackPrefix, StringComparison.Ordinal)
        || (!given.StartsWith(GitPrefix, StringComparison.Ordinal) && workspace.StackNames().Contains(given, StringComparer.Ordinal));

    private static async Task<RevisionCheckout> CheckOutAsync(Workspace workspace, string given, CancellationToken cancellation)
    {
        try
        {
            return await RevisionCheckout.CreateAsync(workspace.Project.RootDirectory, StripPrefix(given), cancellation);
        }
        catch (UsageException error) when (!given.StartsWith(GitPrefix, StringComparison.Ordinal))
        {
            throw new UsageException(
                $"--compare: there is no stack '{given}' ({string.Join(", ", workspace.StackNames())}), and {error.Message}",
                error.ExitCode
            );
        }
    }

    private static StackName FindStack(Workspace workspace, StackName subject, string given)
    {
        var former = workspace.ResolveConfigured(StripPrefix(given));
        return former != subject
            ? former
            : throw new UsageException(
                $"--compare compares '{subject.Name}' with itself: name another stack, or a commit as {GitPrefix}COMMIT",
                ExitCode.Configuration
            );
    }

    /// <summary>Opens the project of a commit, with the scenarios of the present one: both sides get the same.</summary>
    private static Task<Workspace> OpenAsync(Workspace workspace, RevisionCheckout commit, CancellationToken cancellation)
    {
        var directory = commit.ProjectDirectory;
        if (!File.Exists(Path.Combine(directory, Path.GetFileName(workspace.Project.FilePath))))
        {
            throw new UsageException($"--compare: the commit has no {workspace.Project.FilePath}", ExitCode.Configuration);
        }

        ReplaceFiles(Path.Combine(workspace.Project.RootDirectory, ScenarioFolder), Path.Combine(directory, ScenarioFolder));
        return workspace.OpenVersionAsync(directory, BuildingNote.Show, cancellation);
    }

    private static void ReplaceFiles(string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        if (Directory.Exists(from))
        {
            Directory.CreateDirectory(to);
            foreach (var file in Directory.EnumerateFiles(from))
            {
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            }
        }
    }

    /// <summary>Whether C# sources differ from those of a commit, which are not compared.</summary>
    private static async Task<bool> HasOtherProgramAsync(Workspace workspace, string revision, CancellationToken cancellation) =>
        !string.IsNullOrWhiteSpace(
            await Git.RunAsync(workspace.Project.RootDirectory, cancellation, "diff", "--name-only", revision, "--", "*.cs", "*.csproj")
        );

    private static async Task<string> DescribeAsync(Workspace workspace, string revision, CancellationToken cancellation) =>
        (
            await Git.RunAsync(
                workspace.Project.RootDirectory,
                cancellation,
                "rev-parse",
                "--verify",
                "--short",
                "--end-of-options",
                $"{revision}^{{commit}}"
            )
        )?.Trim()
            is { Length: > 0 } hash
        && hash != revision
            ? $"{revision} ({hash})"
            : revision;

    private static string StripPrefix(string given) =>
        given.StartsWith(StackPrefix, StringComparison.Ordinal) ? given[StackPrefix.Length..]
        : given.StartsWith(GitPrefix, StringComparison.Ordinal) ? given[GitPrefix.Length..]
        : given;

    private static WrittenReport Describe(Comparison comparison) =>
        new()
        {
            Text = width => ComparisonReport.WriteText(comparison, width),
            Html = output => WrittenReport.Write(ComparisonReport.WriteHtml(comparison), output),
            Markdown = output => WrittenReport.Write(ComparisonReport.WriteMarkdown(comparison), output),
            Csv = output => WrittenReport.Write(writer => ComparisonData.WriteCsv(comparison, writer), output),
            Json = output => ComparisonData.WriteJson(comparison, output),
        };
}
