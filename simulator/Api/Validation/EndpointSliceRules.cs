using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for endpoint slices.</summary>
internal static class EndpointSliceRules
{
    private const int MaximumEndpoints = 1000;
    private const int MaximumAddresses = 100;
    private const int MaximumPorts = 20_000;
    private const int MaximumHints = 8;
    private const int MaximumTopologyLabels = 16;

    public static void Check(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        var type = body.Text("addressType") ?? "";
        errors.CheckSupported("addressType", type, "FQDN", "IPv4", "IPv6");
        CheckPorts(body, errors);
        if (candidate.IsNew || candidate.Changes("endpoints"))
        {
            CheckEndpoints(body, type, errors);
        }

        if (candidate.Changes("addressType"))
        {
            errors.Invalid("addressType", type, "field is immutable");
        }
    }

    private static void CheckEndpoints(JsonObject body, string type, FieldErrors errors)
    {
        if (body.Array("endpoints") is { Count: > MaximumEndpoints } endpoints)
        {
            errors.Add(FieldError.TooMany("endpoints", endpoints.Count, MaximumEndpoints));
            return;
        }

        foreach (var (index, endpoint) in body.Objects("endpoints").Index())
        {
            CheckEndpoint(endpoint, type, $"endpoints[{index}]", errors);
        }
    }

    private static void CheckEndpoint(JsonObject endpoint, string type, string path, FieldErrors errors)
    {
        var addresses = (endpoint.Array("addresses") ?? []).Select(address => address?.ToString() ?? "").ToList();
        if (addresses.Count == 0)
        {
            errors.Required($"{path}.addresses", "must contain at least 1 address");
        }
        else if (addresses.Count > MaximumAddresses)
        {
            errors.Add(FieldError.TooMany($"{path}.addresses", addresses.Count, MaximumAddresses));
        }

        foreach (var (index, address) in addresses.Index())
        {
            CheckAddress(address, type, $"{path}.addresses[{index}]", $"{path}.addresses", errors);
        }

        if (endpoint.Text("nodeName") is { } node)
        {
            errors.InvalidAll($"{path}.nodeName", node, ObjectNames.SubdomainProblems(node));
        }

        if (endpoint.Map("deprecatedTopology") is { } topology)
        {
            if (topology.Count > MaximumTopologyLabels)
            {
                errors.Add(FieldError.TooMany($"{path}.deprecatedTopology", topology.Count, MaximumTopologyLabels));
            }

            LabelRules.Check(topology, $"{path}.deprecatedTopology", errors);
        }

        if (endpoint.Text("hostname") is { } host)
        {
            errors.InvalidAll($"{path}.hostname", host, ObjectNames.LabelProblems(host));
        }

        if (CheckHints(endpoint.Map("hints"), "forZones", $"{path}.hints.forZones", ObjectNames.LabelValueProblems, errors))
        {
            CheckHints(endpoint.Map("hints"), "forNodes", $"{path}.hints.forNodes", ObjectNames.SubdomainProblems, errors);
        }
    }

    private static void CheckAddress(string address, string type, string path, string listPath, FieldErrors errors)
    {
        switch (type)
        {
            case "IPv4" or "IPv6":
                var count = errors.Count;
                AddressRules.CheckAddress(address, path, errors);
                if (errors.Count == count && type == "IPv6")
                {
                    AddressRules.CheckCanonical(address, path, errors);
                }

                if (errors.Count > count)
                {
                    return;
                }

                if (ServiceAddressRules.IsIPv6(address) != (type == "IPv6"))
                {
                    errors.Invalid(listPath, address, type == "IPv6" ? "must be an IPv6 address" : "must be an IPv4 address");
                }

                AddressRules.CheckNotSpecial(address, path, errors);
                break;
            case "FQDN":
                CheckDomain(address, path, errors);
                break;
        }
    }

    private static void CheckDomain(string address, string path, FieldErrors errors)
    {
        var name = address.EndsWith('.') ? address[..^1] : address;
        if (address.Length == 0)
        {
            errors.Required(path);
        }
        else if (ObjectNames.SubdomainProblems(name).ToList() is { Count: > 0 } problems)
        {
            errors.Invalid(path, name, string.Join(',', problems));
        }
        else if (!name.Contains('.', StringComparison.Ordinal))
        {
            errors.Invalid(path, name, "should be a domain with at least two segments separated by dots");
        }
        else if (name.Split('.').FirstOrDefault(label => ObjectNames.LabelProblems(label).Any()) is { } bad)
        {
            errors.Invalid(path, bad, string.Join(',', ObjectNames.LabelProblems(bad)));
        }
    }

    /// <returns>Whether there are not too many hints.</returns>
    private static bool CheckHints(
        JsonObject? hints,
        string field,
        string path,
        Func<string, IEnumerable<string>> findProblems,
        FieldErrors errors
    )
    {
        var items = hints.Objects(field).ToList();
        if (items.Count > MaximumHints)
        {
            errors.Add(FieldError.TooMany(path, items.Count, MaximumHints));
            return false;
        }

        var names = new HashSet<string>();
        foreach (var (index, item) in items.Index())
        {
            var name = item.Text("name") ?? "";
            if (!names.Add(name))
            {
                errors.Duplicate($"{path}[{index}].name", name);
            }

            errors.InvalidAll($"{path}[{index}].name", name, findProblems(name));
        }

        return true;
    }

    private static void CheckPorts(JsonObject body, FieldErrors errors)
    {
        if (body.Array("ports") is { Count: > MaximumPorts } many)
        {
            errors.Add(FieldError.TooMany("ports", many.Count, MaximumPorts));
            return;
        }

        var names = new HashSet<string>();
        foreach (var (index, port) in body.Objects("ports").Index())
        {
            var (path, name) = ($"ports[{index}]", port.Text("name") ?? "");
            if (name.Length > 0)
            {
                errors.InvalidAll($"{path}.name", name, ObjectNames.LabelProblems(name));
            }

            if (!names.Add(name))
            {
                errors.Duplicate($"{path}.name", name);
            }

            if (port.Number("port") is { } number)
            {
                NumberRules.CheckPort(number, $"{path}.port", errors);
            }

            NumberRules.CheckProtocol(port, $"{path}.protocol", errors);
            if (port.Text("appProtocol") is { } protocol)
            {
                errors.InvalidAll($"{path}.appProtocol", protocol, ObjectNames.LabelKeyProblems(protocol));
            }
        }
    }
}
