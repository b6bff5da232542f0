using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for services.</summary>
internal static class ServiceRules
{
    private const string Hints = "service.kubernetes.io/topology-aware-hints";
    private const string Mode = "service.kubernetes.io/topology-mode";
    private const string SourceRanges = "service.beta.kubernetes.io/load-balancer-source-ranges";

    private static readonly string[] _types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];

    public static void CheckService(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (candidate.Current is { } current)
        {
            ServiceAddressRules.CheckChange(spec, current.Spec, errors);
            CheckLoadBalancerClass(spec, current.Spec, errors);
            CheckHealthCheckPortChange(spec, current.Spec, errors);
        }

        CheckTopology(candidate.Body, errors);
        var ports = spec.Objects("ports").ToList();
        if (ports.Count == 0 && !ServiceAddressRules.IsHeadless(spec) && spec.Text("type") != "ExternalName")
        {
            errors.Required("spec.ports");
        }

        CheckType(spec, errors);
        ServicePortRules.CheckEach(ports, errors);
        LabelRules.Check(spec.Map("selector"), "spec.selector", errors);
        CheckAffinity(spec, errors);
        ServiceAddressRules.Check(spec, errors);
        foreach (var (index, address) in (spec.Array("externalIPs") ?? []).Index())
        {
            var at = $"spec.externalIPs[{index}]";
            if (AddressRules.CheckAddress(address?.ToString() ?? "", at, errors))
            {
                AddressRules.CheckNotSpecial(address?.ToString() ?? "", at, errors);
            }
        }

        errors.CheckSupported("spec.type", spec.Text("type"), _types);
        ServicePortRules.CheckTogether(spec, ports, errors);
        CheckSourceRanges(candidate.Body, spec, errors);
        CheckLoadBalancer(spec, errors);
        CheckTraffic(spec, errors);
    }

    private static void CheckTopology(JsonObject body, FieldErrors errors)
    {
        var (hints, mode) = (body.Text("metadata", "annotations", Hints), body.Text("metadata", "annotations", Mode));
        if (hints is not null && mode is not null && hints != mode)
        {
            errors.Invalid($"metadata.annotations[{Mode}]", mode, $"must match annotations[{Hints}] when both are specified");
        }
    }

    private static void CheckType(JsonObject spec, FieldErrors errors)
    {
        switch (spec.Text("type"))
        {
            case "LoadBalancer" or "NodePort" when ServiceAddressRules.IsHeadless(spec):
                errors.Invalid("spec.clusterIPs[0]", "None", $"may not be set to 'None' for {spec.Text("type")} services");
                break;
            case "ExternalName":
                foreach (var field in (ReadOnlySpan<string>)["clusterIPs", "ipFamilies", "ipFamilyPolicy"])
                {
                    if (spec[field] is not (null or JsonArray { Count: 0 }))
                    {
                        errors.Forbidden($"spec.{field}", "may not be set for ExternalName services");
                    }
                }

                CheckExternalName(spec.Text("externalName") ?? "", errors);
                break;
        }
    }

    private static void CheckExternalName(string name, FieldErrors errors)
    {
        // A dot at the end marks a fully qualified name.
        var bare = name.EndsWith('.') ? name[..^1] : name;
        if (bare.Length == 0)
        {
            errors.Required("spec.externalName");
        }
        else
        {
            errors.InvalidAll("spec.externalName", bare, ObjectNames.SubdomainProblems(bare));
        }
    }

    private static void CheckAffinity(JsonObject spec, FieldErrors errors)
    {
        const string Path = "spec.sessionAffinityConfig";
        const string Reason = "when session affinity type is ClientIP";
        errors.CheckSupported("spec.sessionAffinity", spec.Text("sessionAffinity"), "ClientIP", "None");
        switch (spec.Text("sessionAffinity"))
        {
            case "ClientIP" when spec.Map("sessionAffinityConfig") is not { } config:
                errors.Required(Path, Reason);
                break;
            case "ClientIP" when spec.Map("sessionAffinityConfig", "clientIP") is not { } client:
                errors.Required($"{Path}.clientIP", Reason);
                break;
            case "ClientIP" when spec.Number("sessionAffinityConfig", "clientIP", "timeoutSeconds") is not { } timeout:
                errors.Required($"{Path}.clientIP.timeoutSeconds", Reason);
                break;
            case "ClientIP":
                if (spec.Number("sessionAffinityConfig", "clientIP", "timeoutSeconds") is var seconds and (<= 0 or > 86_400))
                {
                    errors.Invalid($"{Path}.clientIP.timeoutSeconds", seconds, "must be greater than 0 and less than 86400");
                }

                break;
            case "None" when spec.ContainsKey("sessionAffinityConfig"):
                errors.Forbidden(Path, "must not be set when session affinity is None");
                break;
        }
    }

    private static void CheckSourceRanges(JsonObject body, JsonObject spec, FieldErrors errors)
    {
        const string Forbidden = "may only be used when `type` is 'LoadBalancer'";
        if (spec.Array("loadBalancerSourceRanges") is { Count: > 0 } ranges)
        {
            const string Path = "spec.LoadBalancerSourceRanges";
            if (spec.Text("type") != "LoadBalancer")
            {
                errors.Forbidden(Path, Forbidden);
            }

            foreach (var (index, range) in ranges.Index())
            {
                AddressRules.CheckNetwork((range?.ToString() ?? "").Trim(), $"{Path}[{index}]", errors);
            }
        }
        else if (body.Text("metadata", "annotations", SourceRanges) is { } annotation)
        {
            const string Path = $"metadata.annotations[{SourceRanges}]";
            if (spec.Text("type") != "LoadBalancer")
            {
                errors.Forbidden(Path, Forbidden);
            }

            foreach (var range in annotation.Trim().Length == 0 ? [] : annotation.Trim().Split(','))
            {
                AddressRules.CheckNetwork(range.Trim(), Path, errors);
            }
        }
    }

    private static void CheckLoadBalancer(JsonObject spec, FieldErrors errors)
    {
        if (spec.ContainsKey("allocateLoadBalancerNodePorts") && spec.Text("type") != "LoadBalancer")
        {
            errors.Forbidden("spec.allocateLoadBalancerNodePorts", "may only be used when `type` is 'LoadBalancer'");
        }

        CheckLoadBalancerClass(spec, null, errors);
    }

    private static void CheckLoadBalancerClass(JsonObject spec, JsonObject? before, FieldErrors errors)
    {
        const string Path = "spec.loadBalancerClass";
        var (isBalancer, name) = (spec.Text("type") == "LoadBalancer", spec.Text("loadBalancerClass"));
        if (before.Text("type") == "LoadBalancer" && isBalancer && before.Text("loadBalancerClass") != name)
        {
            errors.Invalid(Path, name, "may not change once set");
        }

        if (name is null)
        {
            return;
        }

        if (isBalancer)
        {
            errors.InvalidAll(Path, name, ObjectNames.LabelKeyProblems(name));
        }
        else
        {
            errors.Forbidden(Path, "may only be used when `type` is 'LoadBalancer'");
        }
    }

    private static void CheckTraffic(JsonObject spec, FieldErrors errors)
    {
        var external = spec.Text("externalTrafficPolicy") ?? "";
        var isAccessible =
            spec.Text("type") is "LoadBalancer" or "NodePort"
            || (spec.Text("type") == "ClusterIP" && spec.Array("externalIPs") is { Count: > 0 });
        if (isAccessible)
        {
            errors.CheckSupported("spec.externalTrafficPolicy", external, "Cluster", "Local");
        }
        else if (external.Length > 0)
        {
            errors.Invalid("spec.externalTrafficPolicy", external, "may only be set for externally-accessible services");
        }

        CheckHealthCheckPort(spec, errors);
        if (spec.Text("internalTrafficPolicy") is { } inside)
        {
            errors.CheckSupported("spec.internalTrafficPolicy", inside, isRequired: false, "Cluster", "Local");
        }

        if (spec.Text("trafficDistribution") is { } distribution)
        {
            errors.CheckSupported(
                "spec.trafficDistribution",
                distribution,
                isRequired: false,
                "PreferClose",
                "PreferSameZone",
                "PreferSameNode"
            );
        }
    }

    /// <summary>A missing port is allocated later.</summary>
    private static void CheckHealthCheckPort(JsonObject spec, FieldErrors errors)
    {
        if ((spec.Number("healthCheckNodePort") ?? 0) is not (not 0 and var port))
        {
            return;
        }

        if (!NeedsHealthCheck(spec))
        {
            errors.Invalid(
                "spec.healthCheckNodePort",
                port,
                "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
            );
        }
        else
        {
            NumberRules.CheckPort(port, "spec.healthCheckNodePort", errors);
        }
    }

    private static void CheckHealthCheckPortChange(JsonObject spec, JsonObject before, FieldErrors errors)
    {
        if (
            NeedsHealthCheck(spec)
            && NeedsHealthCheck(before)
            && (spec.Number("healthCheckNodePort") ?? 0) != (before.Number("healthCheckNodePort") ?? 0)
        )
        {
            errors.Forbidden("spec.healthCheckNodePort", "field is immutable");
        }
    }

    public static bool NeedsHealthCheck(JsonObject spec) =>
        spec.Text("type") == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local";
}
