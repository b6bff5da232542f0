using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the networks and addresses of services: ServiceCIDRs and IPAddresses.</summary>
internal static class ServiceNetworkRules
{
    private const string Path = "spec.cidrs";

    public static void CheckRange(Candidate candidate)
    {
        if (candidate.Current is not { } current)
        {
            CheckNetworks(candidate.Spec, candidate.Errors);
            return;
        }

        var (networks, old) = (candidate.Spec.Array("cidrs") ?? [], current.Spec.Array("cidrs") ?? []);
        if (networks.Count == old.Count || (old.Count == 1 && networks.Count == 2))
        {
            foreach (var (index, (network, before)) in networks.Zip(old).Index())
            {
                if (network?.ToString() != before?.ToString())
                {
                    candidate.Errors.Invalid($"{Path}[{index}]", network?.DeepClone(), "field is immutable");
                }
            }

            if (networks.Count > old.Count)
            {
                CheckNetworks(candidate.Spec, candidate.Errors);
            }
        }
        else
        {
            candidate.Errors.Invalid(Path, networks.DeepClone(), "field is immutable");
        }
    }

    public static void CheckAddress(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        const string At = "spec.parentRef";
        if (candidate.Current is not null)
        {
            if (candidate.Changes("spec", "parentRef"))
            {
                errors.Invalid(At, CreateInternalForm(spec.Map("parentRef")), "field is immutable");
            }

            return;
        }

        if (spec.Map("parentRef") is not { } parent)
        {
            errors.Required(At);
            return;
        }

        if (parent.Text("group") is { Length: > 0 } group)
        {
            errors.InvalidAll($"{At}.group", group, ObjectNames.SubdomainProblems(group));
        }

        foreach (var field in (ReadOnlySpan<string>)["resource", "name", "namespace"])
        {
            var value = parent.Text(field) ?? "";
            if (value.Length == 0 && field != "namespace")
            {
                errors.Required($"{At}.{field}");
            }
            else
            {
                errors.InvalidAll($"{At}.{field}", value, NameRules.PathSegmentProblems(value));
            }
        }
    }

    private static JsonObject? CreateInternalForm(JsonObject? parent) =>
        parent is null
            ? null
            : new JsonObject
            {
                ["Group"] = parent.Text("group") ?? "",
                ["Resource"] = parent.Text("resource") ?? "",
                ["Namespace"] = parent.Text("namespace") ?? "",
                ["Name"] = parent.Text("name") ?? "",
            };

    private static void CheckNetworks(JsonObject spec, FieldErrors errors)
    {
        var networks = (spec.Array("cidrs") ?? []).Select(network => network?.ToString() ?? "").ToList();
        if (networks.Count == 0)
        {
            errors.Required(Path, "at least one CIDR required");
            return;
        }

        if (networks.Count > 2)
        {
            errors.Invalid(Path, new JsonObject { ["CIDRs"] = spec["cidrs"]?.DeepClone() }, "may only hold up to 2 values");
            return;
        }

        foreach (var (index, network) in networks.Index())
        {
            AddressRules.CheckCanonicalNetwork(network, $"{Path}[{index}]", errors);
        }

        var families = networks
            .Select(AddressRules.ParseNetwork)
            .OfType<Network>()
            .Select(one => AddressRules.IsIPv6(one.Address))
            .ToList();
        if (families is [var first, var second] && first == second)
        {
            errors.Invalid(
                Path,
                spec["cidrs"]?.DeepClone(),
                "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64"
            );
        }
    }
}
