using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Network;

/// <summary>Without TLS passwords travel in the clear.</summary>
internal sealed class IngressTls : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (!item.Is("Ingress"))
            return;
        var secured = item.Spec["tls"].Items.SelectMany(tls => tls["hosts"].Items).Select(host => host.Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (item.Spec["tls"].Count == 0)
            findings.Add(item.Spec["tls"], $"{item} has no TLS");
        else
            foreach (var rule in item.Spec["rules"].Items)
                if (rule["host"] is { Text: { Length: > 0 } name } host && !IsSecured(name, secured))
                    findings.Add(host, $"{item} has no TLS for '{name}'");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "ingress-tls",
        Summary = "Ingresses have TLS for each of their hosts.",
        Remedy = "List the host under tls with the Secret that holds its certificate.",
        Severity = Severity.High,
        Profile = Profile.Production,
    };

    private static bool IsSecured(string host, HashSet<string> secured) =>
        secured.Contains(host) || (host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && secured.Contains($"*{host[dot..]}"));
}
