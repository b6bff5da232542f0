using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for Endpoints.</summary>
internal static class EndpointRules
{
    public static void CheckEndpoints(Candidate candidate)
    {
        if (candidate.Current is not null && !candidate.Changes("subsets"))
        {
            return;
        }

        foreach (var (index, subset) in candidate.Body.Objects("subsets").Index())
        {
            CheckSubset(subset, $"subsets[{index}]", candidate.Errors);
        }
    }

    private static void CheckSubset(JsonObject subset, string path, FieldErrors errors)
    {
        if (!subset.Objects("addresses").Any() && !subset.Objects("notReadyAddresses").Any())
        {
            errors.Required(path, "must specify `addresses` or `notReadyAddresses`");
        }

        foreach (var field in (ReadOnlySpan<string>)["addresses", "notReadyAddresses"])
        {
            foreach (var (index, address) in subset.Objects(field).Index())
            {
                CheckAddress(address, $"{path}.{field}[{index}]", errors);
            }
        }

        var ports = subset.Objects("ports").ToList();
        foreach (var (index, port) in ports.Index())
        {
            CheckPort(port, ports.Count > 1, $"{path}.ports[{index}]", errors);
        }
    }

    private static void CheckAddress(JsonObject address, string path, FieldErrors errors)
    {
        var text = address.Text("ip") ?? "";
        AddressRules.CheckAddress(text, $"{path}.ip", errors);
        if (address.Text("hostname") is { Length: > 0 } host)
        {
            errors.InvalidAll($"{path}.hostname", host, ObjectNames.LabelProblems(host));
        }

        if (address.Text("nodeName") is { } node)
        {
            errors.InvalidAll($"{path}.nodeName", node, ObjectNames.SubdomainProblems(node));
        }

        AddressRules.CheckNotSpecial(text, $"{path}.ip", errors);
    }

    private static void CheckPort(JsonObject port, bool needsName, string path, FieldErrors errors)
    {
        var name = port.Text("name") ?? "";
        if (name.Length > 0)
        {
            errors.InvalidAll($"{path}.name", name, ObjectNames.LabelProblems(name));
        }
        else if (needsName)
        {
            errors.Required($"{path}.name");
        }

        NumberRules.CheckPort(port.Number("port"), $"{path}.port", errors);
        NumberRules.CheckProtocol(port, $"{path}.protocol", errors);
        if (port.Text("appProtocol") is { } protocol)
        {
            errors.InvalidAll($"{path}.appProtocol", protocol, ObjectNames.LabelKeyProblems(protocol));
        }
    }
}
