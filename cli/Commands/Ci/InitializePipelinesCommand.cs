using System.CommandLine;
using Infra.Cli.Clusters;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Commands.Policies;
using Infra.Cli.Pipelines;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Ci;

/// <summary><c>infra ci init</c>.</summary>
internal static class InitializePipelinesCommand
{
    private const string DefaultBranch = "main";
    private const string DefaultTest = "dotnet test";
    private const string GlobalJson = "global.json";
    private const string PacksSetting = "policies:packs";

    public static Command Create()
    {
        var system = new Argument<string>("SYSTEM") { Description = $"The CI system: {string.Join(" or ", PipelineSystem.Names)}" };
        system.AcceptOnlyFromAmong([.. PipelineSystem.Names]);
        var stacks = new Option<string[]>("--stack", "-s")
        {
            Description =
                "A stack to deploy, in the order in which a change reaches them; the last one waits for an approval (default: those on real clusters)",
            HelpName = "STACK",
        };
        var branch = new Option<string?>("--branch")
        {
            Description = $"The branch that is deployed (default: {DefaultBranch})",
            HelpName = "BRANCH",
        };
        var test = new Option<string?>("--test")
        {
            Description = $"The command that tests the repository (default: {DefaultTest})",
            HelpName = "COMMAND",
        };
        var scenario = new Option<string?>("--scenario")
        {
            Description = "The scenario of stacks/rehearsals to rehearse (default: the ready-made ones that need no numbers)",
            HelpName = "SCENARIO",
        };
        var source = new Option<string?>("--pack")
        {
            Description = "Build infra from this project of the repository instead of installing its package",
            HelpName = "PROJECT",
        };
        var check = new Option<bool>("--check") { Description = "Write nothing; exit with 1 if a file is not what would be written" };
        var force = new Option<bool>("--force") { Description = "Overwrite files that the command has not written" };
        var command = new InfraCommand(
            "init",
            "Write the files of a CI system that test, preview, deploy and watch the stacks of the project",
            ("infra ci init github", "Write workflows for all stacks on real clusters, and say what to set on GitHub"),
            ("infra ci init gitlab --stack staging --stack prod", "Deploy staging, then prod after an approval"),
            ("infra ci init github --stack prod --check", "Fail in a test if the files are outdated")
        )
        {
            system,
            stacks,
            branch,
            test,
            scenario,
            source,
            check,
            force,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.OpenWithoutSecrets(parsed);
                var project = workspace.Project.RootDirectory;
                var root = (await Git.RunAsync(project, cancellationToken, "rev-parse", "--show-toplevel"))?.TrimEnd('\n') ?? project;
                var chosen = await ChooseStacksAsync(workspace, parsed.GetValue(stacks) ?? [], cancellationToken);
                var subject = new PipelineSubject
                {
                    Stacks = chosen,
                    Branch = RequireLine(branch, parsed.GetValue(branch)) ?? DefaultBranch,
                    Directory = Path.GetRelativePath(root, project).Replace('\\', '/'),
                    GlobalJson = File.Exists(Path.Combine(root, GlobalJson)) ? GlobalJson : null,
                    Test = RequireLine(test, parsed.GetValue(test)) ?? DefaultTest,
                    Version = Workspace.Version.TrimStart('v'),
                    ToolProject = RequireLine(source, parsed.GetValue(source)),
                    Scenario = RequireLine(scenario, parsed.GetValue(scenario)),
                    HasPolicies = Directory.Exists(DefaultPack.Get(parsed).Path) || chosen.Any(stack => NamesPacks(workspace, stack)),
                };
                var header = PipelineFolder.Header(
                    Describe(
                        parsed.GetRequiredValue(system),
                        [
                            .. chosen.Select(stack => (stacks.Name, (string?)stack)),
                            .. ((Option<string?>[])[branch, test, scenario, source]).Select(option =>
                                (option.Name, parsed.GetValue(option))
                            ),
                        ]
                    )
                );
                RequireWords(subject);
                var pipeline = PipelineSystem.Create(parsed.GetRequiredValue(system), subject);
                PipelineFile[] files = [.. pipeline.Files.Select(file => file with { Text = header + file.Text })];
                var folder = new PipelineFolder(root);
                return (int)(parsed.GetValue(check) ? Check(folder, files) : Write(folder, files, pipeline, parsed.GetValue(force)));
            }
        );
        return command;
    }

    /// <summary>The named stacks, or those that deploy to other than simulated clusters.</summary>
    private static async Task<IReadOnlyList<string>> ChooseStacksAsync(
        Workspace workspace,
        string[] named,
        CancellationToken cancellationToken
    )
    {
        if (named.Length > 0)
        {
            return named.Distinct(StringComparer.Ordinal).Count() < named.Length
                ? throw new UsageException("--stack names a stack twice", ExitCode.Configuration)
                : [.. named.Select(stack => workspace.ResolveConfigured(stack).Name)];
        }

        var real = new List<string>();
        foreach (var stack in workspace.StackNames())
        {
            var answer = await workspace
                .Operations(workspace.ResolveConfigured(stack))
                .QueryAsync(
                    TargetClusters.Query,
                    new OperationOptions { Cancelled = cancellationToken, Aborted = Interrupts.Aborted },
                    BuildingNote.Show
                );
            if (answer.Status is QueryStatus.Failed or QueryStatus.InvalidSettings)
            {
                throw new UsageException(
                    $"where the stack '{stack}' deploys to cannot be found out; correct it, or name the stacks with --stack:\n{answer.Errors.TrimEnd()}",
                    ExitCode.Configuration
                );
            }

            if (answer.Status == QueryStatus.NotSupported || TargetClusters.Parse(answer.Answer).Simulated.Count == 0)
            {
                real.Add(stack);
            }
        }

        return real.Count > 0
            ? StackOrder.Sort(real)
            : throw new UsageException(
                "no stack deploys to a real cluster, so there is nothing to deploy: name the stacks with --stack, in their order",
                ExitCode.Configuration
            );
    }

    private static bool NamesPacks(Workspace workspace, string stack) =>
        workspace.Configuration(workspace.ResolveConfigured(stack)).File.Entries.Any(entry => entry.Key.ToString() == PacksSetting);

    private static ExitCode Check(PipelineFolder folder, PipelineFile[] files)
    {
        var outdated = folder.FindOutdated(files);
        foreach (var path in outdated)
        {
            Console.WriteLine($"{path}: missing or outdated");
        }

        return outdated.Count == 0 ? ExitCode.Success : ExitCode.Error;
    }

    private static ExitCode Write(PipelineFolder folder, PipelineFile[] files, Pipeline pipeline, bool mayReplace)
    {
        var changed = folder.Write(files, mayReplace);
        foreach (var file in files)
        {
            Console.WriteLine(
                folder.IsLeft(file)
                    ? $"left as it is: {file.Path}; add to it what docs/pipelines.md says"
                    : $"{(changed.Contains(file.Path) ? "wrote" : "unchanged")} {file.Path}"
            );
        }

        Console.WriteLine();
        Console.WriteLine("To set:");
        foreach (var setting in pipeline.Settings)
        {
            Console.WriteLine($"    - {setting}");
        }

        Console.WriteLine("docs/pipelines.md explains each.");
        return ExitCode.Success;
    }

    /// <summary>The command line that writes the same files, whatever stacks are added.</summary>
    private static string Describe(string system, IEnumerable<(string Option, string? Value)> options) =>
        $"infra ci init {system}"
        + string.Concat(
            options.Where(option => option.Value is not null).Select(option => $" {option.Option} {QuoteForShell(option.Value!)}")
        );

    private static string QuoteForShell(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Refuses what a shell, YAML or an expression of a CI system would read as something else.</summary>
    private static void RequireWords(PipelineSubject subject)
    {
        (string Name, string? Text)[] words =
        [
            ("the folder of the project", subject.Directory),
            ("--pack", subject.ToolProject),
            ("--scenario", subject.Scenario),
            ("--branch", subject.Branch),
        ];
        string[] problems =
        [
            .. words
                .Where(word =>
                    word.Text?.All(c => char.IsAsciiLetterOrDigit(c) || " ._/@+-".Contains(c, StringComparison.Ordinal)) == false
                )
                .Select(word => $"{word.Name} '{word.Text}' has characters other than letters, digits, spaces and ._/@+-"),
            .. subject.Test.Contains("${{", StringComparison.Ordinal)
                ? ["--test contains '${{', which GitHub evaluates"]
                : Array.Empty<string>(),
            .. subject
                .Stacks.GroupBy(PipelineSubject.Identifier, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Skip(1).Any())
                .Select(group =>
                    $"the jobs of the stacks {string.Join(" and ", group)} would have one name: rename one, or name the stacks with --stack"
                ),
        ];
        if (problems.Length > 0)
        {
            throw new ConfigurationException(problems);
        }
    }

    // It becomes part of a line of YAML and of a comment.
    private static string? RequireLine(Option option, string? text) =>
        text is null || !text.Any(char.IsControl)
            ? text
            : throw new UsageException($"{option.Name} must be one line without control characters", ExitCode.Configuration);
}
