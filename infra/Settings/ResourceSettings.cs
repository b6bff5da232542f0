using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>Amounts of what a container uses.</summary>
internal sealed record ResourceAmounts
{
    /// <summary>Processor time, in cores.</summary>
    /// <value>none</value>
    /// <remarks>The amount <c>cpu</c> of a container's requests or limits.</remarks>
    /// <example>cpu: 250m</example>
    public Quantity? Cpu { get; init; }

    /// <summary>Memory, in bytes.</summary>
    /// <value>none</value>
    /// <remarks>The amount <c>memory</c> of a container's requests or limits.</remarks>
    /// <example>memory: 256Mi</example>
    public Quantity? Memory { get; init; }

    /// <summary>Space for logs, the writable layer and ephemeral volumes, in bytes.</summary>
    /// <value>none</value>
    /// <remarks>The amount <c>ephemeral-storage</c> of a container's requests or limits.</remarks>
    /// <example>ephemeralStorage: 1Gi</example>
    public Quantity? EphemeralStorage { get; init; }

    /// <summary>The amounts by the key they have in settings.</summary>
    internal static (string Key, Func<ResourceAmounts, Quantity?> Amount)[] Kinds { get; } =
    [
        ("cpu", amounts => amounts.Cpu), ("memory", amounts => amounts.Memory), ("ephemeralStorage", amounts => amounts.EphemeralStorage),
    ];

    /// <summary>These amounts, and those of <paramref name="other"/> where nothing is said here.</summary>
    public ResourceAmounts Or(ResourceAmounts other) => new()
    {
        Cpu = Cpu ?? other.Cpu,
        Memory = Memory ?? other.Memory,
        EphemeralStorage = EphemeralStorage ?? other.EphemeralStorage,
    };
}

/// <summary>A named size: what is reserved for a container and what it may use at most.</summary>
internal sealed record SizeSettings
{
    /// <summary>What the scheduler reserves for each pod.</summary>
    /// <value>none</value>
    /// <remarks>The containers' <c>resources.requests</c>.</remarks>
    /// <example>sizes: {small: {requests: {cpu: 100m, memory: 128Mi}}}</example>
    public ResourceAmounts Requests { get; init; } = new();

    /// <summary>What a container may use at most: beyond the memory limit it is killed, beyond the CPU limit it is slowed.</summary>
    /// <value>none</value>
    /// <remarks>The containers' <c>resources.limits</c>.</remarks>
    /// <example>sizes: {small: {limits: {memory: 256Mi}}}</example>
    public ResourceAmounts Limits { get; init; } = new();

    /// <summary>
    /// What Kubernetes makes of it when it admits the pod: the namespace's LimitRange gives what is not said, and a limit without a request
    /// is the request as well.
    /// </summary>
    /// <param name="defaults">What the LimitRange gives; null where there is none.</param>
    internal SizeSettings Admitted(SizeSettings? defaults)
    {
        var limits = defaults is null ? Limits : Limits.Or(defaults.Limits);
        return new SizeSettings { Limits = limits, Requests = (defaults is null ? Requests.Or(Limits) : Requests.Or(Limits).Or(defaults.Requests)).Or(limits) };
    }

    public void Deconstruct(out ResourceAmounts requests, out ResourceAmounts limits) => (requests, limits) = (Requests, Limits);
}

/// <summary>What each pod of a service gets: a size by name, single amounts, or both.</summary>
[ShortForm(nameof(Size))]
internal sealed record ResourceSettings
{
    /// <summary>A size of this stack's <c>sizes</c>.</summary>
    /// <value>small</value>
    /// <remarks>The container's <c>resources</c>.</remarks>
    /// <example>resources: medium</example>
    public string? Size { get; init; }

    /// <summary>What the scheduler reserves; each amount overrides that of the size.</summary>
    /// <value>those of the size</value>
    /// <remarks>The container's <c>resources.requests</c>.</remarks>
    /// <example>resources: {requests: {cpu: 250m}}</example>
    public ResourceAmounts Requests { get; init; } = new();

    /// <summary>What a container may use at most; each amount overrides that of the size.</summary>
    /// <value>those of the size</value>
    /// <remarks>The container's <c>resources.limits</c>.</remarks>
    /// <example>resources: {size: medium, limits: {memory: 1Gi}}</example>
    public ResourceAmounts Limits { get; init; } = new();

    /// <summary>The size of a service that says nothing.</summary>
    internal const string DefaultSize = "small";

    private static readonly ResourceAmounts Nothing = new();

    /// <summary>Whether any amount is given outright.</summary>
    internal bool IsExact => Requests != Nothing || Limits != Nothing;

    /// <summary>What a container gets, once the size is looked up.</summary>
    public SizeSettings Resolve(IReadOnlyDictionary<string, SizeSettings> sizes)
    {
        var size = sizes[Size ?? DefaultSize];
        return new SizeSettings { Requests = Requests.Or(size.Requests), Limits = Limits.Or(size.Limits) };
    }
}
