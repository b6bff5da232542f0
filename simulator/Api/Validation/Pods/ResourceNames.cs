using Infra.Kubernetes;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>What the name of a resource says about it.</summary>
internal static class ResourceNames
{
    private const string HugePages = "hugepages-";
    private const string QuotaPrefix = "requests.";

    private static readonly HashSet<string> _forContainers = ["cpu", "memory", "ephemeral-storage"];

    private static readonly HashSet<string> _forQuotas =
    [
        "cpu",
        "memory",
        "ephemeral-storage",
        "requests.cpu",
        "requests.memory",
        "requests.storage",
        "requests.ephemeral-storage",
        "limits.cpu",
        "limits.memory",
        "limits.ephemeral-storage",
        "pods",
        "resourcequotas",
        "services",
        "replicationcontrollers",
        "secrets",
        "persistentvolumeclaims",
        "configmaps",
        "services.nodeports",
        "services.loadbalancers",
    ];

    private static readonly HashSet<string> _standard =
    [
        "cpu",
        "memory",
        "ephemeral-storage",
        "requests.cpu",
        "requests.memory",
        "requests.ephemeral-storage",
        "limits.cpu",
        "limits.memory",
        "limits.ephemeral-storage",
        "pods",
        "resourcequotas",
        "services",
        "replicationcontrollers",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "storage",
        "requests.storage",
        "services.nodeports",
        "services.loadbalancers",
    ];

    private static readonly HashSet<string> _whole =
    [
        "pods",
        "resourcequotas",
        "services",
        "replicationcontrollers",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "services.nodeports",
        "services.loadbalancers",
    ];

    public static bool IsHugePages(string name) => name.StartsWith(HugePages, StringComparison.Ordinal);

    public static bool IsForContainers(string name) => _forContainers.Contains(name) || IsHugePages(name);

    public static bool IsForQuotas(string name) =>
        _forQuotas.Contains(name) || IsHugePages(name) || name.StartsWith(QuotaPrefix + HugePages, StringComparison.Ordinal);

    public static bool IsStandard(string name) =>
        _standard.Contains(name) || IsHugePages(name) || name.StartsWith(QuotaPrefix + HugePages, StringComparison.Ordinal);

    /// <summary>Whether a resource is Kubernetes' own: without a prefix or with the prefix <c>kubernetes.io</c>.</summary>
    public static bool IsNative(string name) =>
        !name.Contains('/', StringComparison.Ordinal) || name.Contains("kubernetes.io/", StringComparison.Ordinal);

    /// <summary>Whether a resource is an extended one, such as a device.</summary>
    public static bool IsExtended(string name) =>
        !IsNative(name)
        && !name.StartsWith(QuotaPrefix, StringComparison.Ordinal)
        && !ObjectNames.LabelKeyProblems(QuotaPrefix + name).Any();

    public static bool IsOvercommitAllowed(string name) => IsNative(name) && !IsHugePages(name);

    public static bool IsWhole(string name) => _whole.Contains(name) || IsExtended(name);

    /// <summary>Whether an amount of huge pages is a multiple of the size of a page, which the name contains.</summary>
    public static bool IsMultipleOfPage(string name, Quantity amount) =>
        Quantity.TryParse(name[HugePages.Length..], out var size)
        && size.Sign > 0
        && amount.IsWhole
        && amount.WholeValue % size.WholeValue == 0;
}
