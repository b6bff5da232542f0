using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Warnings;

/// <summary>The warnings about deletions.</summary>
internal static class DeletionWarnings
{
    private const string JobsLeavePods =
        "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set "
        + "propagationPolicy=Orphan to suppress this warning";

    public static IEnumerable<string> Get(ResourceKind kind, DeleteOptions options) =>
        kind.Resource == GroupResource.Jobs && options.Propagation is null ? [JobsLeavePods] : [];
}
