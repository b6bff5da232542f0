using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for network policies.</summary>
internal static class NetworkPolicyRules
{
    private static readonly (string Direction, string Peers)[] _directions = [("ingress", "from"), ("egress", "to")];

    public static void CheckPolicy(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        // Networks of the stored policy stay allowed.
        var known = FindNetworks(candidate.Current?.Spec).ToHashSet();
        LabelRules.CheckSelector(spec.Map("podSelector"), "spec.podSelector", errors);
        foreach (var (direction, peers) in _directions)
        {
            foreach (var (index, rule) in spec.Objects(direction).Index())
            {
                var at = $"spec.{direction}[{index}]";
                foreach (var (number, port) in rule.Objects("ports").Index())
                {
                    CheckPort(port, $"{at}.ports[{number}]", errors);
                }

                foreach (var (number, peer) in rule.Objects(peers).Index())
                {
                    CheckPeer(peer, known, $"{at}.{peers}[{number}]", errors);
                }
            }
        }

        if (spec.Array("policyTypes") is { Count: > 2 } types)
        {
            errors.Invalid("spec.policyTypes", types.DeepClone(), "may not specify more than two policyTypes");
            return;
        }

        foreach (var (index, type) in (spec.Array("policyTypes") ?? []).Index())
        {
            if (type?.ToString() is not ("Ingress" or "Egress"))
            {
                errors.NotSupported($"spec.policyTypes[{index}]", type?.DeepClone(), "Ingress", "Egress");
            }
        }
    }

    private static void CheckPort(JsonObject port, string path, FieldErrors errors)
    {
        if (port.Text("protocol") is { } protocol and not ("TCP" or "UDP" or "SCTP"))
        {
            errors.NotSupported($"{path}.protocol", protocol, "TCP", "UDP", "SCTP");
        }

        var (number, end) = (port["port"], port.Number("endPort"));
        if (number is null)
        {
            if (end is not null)
            {
                errors.Invalid($"{path}.endPort", end, "may not be specified when `port` is not specified");
            }
        }
        else if (number.GetValueKind() == JsonValueKind.Number)
        {
            NumberRules.CheckPort(number.AsInteger(), $"{path}.port", errors);
            if (end is null)
            {
                return;
            }

            if (end < number.AsInteger())
            {
                errors.Invalid($"{path}.endPort", number.DeepClone(), "must be greater than or equal to `port`");
            }

            NumberRules.CheckPort(end, $"{path}.endPort", errors);
        }
        else
        {
            if (end is not null)
            {
                errors.Invalid($"{path}.endPort", end, "may not be specified when `port` is non-numeric");
            }

            errors.InvalidAll($"{path}.port", number.AsText(), ObjectNames.PortNameProblems(number.AsText()));
        }
    }

    private static void CheckPeer(JsonObject peer, HashSet<string> known, string path, FieldErrors errors)
    {
        LabelRules.CheckSelector(peer.Map("podSelector"), $"{path}.podSelector", errors);
        LabelRules.CheckSelector(peer.Map("namespaceSelector"), $"{path}.namespaceSelector", errors);
        if (peer.Map("ipBlock") is { } block)
        {
            CheckBlock(block, known, $"{path}.ipBlock", errors);
        }

        if (peer.Count == 0)
        {
            errors.Required(path, "must specify a peer");
        }
        else if (peer.Count > 1 && peer.ContainsKey("ipBlock"))
        {
            errors.Forbidden(path, "may not specify both ipBlock and another peer");
        }
    }

    private static void CheckBlock(JsonObject block, HashSet<string> known, string path, FieldErrors errors)
    {
        var text = block.Text("cidr") ?? "";
        if (text.Length == 0)
        {
            errors.Required($"{path}.cidr");
            return;
        }

        CheckNetwork(text, known, $"{path}.cidr", errors);
        if (AddressRules.ParseNetwork(text) is not { } network)
        {
            return;
        }

        foreach (var (index, except) in (block.Array("except") ?? []).Index())
        {
            var (at, inner) = ($"{path}.except[{index}]", except?.ToString() ?? "");
            CheckNetwork(inner, known, at, errors);
            if (
                AddressRules.ParseNetwork(inner) is { } excepted
                && (!network.Contains(excepted) || network.PrefixLength >= excepted.PrefixLength)
            )
            {
                errors.Invalid(at, inner, "must be a strict subset of `cidr`");
            }
        }
    }

    private static void CheckNetwork(string text, HashSet<string> known, string path, FieldErrors errors)
    {
        if (!known.Contains(text))
        {
            AddressRules.CheckNetwork(text, path, errors);
        }
    }

    private static IEnumerable<string> FindNetworks(JsonObject? spec) =>
        _directions
            .SelectMany(pair => spec.Objects(pair.Direction).SelectMany(rule => rule.Objects(pair.Peers)))
            .Select(peer => peer.Map("ipBlock"))
            .OfType<JsonObject>()
            .SelectMany(block => (block.Array("except") ?? []).Select(item => item?.ToString() ?? "").Append(block.Text("cidr") ?? ""));
}
