using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>A ResourceQuota is ready when its status has all limits of its spec.</summary>
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
    public bool IsEvident(JsonObject live) => Available(live) == Desired(live);

    public Readiness Evaluate(JsonObject live, WatchView related) =>
        IsEvident(live) ? Readiness.Ready : Readiness.Waiting($"{Available(live)} of {Desired(live)} pods are available");

    private static long Desired(JsonObject live) => live.Integer("spec", "replicas") ?? 1;

    private static long Available(JsonObject live) => live.Integer("status", "availableReplicas") ?? 0;
}

/// <summary>A service account token Secret is ready when it has data. Other Secrets are ready at once.</summary>
internal sealed class SecretRule : IReadinessRule
{
    public TimeSpan DefaultTimeout => TimeSpan.FromSeconds(5);

    public bool IsEvident(JsonObject live) =>
        live.Text("type") != "kubernetes.io/service-account-token" || live["data"] is JsonObject { Count: > 0 };

    public Readiness Evaluate(JsonObject live, WatchView related) =>
        IsEvident(live) ? Readiness.Ready : Readiness.Waiting("waiting for the token: does the service account exist?");
}
