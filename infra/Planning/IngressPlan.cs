using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>The Ingress of a service.</summary>
/// <param name="Class">Its class; null for the cluster's default.</param>
/// <param name="Certificates">The certificates of its hosts.</param>
internal sealed record IngressPlan(string? Class, ImmutableArray<IngressCertificate> Certificates)
{
    public static IngressPlan Create(TrafficSettings traffic, LoadBalancingSettings balancing) =>
        new(balancing.IngressClass, traffic.Hosts.IsEmpty ? PlanForAllHosts(balancing) : PlanByHost(traffic.Hosts, balancing));

    /// <summary>The Ingress for the requests that no other one has a rule for.</summary>
    public static IngressPlan CreateDefault(LoadBalancingSettings balancing) => new(balancing.IngressClass, PlanForAllHosts(balancing));

    /// <summary>
    /// The key of the certificate in <c>tls</c> for a host: the host itself, or the wildcard with one label in its place; null if it has
    /// none of its own.
    /// </summary>
    public static string? FindCertificate(string host, LoadBalancingSettings balancing)
    {
        var wildcard = $"*{host[Math.Max(0, host.IndexOf('.', StringComparison.Ordinal))..]}";
        return balancing.Tls.ContainsKey(host) ? host
            : balancing.Tls.ContainsKey(wildcard) ? wildcard
            : null;
    }

    /// <summary>An entry without hosts applies to all hosts that the controller serves.</summary>
    private static ImmutableArray<IngressCertificate> PlanForAllHosts(LoadBalancingSettings balancing) =>
        balancing.TlsSecret is { } secret ? [new IngressCertificate(secret, [])] : [];

    private static ImmutableArray<IngressCertificate> PlanByHost(IEnumerable<string> hosts, LoadBalancingSettings balancing) =>
        [
            .. hosts
                .Select(host => (Host: host, Secret: FindSecret(host, balancing)))
                .Where(host => host.Secret is not null)
                .GroupBy(host => host.Secret!, host => host.Host, StringComparer.Ordinal)
                .Select(group => new IngressCertificate(group.Key, [.. group])),
        ];

    private static string? FindSecret(string host, LoadBalancingSettings balancing) =>
        FindCertificate(host, balancing) is { } key ? balancing.Tls[key] : balancing.TlsSecret;
}

/// <summary>A certificate of an Ingress.</summary>
/// <param name="Secret">The name of its Secret.</param>
/// <param name="Hosts">The hosts that it is for; empty for all.</param>
internal sealed record IngressCertificate(string Secret, ImmutableArray<string> Hosts);
