using Infra.Settings.Binding;

namespace Infra.Settings.Checks;

/// <summary>The stack's load balancer can do what its services ask for; where it cannot, it is said what happens instead.</summary>
internal sealed class LoadBalancingCheck : ISettingsCheck
{
    private const string Cure = "write 'loadBalancing: haproxy'";

    public void Check(SettingsReview review)
    {
        CheckGateway(review);
        foreach (var service in review.Services())
        {
            WarnOfTheAlgorithm(service);
            WarnOfWhatHasNoEffect(service);
        }
    }

    private static void CheckGateway(SettingsReview review)
    {
        var (at, balancing) = (SettingsPath.Root.Key("loadBalancing"), review.Settings.LoadBalancing);
        if (balancing is { Backend: LoadBalancer.GatewayApi, GatewayClass: null })
        {
            review.Reject(at, "a Gateway has a class", "write 'gatewayClass: <name>'; 'kubectl get gatewayclass' lists those of the cluster", at.Key("gatewayClass"), at.Key("backend"));
        }

        if (balancing is { Policies: GatewayPolicies.EnvoyGateway, Backend: not LoadBalancer.GatewayApi })
        {
            review.Reject(at.Key("policies"), "Envoy Gateway's policies extend the Gateway API, which this stack does not use", "write 'backend: gatewayApi', or remove it", at.Key("policies"), at.Key("backend"));
        }

        if (balancing.Backend == LoadBalancer.GatewayApi && review.Settings.LandingSites().Any(site => site.Cluster.Kind == ClusterKind.Simulated))
        {
            review.Warn(
                at,
                "a simulated cluster starts without the Gateway API: unless its CustomResourceDefinitions are created first, the deployment fails at the Gateway, and nothing carries out routes",
                "apply the 'standard-install.yaml' of a release of the Gateway API with 'kubectl apply --server-side', or rehearse with 'loadBalancing: haproxy'");
        }
    }

    private static void WarnOfTheAlgorithm(ServiceUnderReview service)
    {
        var balancing = service.Review.Settings.LoadBalancing;
        var word = service.Settings.Traffic.Algorithm is { } algorithm ? ScalarType.Word(algorithm.ToString()) : "";
        switch (balancing.Backend, service.Settings.Traffic.Algorithm)
        {
            case (_, null) or (LoadBalancer.Haproxy, _) or (LoadBalancer.Services, BalancingAlgorithm.Random or BalancingAlgorithm.ClientIp):
            case (LoadBalancer.GatewayApi, BalancingAlgorithm.Weighted):
                break;
            case (LoadBalancer.Services, _):
                Warn($"plain Services cannot balance by '{word}': kube-proxy picks a pod at random for each connection", "write 'random' or 'clientIp', or 'loadBalancing: haproxy'");
                break;
            case (LoadBalancer.GatewayApi, _) when balancing.Policies == GatewayPolicies.None:
                Warn($"the Gateway API has no words for '{word}': the gateway balances as it is used to", "write 'loadBalancing: {policies: envoyGateway}' with that gateway, or 'loadBalancing: haproxy'");
                break;
            default:
                break;
        }

        void Warn(string problem, string cure) => service.Review.Warn(service.At("traffic", "algorithm"), problem, cure);
    }

    private static void WarnOfWhatHasNoEffect(ServiceUnderReview service)
    {
        var (traffic, balancing) = (service.Settings.Traffic, service.Review.Settings.LoadBalancing);
        if (balancing.Backend == LoadBalancer.Haproxy)
        {
            return;
        }

        var isPlain = balancing.Backend == LoadBalancer.Services;
        var lacksPolicies = balancing.Policies == GatewayPolicies.None;
        var isBareGrpc = lacksPolicies && traffic.Protocol == Protocol.Grpc;
        (string Key, bool IsSaid)[] beyond =
        [
            ("paths", isPlain && !traffic.Paths.IsEmpty),
            ("timeout", (isPlain || isBareGrpc) && traffic.Timeout is not null),
            ("retries", (isPlain || isBareGrpc) && traffic.Retries is not null),
            ("maxConnections", lacksPolicies && traffic.MaxConnections is not null),
            ("ejectAfter", lacksPolicies && traffic.EjectAfter is not null),
            ("failover", traffic.Failover is not null),
        ];
        var reason = isPlain ? "plain Services pass connections on and know nothing of requests" : "the Gateway API has nothing for it";
        foreach (var (key, _) in beyond.Where(setting => setting.IsSaid))
        {
            service.Review.Warn(service.At("traffic", key), $"{reason}, so this has no effect", Cure);
        }
    }
}
