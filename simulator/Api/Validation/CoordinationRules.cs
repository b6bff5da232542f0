using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for leases, endpoint slices and events.</summary>
internal static class CoordinationRules
{
    private const int MaximumEndpoints = 1000;

    public static void CheckLease(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (spec.Number("leaseDurationSeconds") <= 0)
        {
            errors.Invalid("spec.leaseDurationSeconds", spec.Number("leaseDurationSeconds"), "must be greater than 0");
        }

        NumberRules.CheckNotNegative(spec, "leaseTransitions", "spec", errors);
    }

    public static void CheckEndpointSlice(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        var type = body.Text("addressType") ?? "";
        if (type.Length == 0)
        {
            errors.Required("addressType");
        }
        else if (type is not ("IPv4" or "IPv6" or "FQDN"))
        {
            errors.NotSupported("addressType", type, "FQDN", "IPv4", "IPv6");
        }

        if (body.Array("endpoints") is { Count: > MaximumEndpoints } endpoints)
        {
            errors.Add(FieldError.TooMany("endpoints", endpoints.Count, MaximumEndpoints));
        }

        foreach (var (index, endpoint) in body.Objects("endpoints").Index())
        {
            if (endpoint.Array("addresses") is null or { Count: 0 })
            {
                errors.Required($"endpoints[{index}].addresses", "must contain at least 1 address");
            }
        }
        var names = new HashSet<string>();
        foreach (var (index, port) in body.Objects("ports").Index())
        {
            var name = port.Text("name") ?? "";
            if (name.Length > 0 && ObjectNames.LabelProblems(name).FirstOrDefault() is { } problem)
            {
                errors.Invalid($"ports[{index}].name", name, problem);
            }

            if (!names.Add(name))
            {
                errors.Duplicate($"ports[{index}].name", name);
            }

            NumberRules.CheckProtocol(port, $"ports[{index}].protocol", errors);
        }
        if (candidate.Changes("addressType"))
        {
            errors.Invalid("addressType", type, "field is immutable");
        }
    }

    public static void CheckEvent(Candidate candidate)
    {
        var body = candidate.Body;
        var (eventNamespace, involvedNamespace) = (
            body.Text("metadata", "namespace") ?? "",
            body.Text("involvedObject", "namespace") ?? ""
        );
        var isClusterScoped = involvedNamespace.Length == 0 && eventNamespace is ("default" or "kube-system");
        if (!isClusterScoped && eventNamespace != involvedNamespace)
        {
            candidate.Errors.Invalid("involvedObject.namespace", involvedNamespace, "does not match event.namespace");
        }
    }
}
