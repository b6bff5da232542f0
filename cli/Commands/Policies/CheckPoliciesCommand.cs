using System.CommandLine;
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
        var plan = new Option<bool>("--plan") { Description = "Check what an update would make of the stack, instead of what it is" };
        var manifests = new Option<string?>("--manifests") { Description = "Check the Kubernetes objects in this folder's YAML files instead of a stack", HelpName = "DIR" };
        var sarif = new Option<string?>("--sarif") { Description = "Write what was found in SARIF 2.1.0, for code scanning", HelpName = "FILE" };
        var policies = new PolicyOptionSet();
        var command = new InfraCommand(
            "check", "Hold a stack as it was last left or as it would become, or any manifests, against policy packs; exits with 1 where something mandatory is violated",
            ("infra policy check --stack prod", "Check what the stack prod consists of"),
            ("infra policy check --stack prod --plan", "Check what `infra up` would make of it now"),
            ("infra policy check --manifests k8s --sarif findings.sarif", "Check the objects below k8s/; no Pulumi, stack or cluster is needed"))
        { stack, plan, manifests, sarif };
        policies.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(manifests) is not null && (parsed.GetValue(stack) is not null || parsed.GetValue(plan)))
            {
                throw new UsageException("--manifests excludes --stack and --plan", ExitCode.Configuration);
            }

            var directory = WorkspaceAccess.Directory(parsed);
            var named = policies.Read(parsed);
            var set = parsed.GetValue(manifests) is { } folder ? ManifestSet.Read(Path.GetFullPath(folder, directory)) : null;
            foreach (var note in set?.Notes ?? [])
            {
                Note(note);
            }

            var result = set is not null
                ? await PolicyChecks.CheckAsync(set, DefaultPack.OrNamed(named, parsed), Note, cancellationToken)
                : await CheckStackAsync(parsed, parsed.GetValue(stack), parsed.GetValue(plan), named, cancellationToken);
            new PolicyReport(Palette.For(parsed, Console.IsOutputRedirected)).Write(Console.Out, result.Violations, [], urn => Place(set, urn, directory));
            if (parsed.GetValue(sarif) is { } file)
            {
                var ofStack = set is null ? StackPlace(parsed, parsed.GetValue(stack)) : null;
                await new SarifWriter(result, set is null ? _ => ofStack : set.Find, directory).WriteAsync(Path.GetFullPath(file, directory), cancellationToken);
            }

            var mandatory = result.Violations.Count(violation => violation.Level == PolicyLevel.Mandatory);
            Console.WriteLine($"{mandatory} mandatory and {result.Violations.Count - mandatory} advisory findings");
            return (int)(result.IsAllowed ? ExitCode.Success : ExitCode.Error);
        });
        return command;
    }

    private static void Note(string line) => Console.Error.WriteLine(line);

    private static async Task<PolicyCheckResult> CheckStackAsync(
        ParseResult parsed, string? stack, bool isPlanned, IReadOnlyList<PolicyPackReference> packs, CancellationToken cancellationToken)
    {
        var workspace = WorkspaceAccess.Open(parsed);
        return await workspace.Operations(await workspace.ResolveOrCreateAsync(stack, cancellationToken))
            .CheckPoliciesAsync(new OperationOptions { PolicyPacks = packs, Cancelled = cancellationToken, Aborted = cancellationToken }, isPlanned, DefaultPack.Of(parsed), Note);
    }

    // A stack's resources stand in no file: what configures them is nearest.
    private static ManifestPlace StackPlace(ParseResult parsed, string? stack)
    {
        var workspace = WorkspaceAccess.Open(parsed);
        return new ManifestPlace(workspace.Project.StackFile(workspace.ResolveConfigured(stack).Name), 1);
    }

    private static string? Place(ManifestSet? set, Urn urn, string directory) =>
        set?.Find(urn) is { } place ? $"{Path.GetRelativePath(directory, place.File)}:{place.Line} {urn.Type[(urn.Type.LastIndexOf(':') + 1)..]} {urn.Name}" : null;
}
