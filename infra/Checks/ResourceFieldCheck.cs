using System.Text.RegularExpressions;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>Checks requests and limits of a container that become variables or files.</summary>
internal static partial class ResourceFieldCheck
{
    private static readonly string[] Resources =
    [
        "limits.cpu",
        "limits.memory",
        "limits.ephemeral-storage",
        "requests.cpu",
        "requests.memory",
        "requests.ephemeral-storage",
    ];

    /// <summary>Divisors of CPU, and of bytes (<c>validateContainerResourceDivisor</c>).</summary>
    private static readonly string[] CpuDivisors = ["1", "1m"];

    private static readonly string[] ByteDivisors = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

    public static void Check(ServiceUnderReview service, SettingsPath at, string? resource, string? container, Quantity? divisor)
    {
        if (resource is null)
        {
            return;
        }

        if (!Resources.Contains(resource) && !HugePages().IsMatch(resource))
        {
            service.Reject(at.Key("resource"), $"'{resource}' is not a resource of a container", Suggestion.For(resource, Resources));
        }

        var divisors = resource.EndsWith(".cpu", StringComparison.Ordinal) ? CpuDivisors : ByteDivisors;
        if (divisor is { IsZero: false } unit && !divisors.Contains(unit.ToString()))
        {
            service.Reject(at.Key("divisor"), $"{unit} is not a divisor of {resource}", $"write one of {string.Join(", ", divisors)}");
        }

        if (container is not null)
        {
            CheckContainer(service, at.Key("container"), container);
        }
    }

    /// <summary>Checks the name of a container of the pod.</summary>
    public static void CheckContainer(ServiceUnderReview service, SettingsPath at, string container)
    {
        string[] containers = [service.Name, .. service.Settings.Sidecars.Keys, .. service.Settings.Init.Keys];
        if (!containers.Contains(container))
        {
            service.Reject(at, $"the pod has no container '{container}'", Suggestion.For(container, containers));
        }
    }

    [GeneratedRegex(@"^(limits|requests)\.hugepages-[0-9]+([KMGTPE]i|[kMGTPE])?$")]
    private static partial Regex HugePages();
}
