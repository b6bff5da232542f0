using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Statuses;

/// <summary>Validation rules for the load balancer in the status of Services and Ingresses.</summary>
internal static class LoadBalancerRules
{
    private const string Path = "status.loadBalancer.ingress";

    public static void CheckService(JsonObject body, KubeObject current, FieldErrors errors)
    {
        var points = body.Objects("status", "loadBalancer", "ingress").ToList();
        if (points.Count > 0 && body.Text("spec", "type") != "LoadBalancer")
        {
            errors.Forbidden(Path, "may only be used when `spec.type` is 'LoadBalancer'");
            return;
        }

        foreach (var (index, point) in points.Index())
        {
            CheckPoint(point, $"{Path}[{index}]", errors, CheckMode);
        }
    }

    public static void CheckIngress(JsonObject body, KubeObject current, FieldErrors errors)
    {
        foreach (var (index, point) in body.Objects("status", "loadBalancer", "ingress").Index())
        {
            CheckPoint(point, $"{Path}[{index}]", errors, static (_, _, _) => { });
        }
    }

    private static void CheckPoint(JsonObject point, string path, FieldErrors errors, Action<JsonObject, string, FieldErrors> checkMode)
    {
        if (point.Text("ip") is { Length: > 0 } address)
        {
            AddressRules.CheckAddress(address, $"{path}.ip", errors);
        }

        checkMode(point, $"{path}.ipMode", errors);
        if (point.Text("hostname") is not { Length: > 0 } host)
        {
            return;
        }

        errors.InvalidAll($"{path}.hostname", host, ObjectNames.SubdomainProblems(host));
        if (AddressRules.IsAddress(host))
        {
            errors.Invalid($"{path}.hostname", host, "must be a DNS name, not an IP address");
        }
    }

    private static void CheckMode(JsonObject point, string path, FieldErrors errors)
    {
        var hasAddress = point.Text("ip") is { Length: > 0 };
        switch (point.Text("ipMode"))
        {
            case null when hasAddress:
                errors.Required(path, "must be specified when `ip` is set");
                break;
            case null:
                break;
            case not null when !hasAddress:
                errors.Forbidden(path, "may not be specified when `ip` is not set");
                break;
            case var mode:
                errors.CheckSupported(path, mode, isRequired: false, "Proxy", "VIP");
                break;
        }
    }
}
