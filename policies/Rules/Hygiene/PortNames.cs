using Infra.Kubernetes;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>A Service resolves ports by name, which needs unique and valid names.</summary>
internal sealed class PortNames()
    : ContainerPolicy(
        new()
        {
            Name = "port-names",
            Description = "Port names are unique and valid.",
            RemediationSteps =
                $"Use at most {Longest} lower-case letters, digits and single hyphens, at least one letter, neither beginning nor ending with a hyphen.",
            Severity = Severity.Medium,
            Profile = Profiles.Baseline,
        }
    )
{
    private const int Longest = 15;

    protected override void Validate(Container container, PolicyContext context)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var port in container["ports"].Items.Select(port => port["name"]))
        {
            if (port.Text is not { Length: > 0 } name)
            {
                continue;
            }

            if (!seen.Add(name))
            {
                context.Report(port, $"{container} has two ports called '{name}'");
            }
            else if (!ObjectNames.IsPortName(name))
            {
                context.Report(port, $"{container} has a port called '{name}', which is not a valid name");
            }
        }
    }
}
