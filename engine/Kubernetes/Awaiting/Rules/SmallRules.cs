using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>A quota is ready when its controller has taken over all of its limits.</summary>
internal sealed class ResourceQuotaRule : IReadinessRule
{
    public TimeSpan DefaultTimeout => TimeSpan.FromMinutes(1);

    public bool IsEvident(JsonObject live) => JsonNode.DeepEquals(live.At("spec", "hard") ?? new JsonObject(), live.At("status", "hard"));

    public Readiness Evaluate(JsonObject live, WatchView related) =>
        IsEvident(live) ? Readiness.Ready : Readiness.Waiting("waiting for the limits to be in force");
}

/// <summary>A ReplicationController is ready when all its replicas are available.</summary>
internal sealed class ReplicationControllerRule : IReadinessRule
{
    public bool IsEvident(JsonObject live) => Available(live) == Wanted(live);

    public Readiness Evaluate(JsonObject live, WatchView related) =>
        IsEvident(live) ? Readiness.Ready : Readiness.Waiting($"{Available(live)} of {Wanted(live)} pods are available");

    private static long Wanted(JsonObject live) => live.Integer("spec", "replicas") ?? 1;

    private static long Available(JsonObject live) => live.Integer("status", "availableReplicas") ?? 0;
}

/// <summary>A Secret for a service account's token is ready when a controller has put the token in; any other is at once.</summary>
internal sealed class SecretRule : IReadinessRule
{
    public TimeSpan DefaultTimeout => TimeSpan.FromSeconds(5);

    public bool IsEvident(JsonObject live) =>
        live.Text("type") != "kubernetes.io/service-account-token" || live["data"] is JsonObject { Count: > 0 };

    public Readiness Evaluate(JsonObject live, WatchView related) =>
        IsEvident(live) ? Readiness.Ready : Readiness.Waiting("waiting for the token: does the service account exist?");
}
