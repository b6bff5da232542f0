using Infra.Kubernetes;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>A Service finds a port by its name: of two of one name it finds one, and the cluster refuses names of another form.</summary>
internal sealed class PortNames() : ContainerPolicy(new()
{
    Name = "port-names",
    Description = "Ports have names of their own, of the form that Kubernetes takes.",
    RemediationSteps = $"Use at most {Longest} lower-case letters, digits and single hyphens, one letter at the least, neither beginning nor ending with a hyphen.",
    Severity = Severity.Medium,
    Profile = Profiles.Baseline,
})
{
    private const int Longest = 15;

    protected override void Validate(Container container, PolicyContext context)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var port in container["ports"].Items.Select(port => port["name"]))
        {
            if (port.Text is not { Length: > 0 } name)
                continue;
            if (!seen.Add(name))
                context.Report(port, $"{container} has two ports of the name '{name}'");
            else if (!ObjectNames.IsPortName(name))
                context.Report(port, $"{container} has a port of the name '{name}', which no port may have");
        }
    }
}
