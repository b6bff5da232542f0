using System.Collections.Immutable;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Pulumi;

namespace Infra.Backend.Cluster;

/// <summary>
/// The order of a quota and the workloads that it counts. Of what an update changes, a quota that grows comes before them, because their
/// new pods need it, and one that appears or only shrinks after them, because their old pods still count. The former quota is an output
/// of the stack.
/// </summary>
internal sealed class QuotaOrder
{
    /// <summary>The stack's output with the quota of each cluster.</summary>
    public const string OutputName = "quota";

    private readonly Output<QuotaChange> _change;
    private readonly TaskCompletionSource<ImmutableArray<Resource>> _workloads = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private QuotaOrder(Output<QuotaChange> change) => _change = change;

    /// <summary>What the quota comes after.</summary>
    public InputList<Resource> BeforeQuota =>
        _change.Apply(change => change == QuotaChange.Shrinks ? _workloads.Task : Task.FromResult(ImmutableArray<Resource>.Empty));

    /// <summary>Reads the output of the last update; null if there is none.</summary>
    /// <param name="isRendering">Whether the objects are rendered only, which has no order and depends on no former update.</param>
    public static Output<object?> ReadFormer(bool isRendering) =>
        isRendering ? Output.Create((object?)null) : FormerOutputs.Read(OutputName);

    /// <summary>Compares the quota of a cluster with the former one.</summary>
    /// <param name="quota">The quota; null for none.</param>
    /// <param name="system">The names of the system in the cluster.</param>
    /// <param name="formerQuotas">What <see cref="ReadFormer"/> gives.</param>
    public static QuotaOrder Create(NamespaceQuota? quota, SystemIdentity system, Output<object?> formerQuotas) =>
        new(
            quota is null
                ? Output.Create(QuotaChange.None)
                : formerQuotas.Apply(clusters =>
                    quota.CompareWith(
                        (clusters as ImmutableDictionary<string, object>)?.GetValueOrDefault(KeyOf(system.Cluster))
                            as ImmutableDictionary<string, object>
                    )
                )
        );

    /// <summary>The key of a cluster in the output.</summary>
    /// <param name="cluster">The cluster's name among several; null for the only one.</param>
    public static string KeyOf(string? cluster) => cluster ?? "cluster";

    /// <summary>What a workload comes after.</summary>
    /// <param name="quota">The quota; null for none.</param>
    public InputList<Resource> BeforeWorkloads(Resource? quota) =>
        _change.Apply(change => change == QuotaChange.Grows && quota is not null ? [quota] : ImmutableArray<Resource>.Empty);

    /// <summary>States the workloads, once all are declared.</summary>
    public void SetWorkloads(IEnumerable<Resource> workloads) => _workloads.SetResult([.. workloads]);
}
