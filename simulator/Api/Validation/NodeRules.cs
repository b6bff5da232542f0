using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for nodes.</summary>
internal static class NodeRules
{
    private const string ChangedNetwork = "node updates may not change podCIDR except from \"\" to valid";

    private static readonly string[] _integerResources = ["pods", "attachable-volumes"];

    public static void CheckNode(Candidate candidate)
    {
        var (body, spec, errors) = (candidate.Body, candidate.Spec, candidate.Errors);
        CheckTaints(spec, errors);
        CheckAmounts(body, errors);
        CheckNetworks(spec, errors);
        if (candidate.Current is not { } current)
        {
            return;
        }

        // Kubernetes validates the node and then its update, so that the causes list some errors twice.
        CheckAmounts(body, errors);
        CheckChanges(spec, current.Spec, errors);
        CheckTaints(spec, errors);
        if ((current.Spec.Text("externalID") ?? "") != (spec.Text("externalID") ?? ""))
        {
            errors.Forbidden("spec.externalID", "may not be updated");
        }
    }

    public static void CheckStatus(JsonObject body, KubeObject current, FieldErrors errors)
    {
        CheckAmounts(body, errors);
        var seen = new HashSet<(string?, string?)>();
        foreach (var (index, address) in body.Objects("status", "addresses").Index())
        {
            var (type, text) = (address.Text("type") ?? "", address.Text("address") ?? "");
            if (!seen.Add((type, text)))
            {
                errors.Duplicate($"status.addresses[{index}]", new JsonObject { ["Type"] = type, ["Address"] = text });
            }
        }
    }

    private static void CheckTaints(JsonObject spec, FieldErrors errors)
    {
        var seen = new HashSet<(string?, string?)>();
        foreach (var (index, taint) in spec.Objects("taints").Index())
        {
            var (path, key, effect) = ($"metadata.taints[{index}]", taint.Text("key") ?? "", taint.Text("effect") ?? "");
            errors.InvalidAll($"{path}.key", key, ObjectNames.LabelKeyProblems(key));
            var value = taint.Text("value") ?? "";
            if (ObjectNames.LabelValueProblems(value).ToList() is { Count: > 0 } problems)
            {
                errors.Invalid($"{path}.value", value, string.Join(';', problems));
            }

            errors.CheckSupported($"{path}.effect", effect, "NoSchedule", "PreferNoSchedule", "NoExecute");
            if (!seen.Add((key, effect)))
            {
                errors.Add(FieldError.Duplicate(path, CreateInternalForm(taint), "taints must be unique by key and effect pair"));
            }
        }
    }

    private static JsonObject CreateInternalForm(JsonObject taint) =>
        new()
        {
            ["Key"] = taint.Text("key") ?? "",
            ["Value"] = taint.Text("value") ?? "",
            ["Effect"] = taint.Text("effect") ?? "",
            ["TimeAdded"] = taint["timeAdded"]?.DeepClone(),
        };

    private static void CheckAmounts(JsonObject body, FieldErrors errors)
    {
        foreach (var field in (ReadOnlySpan<string>)["capacity", "allocatable"])
        {
            foreach (var (name, amount) in body.Map("status", field) ?? [])
            {
                var (path, quantity) = ($"status.{field}.{name}", Quantity.FromJson(amount));
                if (quantity < Quantity.Zero)
                {
                    errors.Invalid(path, amount?.DeepClone(), "must be greater than or equal to 0");
                }

                if (IsCounted(name) && !quantity.IsWhole)
                {
                    errors.Invalid(path, amount?.DeepClone(), "must be an integer");
                }
            }
        }
    }

    private static bool IsCounted(string resource) =>
        _integerResources.Contains(resource)
        || (resource.Contains('/', StringComparison.Ordinal) && !resource.Contains("kubernetes.io/", StringComparison.Ordinal));

    private static void CheckNetworks(JsonObject spec, FieldErrors errors)
    {
        const string Path = "spec.podCIDRs";
        var networks = (spec.Array("podCIDRs") ?? []).Select(network => network?.ToString() ?? "").ToList();
        foreach (var (index, network) in networks.Index())
        {
            AddressRules.CheckNetwork(network, $"{Path}[{index}]", errors);
        }

        if (networks.Count < 2)
        {
            return;
        }

        var parsed = networks.Select(AddressRules.ParseNetwork).OfType<Network>().ToList();
        if (networks.Count > 2 || parsed.Select(network => AddressRules.IsIPv6(network.Address)).Distinct().Count() < 2)
        {
            errors.Invalid(Path, spec["podCIDRs"]?.DeepClone(), "may specify no more than one CIDR for each IP family");
        }
    }

    private static void CheckChanges(JsonObject spec, JsonObject before, FieldErrors errors)
    {
        var (networks, old) = (spec.Array("podCIDRs") ?? [], before.Array("podCIDRs") ?? []);
        if (old.Count > 0)
        {
            var changes =
                networks.Count == old.Count ? networks.Zip(old).Count(pair => pair.First?.ToString() != pair.Second?.ToString()) : 1;
            for (var i = 0; i < changes; i++)
            {
                errors.Forbidden("spec.podCIDRs", ChangedNetwork);
            }
        }

        if (before.Text("providerID") is { Length: > 0 } provider && provider != (spec.Text("providerID") ?? ""))
        {
            errors.Forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid");
        }
    }
}
