using System.Text;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>
/// Serves <c>/healthz</c>, <c>/livez</c> and <c>/readyz</c>, and each of their checks. The checks have the names of Kubernetes' API server;
/// a server that answers has passed those of its start, since it listens only afterwards.
/// </summary>
internal static class HealthEndpoints
{
    private static readonly string[] _common =
    [
        "poststarthook/start-apiserver-admission-initializer",
        "poststarthook/generic-apiserver-start-informers",
        "poststarthook/priority-and-fairness-config-consumer",
        "poststarthook/priority-and-fairness-filter",
        "poststarthook/storage-object-count-tracker-hook",
        "poststarthook/start-apiextensions-informers",
        "poststarthook/start-apiextensions-controllers",
        "poststarthook/crd-informer-synced",
        "poststarthook/start-system-namespaces-controller",
        "poststarthook/peer-endpoint-reconciler-controller",
        "poststarthook/start-cluster-authentication-info-controller",
        "poststarthook/start-kube-apiserver-identity-lease-controller",
        "poststarthook/start-kube-apiserver-identity-lease-garbage-collector",
        "poststarthook/storage-readiness",
        "poststarthook/start-legacy-token-tracking-controller",
        "poststarthook/start-service-ip-repair-controllers",
        "poststarthook/rbac/bootstrap-roles",
        "poststarthook/scheduling/bootstrap-system-priority-classes",
        "poststarthook/priority-and-fairness-config-producer",
        "poststarthook/bootstrap-controller",
        "poststarthook/start-kubernetes-service-cidr-controller",
        "poststarthook/aggregator-reload-proxy-client-cert",
        "poststarthook/start-kube-aggregator-informers",
        "poststarthook/apiservice-status-local-available-controller",
        "poststarthook/apiservice-status-remote-available-controller",
        "poststarthook/apiservice-registration-controller",
        "poststarthook/apiservice-wait-for-first-sync",
        "poststarthook/apiservice-discovery-controller",
        "poststarthook/kube-apiserver-autoregistration",
        "autoregister-completion",
        "poststarthook/apiservice-openapi-controller",
        "poststarthook/apiservice-openapiv3-controller",
    ];

    private static readonly Dictionary<string, string[]> _checks = new(StringComparer.Ordinal)
    {
        ["healthz"] = ["ping", "log", "loopback-serving-certificate", "etcd", .. _common],
        ["livez"] = ["ping", "log", "loopback-serving-certificate", "etcd", .. _common],
        ["readyz"] = ["ping", "log", "informer-sync", .. _common, "shutdown"],
    };

    /// <summary>The paths of all checks.</summary>
    public static IEnumerable<string> Paths =>
        _checks.SelectMany(group => group.Value.Select(check => $"/{group.Key}/{check}").Prepend($"/{group.Key}"));

    /// <summary>Answers a request for a check; returns false for other paths.</summary>
    public static async Task<bool> TryHandleAsync(HttpContext context, string[] path)
    {
        if (path.Length == 0 || !_checks.TryGetValue(path[0], out var checks))
        {
            return false;
        }

        if (path.Length > 1 && !checks.Contains(string.Join('/', path.Skip(1))))
        {
            return false;
        }

        var isVerbose = path.Length == 1 && context.Request.Query.ContainsKey("verbose");
        await context.Response.WriteTextAsync(
            StatusCodes.Status200OK,
            isVerbose ? Describe(path[0], checks, context.Request.Query["exclude"].OfType<string>()) : "ok"
        );
        return true;
    }

    private static string Describe(string group, string[] checks, IEnumerable<string> excluded)
    {
        var left = excluded.ToHashSet(StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var check in checks)
        {
            text.Append("[+]").Append(check).Append(left.Remove(check) ? " excluded: ok\n" : " ok\n");
        }

        if (left.Count > 0)
        {
            text.Append("warn: some health checks cannot be excluded: no matches for ")
                .AppendJoin(", ", left.Select(check => $"\"{check}\""))
                .Append('\n');
        }

        return text.Append(group).Append(" check passed\n").ToString();
    }
}
