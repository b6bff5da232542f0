using System.Globalization;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Haproxy;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Explanations;

/// <summary>Explains how requests reach a service and how they are shared out.</summary>
internal static class TrafficExplainer
{
    public static void Explain(DecisionLog log, ServicePlan service, StackSettings settings)
    {
        if (service.Traffic is not { } traffic)
        {
            return;
        }

        log.Add("port", $"{traffic.Port}", "default");
        log.Add("traffic.protocol", DecisionLog.Word(traffic.Protocol), "default");
        var isForHosts = traffic.Expose == Exposure.LoadBalancer;
        log.Add("traffic.expose", DecisionLog.Word(traffic.Expose), isForHosts ? "rule: it has hosts, and nothing else brings requests for them" : "default", "traffic.expose", isForHosts ? "traffic.hosts" : null);
        log.Derive("address", service.Address!.Url, "rule: scheme://name.namespace.svc:port");
        ExplainBalancing(log, service, traffic, settings);
        ExplainVersions(log, traffic);
    }

    private static void ExplainBalancing(DecisionLog log, ServicePlan service, ServiceTraffic traffic, StackSettings settings)
    {
        var place = DecisionLog.Show(log.PlaceOf("loadBalancing", "backend"));
        switch (service.IsRouted ? settings.LoadBalancing.Backend : LoadBalancer.Services)
        {
            case LoadBalancer.Haproxy:
                log.Add(new Explanation("loadBalancing", "haproxy", "rule: it has hosts and no way in from outside of its own", place));
                ExplainHaproxy(log, service, traffic, FaultTolerancePreset.For(settings.FaultTolerance));
                break;
            case LoadBalancer.GatewayApi:
                log.Add(new Explanation("loadBalancing", $"gatewayApi, class '{settings.LoadBalancing.GatewayClass}'", "rule: it has hosts and no way in from outside of its own", place));
                log.Derive("route", traffic.Protocol == Protocol.Grpc ? "GRPCRoute" : "HTTPRoute", "rule: GRPCRoute for the protocol grpc, HTTPRoute for others");
                log.Add("traffic.algorithm", Algorithm(traffic, "the gateway's own"), "the Gateway API leaves it to the gateway");
                log.Add("traffic.timeout", Time(traffic.Settings.Timeout, "the gateway's own"), "the Gateway API leaves it to the gateway");
                log.Add("traffic.retries", $"{traffic.Settings.Retries ?? 0}", "default with a Gateway");
                break;
            default:
                log.Add(new Explanation("loadBalancing", "plain Service", traffic.IsPublic ? "rule: it has a way in from outside of its own" : "rule: without hosts only callers inside the cluster reach it", ""));
                log.Add("traffic.algorithm", Algorithm(traffic, "random"), "kube-proxy picks a pod at random for each connection");
                if (traffic.Settings.Algorithm == BalancingAlgorithm.ClientIp)
                {
                    log.Add("traffic.stickyFor", Duration.Format(traffic.Settings.StickyFor ?? ServiceTraffic.DefaultStickiness), "default with plain Services");
                }

                break;
        }
    }

    private static void ExplainHaproxy(DecisionLog log, ServicePlan service, ServiceTraffic traffic, FaultTolerancePreset preset)
    {
        var timing = HaproxyBackend.CheckTiming(service);
        log.Add("traffic.algorithm", Algorithm(traffic, "roundRobin"), "default with HAProxy");
        log.Add("traffic.timeout", Time(traffic.Settings.Timeout ?? HaproxyBackend.DefaultTimeout, ""), "default with HAProxy");
        log.Add("traffic.retries", $"{traffic.Settings.Retries ?? preset.Retries}", log.Preset("its retries"), otherwise: log.PresetPlace);
        log.Derive(
            "haproxy.check",
            $"inter {Duration.Format(timing.Period)}, fall {timing.FailureThreshold}, rise {HaproxyBackend.Rise}, timeout {Duration.Format(timing.Timeout)}",
            service.Health?.Readiness is null ? "rule: there is no readiness to take the pace from" : "rule: the pace of readiness");
        foreach (var servers in HaproxyServers.Create(service))
        {
            log.Derive($"haproxy.servers.{servers.Prefix}", $"{servers.Slots} slots for {ObjectNames.PodService(servers.Workload)}", "rule: most pods, those of a rolling update included");
        }
    }

    private static void ExplainVersions(DecisionLog log, ServiceTraffic traffic)
    {
        var sum = traffic.Versions.Sum(version => version.Weight);
        foreach (var version in traffic.Versions)
        {
            var share = string.Create(CultureInfo.InvariantCulture, $"{100.0 * version.Weight / sum:0.#} % of the requests");
            if (version.Name == ServiceVersion.Stable)
            {
                log.AddOr("traffic.weight", $"{version.Weight}: {share}", $"rule: what the weights of the versions leave of {VersionPlanner.TotalWeight}", null);
                continue;
            }

            log.AddOr($"versions.{version.Name}.weight", $"{version.Weight}: {share}", "set", null);
            log.AddOr(
                $"versions.{version.Name}.replicas",
                version.Replicas.IsAutoscaled ? $"{version.Replicas.Minimum} to {version.Replicas.Maximum}" : $"{version.Replicas.Minimum}",
                version.Weight == 0 || traffic.Versions[0].Weight == 0 ? "rule: as many as the service itself where either weight is 0" : "rule: the service's own x weight / the service's own weight, at least 1 and at most as many",
                null);
        }
    }

    private static string Algorithm(ServiceTraffic traffic, string otherwise) => traffic.Settings.Algorithm is { } algorithm ? DecisionLog.Word(algorithm) : otherwise;

    private static string Time(TimeSpan? time, string otherwise) => time is { } said ? Duration.Format(said) : otherwise;
}
