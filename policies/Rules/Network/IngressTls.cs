using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Network;

/// <summary>Without TLS passwords are sent in plain text.</summary>
internal sealed class IngressTls()
    : ObjectPolicy(
        new()
        {
            Name = "ingress-tls",
            Description = "Ingresses have TLS for each of their hosts.",
            RemediationSteps = "List the host under tls with the Secret of its certificate.",
            Severity = Severity.High,
            Profile = Profiles.Production,
        }
    )
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (!item.Is("Ingress"))
        {
            return;
        }

        var secured = item.Spec["tls"]
            .Items.SelectMany(tls => tls["hosts"].Items)
            .Select(host => host.Text)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        if (item.Spec["tls"].Count == 0)
        {
            context.Report(item.Spec["tls"], $"{item} has no TLS");
        }
        else
        {
            foreach (var rule in item.Spec["rules"].Items)
            {
                if (rule["host"] is { Text: { Length: > 0 } name } host && !IsSecured(name, secured))
                {
                    context.Report(host, $"{item} has no TLS for '{name}'");
                }
            }
        }
    }

    private static bool IsSecured(string host, HashSet<string> secured) =>
        secured.Contains(host) || (host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && secured.Contains($"*{host[dot..]}"));
}
