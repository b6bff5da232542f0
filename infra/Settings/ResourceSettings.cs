using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>Amounts of resources.</summary>
internal sealed record ResourceAmounts
{
    /// <summary>CPU in cores.</summary>
    /// <value>none</value>
    /// <remarks><c>cpu</c> in a container's requests or limits.</remarks>
    /// <example>cpu: 250m</example>
    public Quantity? Cpu { get; init; }

    /// <summary>Memory in bytes.</summary>
    /// <value>none</value>
    /// <remarks><c>memory</c> in a container's requests or limits.</remarks>
    /// <example>memory: 256Mi</example>
    public Quantity? Memory { get; init; }

    /// <summary>Ephemeral storage in bytes: logs, the writable layer and ephemeral volumes.</summary>
    /// <value>none</value>
    /// <remarks><c>ephemeral-storage</c> in a container's requests or limits.</remarks>
    /// <example>ephemeralStorage: 1Gi</example>
    public Quantity? EphemeralStorage { get; init; }

    /// <summary>Reads each amount, by its key in YAML.</summary>
    internal static (string Key, Func<ResourceAmounts, Quantity?> Amount)[] Kinds { get; } =
    [("cpu", amounts => amounts.Cpu), ("memory", amounts => amounts.Memory), ("ephemeralStorage", amounts => amounts.EphemeralStorage)];

    /// <summary>Fills the amounts that are not set with those of <paramref name="other"/>.</summary>
    public ResourceAmounts Or(ResourceAmounts other) =>
        new()
        {
            Cpu = Cpu ?? other.Cpu,
            Memory = Memory ?? other.Memory,
            EphemeralStorage = EphemeralStorage ?? other.EphemeralStorage,
        };
}

/// <summary>A size: the requests and limits of a container.</summary>
internal sealed record SizeSettings
{
    /// <summary>The amounts the scheduler reserves for a container.</summary>
    /// <value>none</value>
    /// <remarks>The containers' <c>resources.requests</c>.</remarks>
    /// <example>sizes: {small: {requests: {cpu: 100m, memory: 128Mi}}}</example>
    public ResourceAmounts Requests { get; init; } = new();

    /// <summary>The maximum amounts. A container is killed above its memory limit and throttled above its CPU limit.</summary>
    /// <value>none</value>
    /// <remarks>The containers' <c>resources.limits</c>.</remarks>
    /// <example>sizes: {small: {limits: {memory: 256Mi}}}</example>
    public ResourceAmounts Limits { get; init; } = new();

    /// <summary>Amounts of devices and huge pages, by Kubernetes' names.</summary>
    /// <value>none</value>
    /// <remarks>The same amount in <c>resources.requests</c> and <c>resources.limits</c>, but not in the namespace's LimitRange.</remarks>
    /// <example>sizes: {gpu: {requests: {cpu: 4, memory: 16Gi}, extended: {nvidia.com/gpu: 1}}}</example>
    public IReadOnlyDictionary<string, Quantity> Extended { get; init; } = ImmutableDictionary<string, Quantity>.Empty;

    /// <summary>
    /// The requests and limits after admission: the namespace's LimitRange sets missing ones, and a limit without a request becomes the
    /// request.
    /// </summary>
    /// <param name="defaults">The defaults of the LimitRange; null if there is none.</param>
    internal SizeSettings Admitted(SizeSettings? defaults)
    {
        var limits = defaults is null ? Limits : Limits.Or(defaults.Limits);
        var requests = Requests.Or(Limits);
        return new SizeSettings { Limits = limits, Requests = (defaults is null ? requests : requests.Or(defaults.Requests)).Or(limits) };
    }

    public void Deconstruct(out ResourceAmounts requests, out ResourceAmounts limits) => (requests, limits) = (Requests, Limits);
}

/// <summary>The requests and limits of a container: a size, single amounts, or both.</summary>
[ShortForm(nameof(Size))]
internal sealed record ResourceSettings
{
    /// <summary>One of the stack's <c>sizes</c>.</summary>
    /// <value>small</value>
    /// <remarks>The container's <c>resources</c>.</remarks>
    /// <example>resources: medium</example>
    public string? Size { get; init; }

    /// <summary>The requests. Each amount overrides that of the size.</summary>
    /// <value>those of the size</value>
    /// <remarks>The container's <c>resources.requests</c>.</remarks>
    /// <example>resources: {requests: {cpu: 250m}}</example>
    public ResourceAmounts Requests { get; init; } = new();

    /// <summary>The limits. Each amount overrides that of the size.</summary>
    /// <value>those of the size</value>
    /// <remarks>The container's <c>resources.limits</c>.</remarks>
    /// <example>resources: {size: medium, limits: {memory: 1Gi}}</example>
    public ResourceAmounts Limits { get; init; } = new();

    /// <summary>Amounts of devices and huge pages, by Kubernetes' names.</summary>
    /// <value>those of the size</value>
    /// <remarks>
    /// The same amount in <c>resources.requests</c> and <c>resources.limits</c>: whole numbers of devices, which a driver of the cluster
    /// offers, and amounts of <c>hugepages-2Mi</c> or <c>hugepages-1Gi</c>.
    /// </remarks>
    /// <example>resources: {size: medium, extended: {nvidia.com/gpu: 1, hugepages-2Mi: 64Mi}}</example>
    public IReadOnlyDictionary<string, Quantity> Extended { get; init; } = ImmutableDictionary<string, Quantity>.Empty;

    /// <summary>The size of containers that do not set one.</summary>
    internal const string DefaultSize = "small";

    private static readonly ResourceAmounts None = new();

    /// <summary>Whether any amount is set.</summary>
    internal bool IsExact => Requests != None || Limits != None;

    /// <summary>Fills the amounts that are not set with those of the size.</summary>
    public SizeSettings Resolve(IReadOnlyDictionary<string, SizeSettings> sizes)
    {
        var size = sizes[Size ?? DefaultSize];
        return new SizeSettings
        {
            Requests = Requests.Or(size.Requests),
            Limits = Limits.Or(size.Limits),
            Extended = size.Extended.ToImmutableSortedDictionary(StringComparer.Ordinal).SetItems(Extended),
        };
    }
}
