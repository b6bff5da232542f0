using System.CommandLine;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Policies;
using Infra.Engine.Resources;

namespace Infra.Cli.Commands.Policies;

/// <summary><c>infra policy check</c>.</summary>
internal static class CheckPoliciesCommand
{
    public static Command Create()
    {
        var stack = CommonOptions.Stack();
        var plan = new Option<bool>("--plan") { Description = "Check what an update would create instead of the current state" };
        var manifests = new Option<string?>("--manifests")
        {
            Description = "Check the Kubernetes objects in the YAML files of this folder instead of a stack",
            HelpName = "DIR",
        };
        var reports = new PolicyReportOptions();
        var policies = new PolicyOptionSet();
        var command = new InfraCommand(
            "check",
            "Check a stack or Kubernetes manifests against policy packs; exit with 1 if a mandatory policy is violated",
            ("infra policy check --stack prod", "Check the current state of the stack prod"),
            ("infra policy check --stack prod --plan", "Check what `infra up` would create"),
            ("infra policy check --manifests k8s --sarif findings.sarif", "Check the manifests below k8s/, without a stack")
        )
        {
            stack,
            plan,
            manifests,
            CommonOptions.WithoutSecrets,
        };
        reports.AddTo(command);
        policies.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(manifests) is not null && (parsed.GetValue(stack) is not null || parsed.GetValue(plan)))
                {
                    throw new UsageException("--manifests and --stack or --plan exclude each other", ExitCode.Configuration);
                }

                if (CommonOptions.WithholdsSecrets(parsed) && !parsed.GetValue(plan))
                {
                    throw new UsageException(
                        "--without-secrets reads no state: add --plan to check what an update of a new stack would create",
                        ExitCode.Configuration
                    );
                }

                var directory = WorkspaceAccess.Directory(parsed);
                var named = policies.Read(parsed);
                var set = parsed.GetValue(manifests) is { } folder ? ManifestSet.Read(Path.GetFullPath(folder, directory)) : null;
                foreach (var note in set?.Notes ?? [])
                {
                    Note(note);
                }

                var result = set is not null
                    ? await PolicyChecks.CheckAsync(set, DefaultPack.IfNone(named, parsed), Note, cancellationToken)
                    : await CheckStackAsync(parsed, parsed.GetValue(stack), parsed.GetValue(plan), named, cancellationToken);
                new PolicyReport(Palette.Create(parsed, Console.IsOutputRedirected)).Write(Console.Out, result.Violations, [], urn =>
                    Locate(set, urn, directory)
                );
                WriteReports(parsed, reports, result, set, parsed.GetValue(stack));
                var mandatory = result.Violations.Count(violation => violation.Level == PolicyLevel.Mandatory);
                Console.WriteLine($"{mandatory} mandatory and {result.Violations.Count - mandatory} advisory violations");
                return (int)(result.IsAllowed ? ExitCode.Success : ExitCode.Error);
            }
        );
        return command;
    }

    private static void Note(string line) => Console.Error.WriteLine(line);

    private static async Task<PolicyCheckResult> CheckStackAsync(
        ParseResult parsed,
        string? stack,
        bool isPlanned,
        IReadOnlyList<PolicyPackReference> packs,
        CancellationToken cancellationToken
    )
    {
        // Without secrets nothing is looked up in a cluster, and no simulated one is started.
        var workspace = CommonOptions.WithholdsSecrets(parsed) ? WorkspaceAccess.Open(parsed) : StackClusters.Open(parsed).Workspace;
        var options = new OperationOptions
        {
            PolicyPacks = packs,
            Cancelled = cancellationToken,
            Aborted = cancellationToken,
        };
        var operations = workspace.Operations(workspace.ResolveConfigured(stack));
        try
        {
            return await operations.CheckPoliciesAsync(options, isPlanned, DefaultPack.Get(parsed), Note);
        }
        catch (ProgramException error) when (isPlanned)
        {
            throw new UsageException(
                error.Message,
                await OperationResults.ForFailureAsync(OperationResult.Failed, operations, cancellationToken)
            );
        }
    }

    private static void WriteReports(
        ParseResult parsed,
        PolicyReportOptions reports,
        PolicyCheckResult result,
        ManifestSet? set,
        string? stack
    )
    {
        var (subject, locate) = set is null ? FindPlaces(parsed, stack) : ("the manifests", set.Find);
        reports.Write(parsed, result, subject, locate);
        foreach (var violation in result.Violations)
        {
            CommandHost.Of(parsed).Job?.Add(violation, locate(violation.Urn));
        }
    }

    // The resources of a stack have no manifest; its settings are where the user changes them.
    private static (string Subject, Func<Urn, ManifestPlace?> Locate) FindPlaces(ParseResult parsed, string? stack)
    {
        var workspace = WorkspaceAccess.Open(parsed);
        var name = workspace.ResolveConfigured(stack);
        return ($"the stack {name.Project}/{name.Name}", ServicePlaces.Read(workspace.Project.StackFile(name.Name)).Find);
    }

    private static string? Locate(ManifestSet? set, Urn urn, string directory) =>
        set?.Find(urn) is { } place
            ? $"{Path.GetRelativePath(directory, place.File)}:{place.Line} {urn.Type[(urn.Type.LastIndexOf(':') + 1)..]} {urn.Name}"
            : null;
}
