using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Stores;

/// <summary>Passwords and data on their way out of the cluster can be read by every network that they cross.</summary>
internal sealed class StoreTls()
    : ContainerPolicy(
        new()
        {
            Name = "store-tls",
            Description = "Connections to stores outside of the cluster use TLS.",
            RemediationSteps = "Remove 'tls: false' at the store, or choose the URL scheme or the option with TLS.",
            Severity = Severity.High,
            Profile = Profiles.Restricted,
            Controls = [Standards.Nsa("Network separation and hardening")],
        }
    )
{
    protected override void Validate(Container container, PolicyContext context)
    {
        foreach (var variable in container["env"].Items)
        {
            if (variable["value"].Text is { Length: > 0 } text && StoreUrl.Find(text) is { IsOutside: true, HasTls: false } url)
            {
                context.Report(
                    variable["value"],
                    $"{container} connects to {url.Host} without TLS in the variable '{variable["name"].Text}'"
                );
            }
        }
    }
}
