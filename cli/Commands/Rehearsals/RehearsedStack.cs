using System.CommandLine;
using System.Text.Json.Nodes;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Kubernetes.Rendering;
using Infra.Engine.Operations;
using Infra.Engine.Operations.Rendering;
using Infra.Engine.State;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Stacks;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>A stack to rehearse: what it would deploy to one of its clusters, and the plan.</summary>
/// <param name="Stack">What it would deploy.</param>
/// <param name="Plan">The plan.</param>
internal sealed record RehearsedStack(StackObjects Stack, RehearsalPlan Plan)
{
    private const string Query = "rehearsal";
    private const string KubernetesTypes = "kubernetes:";

    /// <summary>Asks the program for the plan and renders the stack; nothing is deployed and no cluster is contacted.</summary>
    /// <returns>The stack, or the exit code of a failure that was shown.</returns>
    /// <exception cref="UsageException">The stack has no such cluster, or it has several and none is named.</exception>
    public static async Task<(RehearsedStack? Subject, ExitCode Failure)> LoadAsync(
        ParseResult parsed,
        string? stackOption,
        string? scenario,
        string? clusterName,
        CancellationToken cancellationToken
    )
    {
        var workspace = WorkspaceAccess.Open(parsed);
        var stack = workspace.ResolveConfigured(stackOption);
        var (cluster, failure) = await AskAsync(parsed, workspace, stack, scenario, clusterName, cancellationToken);
        if (cluster is null)
        {
            return (null, failure);
        }

        var operations = workspace.Operations(stack);
        var options = new OperationOptions { Cancelled = cancellationToken, Aborted = Interrupts.Aborted };
        var rendering = await operations.RenderAsync(options, new RenderDisplay(parsed, "Rendering").Show);
        if (rendering.Result != OperationResult.Succeeded)
        {
            return (
                null,
                rendering.Result == OperationResult.Cancelled
                    ? ExitCode.Cancelled
                    : await OperationResults.ForFailureAsync(rendering.Result, operations, cancellationToken)
            );
        }

        return (new RehearsedStack(Collect(stack, cluster, rendering), cluster.Plan), ExitCode.Success);
    }

    /// <summary>The query for the plan.</summary>
    /// <param name="scenario">The scenario of a file; null for none.</param>
    public static string QueryOf(string? scenario) => scenario is null ? Query : $"{Query} {scenario}";

    /// <summary>Reads the plan of one of the stack's clusters from the program's answer.</summary>
    /// <exception cref="UsageException">The stack has no such cluster, or it has several and none is named.</exception>
    public static ClusterRehearsal Choose(JsonObject answer, string? clusterName) => ChooseCluster(ReadPlans(answer), clusterName);

    /// <summary>What a rendered stack would deploy to a cluster.</summary>
    public static StackObjects Collect(StackName stack, ClusterRehearsal cluster, RenderOutcome rendering) =>
        new()
        {
            Stack = stack.Name,
            Cluster = cluster.Name,
            Objects = [.. SelectObjects(rendering, cluster.Name)],
            Services = cluster.Services,
        };

    /// <summary>Asks the program for the plan of one of the stack's clusters.</summary>
    /// <returns>The plan, or the exit code of a failure that was shown.</returns>
    /// <exception cref="UsageException">The stack has no such cluster, or it has several and none is named.</exception>
    public static async Task<(ClusterRehearsal? Rehearsal, ExitCode Failure)> AskAsync(
        ParseResult parsed,
        Workspace workspace,
        StackName stack,
        string? scenario,
        string? clusterName,
        CancellationToken cancellationToken
    )
    {
        var (answer, failure) = await ProgramAnswer.AskAsync(parsed, workspace, stack, QueryOf(scenario), cancellationToken);
        return answer is null ? (null, failure) : (Choose(answer, clusterName), ExitCode.Success);
    }

    private static IReadOnlyList<ClusterRehearsal> ReadPlans(JsonObject answer)
    {
        try
        {
            return PlanReader.Read(answer);
        }
        catch (FormatException error)
        {
            throw new UsageException(
                $"the program's answer to the query '{Query}' is not as docs/program-contract.md describes it: {error.Message}"
            );
        }
    }

    private static ClusterRehearsal ChooseCluster(IReadOnlyList<ClusterRehearsal> clusters, string? name)
    {
        var names = string.Join(", ", clusters.Select(cluster => cluster.Name));
        return (name, clusters) switch
        {
            (null, [var only]) => only,
            (null, _) => throw new UsageException(
                $"the stack has several clusters: choose one with --cluster ({names})",
                ExitCode.Configuration
            ),
            _ => clusters.FirstOrDefault(cluster => cluster.Name == name)
                ?? throw new UsageException(
                    clusters is [{ Name: null }]
                        ? "the stack has only one cluster: leave out --cluster"
                        : $"the stack has no cluster '{name}': choose one of {names}",
                    ExitCode.Configuration
                ),
        };
    }

    /// <summary>The objects of a cluster: the provider of each of several clusters has its name.</summary>
    private static IEnumerable<JsonObject> SelectObjects(RenderOutcome rendering, string? cluster) =>
        rendering
            .Resources.Where(resource =>
                resource.Type.StartsWith(KubernetesTypes, StringComparison.Ordinal) && (cluster is null || resource.Provider == cluster)
            )
            .Select(resource => RenderedManifest.Create(resource.Inputs));
}
