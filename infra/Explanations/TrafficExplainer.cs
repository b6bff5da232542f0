using System.Globalization;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Haproxy;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Explanations;

/// <summary>Explains how requests reach a service and how they are balanced.</summary>
internal static class TrafficExplainer
{
    private const string RoutedReason = "rule: it has hosts and is not exposed itself";
    private const string GatewayValue = "the gateway's own";
    private const string GatewayReason = "the Gateway API leaves it to the gateway";

    public static void Explain(DecisionLog log, ServicePlan service, StackSettings settings)
    {
        if (service.Traffic is not { } traffic)
        {
            return;
        }

        PortExplainer.Explain(log, service, settings.Services[service.Name]);
        log.Add("traffic.protocol", DecisionLog.EnumName(traffic.Protocol), "default");
        var isForHosts = traffic.Expose == Exposure.LoadBalancer;
        log.Add(
            "traffic.expose",
            DecisionLog.EnumName(traffic.Expose),
            isForHosts ? "rule: it has hosts, and no load balancer of the stack routes them" : "default",
            "traffic.expose",
            isForHosts ? "traffic.hosts" : null
        );
        if (traffic.IsExposed)
        {
            log.AddOrDefault(
                "traffic.externalTrafficPolicy",
                DecisionLog.EnumName(traffic.Settings.ExternalTrafficPolicy ?? ServiceTrafficPolicy.Cluster)
            );
        }

        foreach (var additional in traffic.Additional)
        {
            var ports = additional.Ports.Select(port => $"{port.Name} {port.Number} -> {port.Target.Number}");
            log.Add(
                new Explanation(
                    $"Service {additional.Name}",
                    $"{DecisionLog.EnumName(additional.Settings.Expose)}: {string.Join(", ", ports)}",
                    "rule: a further Service with the same pods",
                    DecisionLog.Format(log.FindPlace("services", service.Name, "traffic", "services", additional.Name))
                )
            );
        }

        log.AddDerived("address", service.Address!.Url, "rule: scheme://name.namespace.svc:port");
        ExplainBalancing(log, service, traffic, settings);
        if (LoadBalancingPlanner.IsDefaultBackend(settings.LoadBalancing, service.Name))
        {
            log.Add(
                new Explanation(
                    "defaultBackend",
                    $"Ingress '{LoadBalancingSettings.Name}'",
                    "rule: an Ingress without rules, for the requests that no other one has a rule for",
                    DecisionLog.Format(log.FindPlace("loadBalancing", "defaultBackend"))
                )
            );
        }

        ExplainVersions(log, traffic);
    }

    private static void ExplainBalancing(DecisionLog log, ServicePlan service, ServiceTraffic traffic, StackSettings settings)
    {
        switch (service.IsRouted ? settings.LoadBalancing.Backend : LoadBalancer.Services)
        {
            case LoadBalancer.Haproxy:
                ExplainHaproxy(log, service, traffic);
                break;
            case LoadBalancer.Ingress:
                ExplainIngress(log, traffic);
                break;
            case LoadBalancer.GatewayApi:
                ExplainGateway(log, traffic, settings.LoadBalancing);
                break;
            default:
                ExplainPlainService(log, traffic);
                break;
        }
    }

    private static void ExplainHaproxy(DecisionLog log, ServicePlan service, ServiceTraffic traffic)
    {
        log.Add(new Explanation("loadBalancing", "haproxy", RoutedReason, BackendPlace(log)));
        log.Add("traffic.algorithm", Algorithm(traffic, "roundRobin"), "default with HAProxy");
        log.Add("traffic.timeout", Duration.Format(traffic.Timeout!.Value), "default with HAProxy");
        log.Add("traffic.retries", $"{traffic.Retries}", log.PresetReason("its retries"), log.PresetPlace);
        var timing = HaproxyBackend.CheckTiming(service);
        var (period, timeout) = (Duration.Format(timing.Period), Duration.Format(timing.Timeout));
        log.AddDerived(
            "haproxy.check",
            $"inter {period}, fall {timing.FailureThreshold}, rise {HaproxyBackend.CheckRise(service)}, timeout {timeout}",
            service.Health?.Readiness is null ? "rule: the default without a readiness probe" : "rule: the timing of the readiness probe"
        );
        foreach (var servers in HaproxyServers.Create(service))
        {
            log.AddDerived(
                $"haproxy.servers.{servers.Prefix}",
                $"{servers.Slots} slots for {DerivedNames.PodService(servers.Workload)}",
                "rule: maximum pods, a rollout's surge included"
            );
        }
    }

    private static void ExplainGateway(DecisionLog log, ServiceTraffic traffic, LoadBalancingSettings settings)
    {
        log.Add(new Explanation("loadBalancing", $"gatewayApi, class '{settings.GatewayClass}'", RoutedReason, BackendPlace(log)));
        log.AddDerived(
            "route",
            traffic.Protocol == Protocol.Grpc ? "GRPCRoute" : "HTTPRoute",
            "rule: GRPCRoute for the protocol grpc, HTTPRoute for others"
        );
        log.Add("traffic.algorithm", Algorithm(traffic, GatewayValue), GatewayReason);
        log.Add("traffic.timeout", traffic.Timeout is { } timeout ? Duration.Format(timeout) : GatewayValue, GatewayReason);
        log.Add("traffic.retries", $"{traffic.Retries}", "default with a Gateway");
    }

    private static void ExplainIngress(DecisionLog log, ServiceTraffic traffic)
    {
        var name = traffic.Ingress!.Class is { } known ? $"class '{known}'" : "the cluster's default class";
        log.Add(new Explanation("loadBalancing", $"ingress, {name}", RoutedReason, BackendPlace(log)));
        log.AddDerived("route", "Ingress", "rule: one Ingress for each service");
        log.AddOrDefault("traffic.pathType", DecisionLog.EnumName(traffic.Settings.PathType));
        foreach (var certificate in traffic.Ingress.Certificates)
        {
            log.Add(
                new Explanation(
                    $"tls.{certificate.Secret}",
                    certificate.Hosts.IsEmpty ? "all hosts" : string.Join(", ", certificate.Hosts),
                    "rule: the Secret of the host, of its wildcard, or the one for all hosts",
                    DecisionLog.Format(log.FindPlace("loadBalancing", "tls") ?? log.FindPlace("loadBalancing", "tlsSecret"))
                )
            );
        }

        log.Add("traffic.algorithm", Algorithm(traffic, "the controller's own"), "an Ingress leaves it to its controller");
    }

    private static void ExplainPlainService(DecisionLog log, ServiceTraffic traffic)
    {
        log.AddDerived(
            "loadBalancing",
            "plain Service",
            traffic.IsExposed ? "rule: it is exposed itself" : "rule: without hosts only callers inside the cluster reach it"
        );
        log.Add("traffic.algorithm", Algorithm(traffic, "random"), "kube-proxy chooses a random pod for each connection");
        if (traffic.Affinity is { } affinity)
        {
            log.Add("traffic.stickyFor", Duration.Format(affinity), "default with plain Services");
        }
    }

    private static void ExplainVersions(DecisionLog log, ServiceTraffic traffic)
    {
        var sum = traffic.Versions.Sum(version => version.Weight);
        foreach (var version in traffic.Versions)
        {
            var weight = string.Create(
                CultureInfo.InvariantCulture,
                $"{version.Weight}: {100.0 * version.Weight / sum:0.#} % of the requests"
            );
            if (version.Name == ServiceVersion.Stable)
            {
                log.AddExact(
                    "traffic.weight",
                    weight,
                    $"rule: what the weights of the versions leave of {VersionPlanner.TotalWeight}",
                    null
                );
                continue;
            }

            var replicas = version.Replicas;
            log.AddExact($"versions.{version.Name}.weight", weight, "set", null);
            log.AddExact(
                $"versions.{version.Name}.replicas",
                replicas.IsAutoscaled ? $"{replicas.Minimum} to {replicas.Maximum}" : $"{replicas.Minimum}",
                version.Weight == 0 || traffic.Versions[0].Weight == 0
                    ? "rule: as many as the service itself where either weight is 0"
                    : "rule: the service's replicas x weight / the service's weight, at least 1 and at most as many",
                null
            );
        }
    }

    private static string BackendPlace(DecisionLog log) => DecisionLog.Format(log.FindPlace("loadBalancing", "backend"));

    private static string Algorithm(ServiceTraffic traffic, string otherwise) =>
        traffic.Settings.Algorithm is { } algorithm ? DecisionLog.EnumName(algorithm) : otherwise;
}
