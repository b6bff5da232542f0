using System.Net;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for ingresses and network policies.</summary>
internal static class NetworkRules
{
    private const string NetworkRule = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    public static void CheckIngress(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (spec.Array("rules") is null or { Count: 0 } && spec.Map("defaultBackend") is null)
        {
            errors.Invalid("spec", spec.Clone(), "either `defaultBackend` or `rules` must be specified");
        }

        CheckBackend(spec.Map("defaultBackend"), "spec.defaultBackend", errors);
        foreach (var (index, rule) in spec.Objects("rules").Index())
        {
            var at = $"spec.rules[{index}]";
            if (rule.Text("host") is { Length: > 0 } host)
            {
                CheckHost(host, $"{at}.host", errors);
            }

            if (rule.Map("http") is { } http && (http.Array("paths") is null or { Count: 0 }))
            {
                errors.Required($"{at}.http.paths");
            }

            foreach (var (number, path) in rule.Map("http").Objects("paths").Index())
            {
                CheckPath(path, $"{at}.http.paths[{number}]", errors);
            }
        }
    }

    public static void CheckPolicy(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        LabelRules.CheckSelector(spec.Map("podSelector"), "spec.podSelector", errors);
        foreach (var (direction, peers) in new[] { ("ingress", "from"), ("egress", "to") })
        {
            foreach (var (index, rule) in spec.Objects(direction).Index())
            {
                var at = $"spec.{direction}[{index}]";
                foreach (var (number, port) in rule.Objects("ports").Index())
                {
                    CheckPolicyPort(port, $"{at}.ports[{number}]", errors);
                }

                foreach (var (number, peer) in rule.Objects(peers).Index())
                {
                    CheckPeer(peer, $"{at}.{peers}[{number}]", errors);
                }
            }
        }
        foreach (var (index, type) in (spec.Array("policyTypes") ?? []).Index())
        {
            if (type?.ToString() is not ("Ingress" or "Egress"))
            {
                errors.NotSupported($"spec.policyTypes[{index}]", type?.DeepClone(), "Egress", "Ingress");
            }
        }
    }

    private static void CheckHost(string host, string path, FieldErrors errors)
    {
        var bare = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        if (IPAddress.TryParse(host, out _))
        {
            errors.Invalid(path, host, "must be a DNS name, not an IP address");
        }
        else if (ObjectNames.SubdomainProblems(bare).FirstOrDefault() is { } problem)
        {
            errors.Invalid(path, host, problem);
        }
    }

    private static void CheckPath(JsonObject path, string at, FieldErrors errors)
    {
        var type = path.Text("pathType") ?? "";
        if (type.Length == 0)
        {
            errors.Required($"{at}.pathType", "pathType must be specified");
        }
        else if (type is not ("Exact" or "Prefix" or "ImplementationSpecific"))
        {
            errors.NotSupported($"{at}.pathType", type, "Exact", "ImplementationSpecific", "Prefix");
        }

        if (type is "Exact" or "Prefix" && path.Text("path")?.StartsWith('/') != true)
        {
            errors.Invalid($"{at}.path", path.Text("path") ?? "", "must be an absolute path");
        }

        if (path.Map("backend") is null or { Count: 0 })
        {
            errors.Required($"{at}.backend", "resource or service backend is required");
        }

        CheckBackend(path.Map("backend"), $"{at}.backend", errors);
    }

    private static void CheckBackend(JsonObject? backend, string path, FieldErrors errors)
    {
        if (backend.Map("service") is not { } service)
        {
            return;
        }

        if (service.Text("name") is not { Length: > 0 })
        {
            errors.Required($"{path}.service.name");
        }

        var (number, name) = (service.Number("port", "number") ?? 0, service.Text("port", "name") ?? "");
        if (number == 0 && name.Length == 0)
        {
            errors.Required(path, "port name or number is required");
        }
        else if (number != 0 && name.Length > 0)
        {
            errors.Invalid(path, "", "cannot set both port name & port number");
        }
        else if (number != 0)
        {
            NumberRules.CheckPort(number, $"{path}.service.port.number", errors);
        }
    }

    private static void CheckPolicyPort(JsonObject port, string path, FieldErrors errors)
    {
        NumberRules.CheckProtocol(port, $"{path}.protocol", errors);

        if (port["port"] is { } number)
        {
            NumberRules.CheckPortOrName(number, $"{path}.port", errors);
        }

        if (port.Number("endPort") is { } end && port.Number("port") is { } start && end < start)
        {
            errors.Invalid($"{path}.endPort", end, "must be greater than or equal to `port`");
        }
    }

    private static void CheckPeer(JsonObject peer, string path, FieldErrors errors)
    {
        if (peer.Count == 0)
        {
            errors.Required(path, "must specify a peer");
        }

        if (peer.ContainsKey("ipBlock") && peer.Count > 1)
        {
            errors.Forbidden(path, "may not specify both ipBlock and another peer");
        }

        LabelRules.CheckSelector(peer.Map("podSelector"), $"{path}.podSelector", errors);
        LabelRules.CheckSelector(peer.Map("namespaceSelector"), $"{path}.namespaceSelector", errors);
        if (peer.Map("ipBlock") is not { } block)
        {
            return;
        }

        if (block.Text("cidr") is not { Length: > 0 } network)
        {
            errors.Required($"{path}.ipBlock.cidr");
        }
        else if (!IsNetwork(network))
        {
            errors.Invalid($"{path}.ipBlock.cidr", network, NetworkRule);
        }

        foreach (var (index, except) in (block.Array("except") ?? []).Index())
        {
            if (!IsNetwork(except?.ToString() ?? ""))
            {
                errors.Invalid($"{path}.ipBlock.except[{index}]", except?.DeepClone(), NetworkRule);
            }
        }
    }

    /// <summary>Whether a text is a CIDR; bits after the prefix may be set.</summary>
    private static bool IsNetwork(string text) =>
        text.Split('/') is [var address, var length]
        && IPAddress.TryParse(address, out var parsed)
        && int.TryParse(length, System.Globalization.CultureInfo.InvariantCulture, out var bits)
        && bits >= 0
        && bits <= parsed.GetAddressBytes().Length * 8;
}
