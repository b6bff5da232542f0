using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>What a service asks of its traffic and the load balancing in front of it cannot do.</summary>
internal static class TrafficLimits
{
    private const string UseHaproxy = "give it hosts behind 'loadBalancing: haproxy'";
    private const string UsePolicies = "write 'loadBalancing: {policies: envoyGateway}' with that gateway, or 'loadBalancing: haproxy'";

    public static IEnumerable<(string Setting, string Problem, string Cure)> Find(LoadBalancingSettings balancing, ServiceSettings service) =>
        (balancing.Routes(service), balancing.Backend) switch
        {
            (false, _) => ForPlainServices(service.Traffic),
            (_, LoadBalancer.GatewayApi) => ForGateways(balancing, service.Traffic),
            _ => ForHaproxy(balancing, service.Traffic),
        };

    private static IEnumerable<(string Setting, string Problem, string Cure)> ForPlainServices(TrafficSettings traffic)
    {
        if (traffic is { Expose: Exposure.Headless, Algorithm: not null })
        {
            yield return ("algorithm", $"a headless Service names the pods and balances nothing, so '{Word(traffic.Algorithm)}' is up to its clients", "write 'expose: clusterIp', or remove it");
        }
        else if (traffic.Algorithm is not (null or BalancingAlgorithm.Random or BalancingAlgorithm.ClientIp))
        {
            yield return ("algorithm", $"plain Services cannot balance by '{Word(traffic.Algorithm)}': kube-proxy picks a pod at random for each connection", $"write 'random' or 'clientIp', or {UseHaproxy}");
        }

        if (traffic is { Expose: Exposure.Headless, PreferSameZone: true })
        {
            yield return ("preferSameZone", "a headless Service names the pods of all zones", "write 'expose: clusterIp', or remove it");
        }

        foreach (var setting in Said(
            ("paths", !traffic.Paths.IsEmpty),
            ("timeout", traffic.Timeout is not null),
            ("retries", traffic.Retries is not null),
            ("maxConnections", traffic.MaxConnections is not null),
            ("ejectAfter", traffic.EjectAfter is not null),
            ("failover", traffic.Failover is not null)))
        {
            yield return (setting, "plain Services pass connections on and know nothing of requests, so this has no effect", UseHaproxy);
        }
    }

    private static IEnumerable<(string Setting, string Problem, string Cure)> ForGateways(LoadBalancingSettings balancing, TrafficSettings traffic)
    {
        var (lacksPolicies, isGrpc) = (balancing.Policies == GatewayPolicies.None, traffic.Protocol == Protocol.Grpc);
        if (lacksPolicies && traffic.Algorithm is not (null or BalancingAlgorithm.Weighted))
        {
            yield return ("algorithm", $"the Gateway API has no words for '{Word(traffic.Algorithm)}': the gateway balances as it is used to", UsePolicies);
        }

        if (traffic.StickyFor is not null)
        {
            yield return ("stickyFor", "a gateway finds a client's pod by its address, for as long as the pods stay the same: a time has no effect", "remove it, or write 'loadBalancing: haproxy'");
        }

        if (lacksPolicies && traffic.Retries > 0 && (isGrpc || balancing.Channel == GatewayChannel.Standard))
        {
            yield return isGrpc
                ? ("retries", "a GRPCRoute has no retries, so this has no effect", UsePolicies)
                : ("retries", "the standard definitions of the Gateway API have no retries, so this has no effect", $"write 'loadBalancing: {{channel: experimental}}' where the cluster has those, or {UsePolicies}");
        }

        if (lacksPolicies && isGrpc && traffic.Timeout is not null)
        {
            yield return ("timeout", "a GRPCRoute has no timeouts, so this has no effect", UsePolicies);
        }

        foreach (var setting in Said(("maxConnections", lacksPolicies && traffic.MaxConnections is not null), ("ejectAfter", lacksPolicies && traffic.EjectAfter is not null)))
        {
            yield return (setting, "the Gateway API has nothing for it, so this has no effect", UsePolicies);
        }

        if (traffic.Failover is not null)
        {
            yield return ("failover", "the Gateway API has nothing for it, so this has no effect", "write 'loadBalancing: haproxy'");
        }
    }

    private static IEnumerable<(string Setting, string Problem, string Cure)> ForHaproxy(LoadBalancingSettings balancing, TrafficSettings traffic)
    {
        if (traffic.Algorithm == BalancingAlgorithm.ClientIp && balancing.Expose == Exposure.NodePort)
        {
            yield return ("algorithm", "requests at a port of a node come to HAProxy from the node's address, not the client's, so all clients of a node get the same pod", "write 'loadBalancing: {expose: loadBalancer}'");
        }

        if (traffic.PreferSameZone)
        {
            yield return ("preferSameZone", "HAProxy goes to the pods themselves, in whatever zone; only callers inside the cluster stay in theirs", "remove it if nobody inside the cluster calls the service");
        }
    }

    private static IEnumerable<string> Said(params (string Setting, bool IsSaid)[] settings) => settings.Where(setting => setting.IsSaid).Select(setting => setting.Setting);

    private static string Word(BalancingAlgorithm? algorithm) => ScalarType.Word(algorithm.ToString()!);
}
