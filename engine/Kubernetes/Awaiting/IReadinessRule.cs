using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>When an object of a kind is ready. A rule looks at states only, never at the clock or the network.</summary>
internal interface IReadinessRule
{
    /// <summary>How long it may take where nobody says otherwise.</summary>
    TimeSpan DefaultTimeout => TimeSpan.FromMinutes(10);

    /// <summary>The other types the rule looks at, in the object's namespace (or cluster-wide, where they live in none).</summary>
    IReadOnlyCollection<GroupVersionKind> Related(JsonObject live) => [];

    /// <summary>Whether the object alone shows that it is ready, so that nothing else has to be looked at.</summary>
    bool IsEvident(JsonObject live) => false;

    /// <summary>How far the object is.</summary>
    Readiness Evaluate(JsonObject live, WatchView related);
}
