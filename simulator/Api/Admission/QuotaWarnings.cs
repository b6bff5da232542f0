using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>The warnings about quotas that allow less than is requested.</summary>
internal static class QuotaWarnings
{
    private static readonly string[] _resources = ["cpu", "memory", "storage", "ephemeral-storage"];

    public static void Add(JsonObject hard, List<string> warnings)
    {
        foreach (var resource in _resources)
        {
            var (requestName, limitName) = ($"requests.{resource}", $"limits.{resource}");
            if (!hard.ContainsKey(requestName) && resource is "cpu" or "memory")
            {
                requestName = resource;
            }

            if (hard[requestName] is not { } requested || hard[limitName] is not { } limited)
            {
                continue;
            }

            var (request, limit) = (Quantity.FromJson(requested), Quantity.FromJson(limited));
            if (request > limit)
            {
                warnings.Add($"ResourceQuota {requestName} ({request}) should be less than {limitName} ({limit})");
            }
        }
    }
}
