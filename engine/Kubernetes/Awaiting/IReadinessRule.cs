using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>Decides when objects of a kind are ready. Rules are pure: they use neither clock nor network.</summary>
internal interface IReadinessRule
{
    /// <summary>The default timeout of a wait.</summary>
    TimeSpan DefaultTimeout => TimeSpan.FromMinutes(10);

    /// <summary>Lists the types of other objects that the rule reads, in the object's namespace or cluster-scoped.</summary>
    IReadOnlyCollection<GroupVersionKind> Related(JsonObject live) => [];

    /// <summary>True if the object is ready and shows it without related objects.</summary>
    bool IsEvident(JsonObject live) => false;

    /// <summary>Evaluates the readiness of an object.</summary>
    Readiness Evaluate(JsonObject live, WatchView related);
}
