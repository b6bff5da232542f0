using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>A Service finds a port by its name: of two of one name it finds one, and the cluster refuses names of another form.</summary>
internal sealed class PortNames : ContainerPolicy
{
    private const int Longest = 15;

    protected override void Check(Container container, Findings findings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var port in container.Node["ports"].Items.Select(port => port["name"]))
        {
            if (port.Text is not { Length: > 0 } name)
                continue;
            if (!seen.Add(name))
                findings.Add(port, $"{container} has two ports of the name '{name}'");
            else if (!IsServiceName(name))
                findings.Add(port, $"{container} has a port of the name '{name}', which no port may have");
        }
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "port-names",
        Summary = "Ports have names of their own, of the form that Kubernetes takes.",
        Remedy = $"Use at most {Longest} lower-case letters, digits and single hyphens, one letter at the least, neither beginning nor ending with a hyphen.",
        Severity = Severity.Medium,
        Profile = Profile.Baseline,
    };

    // RFC 6335, in lower case.
    private static bool IsServiceName(string name) =>
        name.Length <= Longest
        && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
        && name.Any(char.IsAsciiLetterLower)
        && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);
}
