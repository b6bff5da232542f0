using System.Net;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the names of objects, by kind.</summary>
internal static class NameRules
{
    /// <summary>Why an object of a kind may not have a name, or a prefix of one.</summary>
    public static IEnumerable<string> FindProblems(ResourceKind kind, JsonObject body, string name, bool isPrefix) =>
        (kind.Group, kind.Plural) switch
        {
            ("", "namespaces" or "services") or ("apps", "statefulsets") => ObjectNames.LabelProblems(Mask(name, isPrefix)),
            ("rbac.authorization.k8s.io", _) => PathSegmentProblems(name),
            ("certificates.k8s.io", "certificatesigningrequests") => [],
            ("certificates.k8s.io", "clustertrustbundles") => TrustBundleProblems(body.Text("spec", "signerName") ?? "", name, isPrefix),
            ("coordination.k8s.io", "leasecandidates") => ConfigurationRules.KeyProblems(name),
            ("networking.k8s.io", "ipaddresses") => AddressProblems(name),
            ("apiregistration.k8s.io", "apiservices") => RegistrationProblems(body, name),
            _ => ObjectNames.SubdomainProblems(Mask(name, isPrefix)),
        };

    /// <summary>Why a text cannot be a segment of a path.</summary>
    public static IEnumerable<string> PathSegmentProblems(string name)
    {
        if (name is "." or "..")
        {
            return [$"may not be '{name}'"];
        }

        return new[] { "/", "%" }
            .Where(forbidden => name.Contains(forbidden, StringComparison.Ordinal))
            .Select(forbidden => $"may not contain '{forbidden}'");
    }

    /// <summary>A hyphen may end a prefix, since a suffix follows it.</summary>
    private static string Mask(string name, bool isPrefix) => isPrefix && name.Length > 1 && name.EndsWith('-') ? name[..^2] + "a" : name;

    private static IEnumerable<string> AddressProblems(string name) =>
        !AddressRules.IsAddress(name) ? [AddressRules.AddressRule]
        : IPAddress.Parse(name).ToString() is var canonical && canonical != name ? [$"must be in canonical form (\"{canonical}\")"]
        : [];

    private static List<string> RegistrationProblems(JsonObject body, string name)
    {
        var problems = PathSegmentProblems(name).ToList();
        var required = $"{body.Text("spec", "version")}.{body.Text("spec", "group")}";
        return problems.Count > 0 || name == required ? problems : [$"must be `spec.version+\".\"+spec.group`: \"{required}\""];
    }

    private static IEnumerable<string> TrustBundleProblems(string signer, string name, bool isPrefix)
    {
        if (signer.Length == 0)
        {
            return name.Contains(':', StringComparison.Ordinal)
                ? ["ClusterTrustBundle without signer name must not have \":\" in its name"]
                : ObjectNames.SubdomainProblems(Mask(name, isPrefix));
        }

        var required = signer.Replace('/', ':') + ":";
        return name.StartsWith(required, StringComparison.Ordinal)
            ? ObjectNames.SubdomainProblems(Mask(name[required.Length..], isPrefix))
            : [$"ClusterTrustBundle for signerName {signer} must be named with prefix {required}"];
    }
}
