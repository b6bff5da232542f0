using System.Collections.Immutable;

namespace Infra.Backend.Settings;

/// <summary>A tolerated taint. Without a key it is every taint of the effect.</summary>
internal sealed record TolerationSettings
{
    /// <summary>The taint's key.</summary>
    /// <value>every key</value>
    /// <remarks>The toleration's <c>key</c>.</remarks>
    /// <example>{key: dedicated, value: batch, effect: noSchedule}</example>
    public string? Key { get; init; }

    /// <summary>How the taint is compared.</summary>
    /// <value>equal with a value, exists without one</value>
    /// <remarks>The toleration's <c>operator</c>. To tolerate every taint, write <c>{operator: exists}</c>.</remarks>
    /// <example>tolerations: [{operator: exists}]</example>
    public TolerationOperator? Operator { get; init; }

    /// <summary>The taint's value.</summary>
    /// <value>any</value>
    /// <remarks>The toleration's <c>value</c>, with the operator <c>Equal</c>; without a value, <c>Exists</c>.</remarks>
    /// <example>{key: dedicated, value: batch}</example>
    public string? Value { get; init; }

    /// <summary>The taint's effect.</summary>
    /// <value>every effect</value>
    /// <remarks>The toleration's <c>effect</c>.</remarks>
    /// <example>{key: dedicated, effect: noExecute}</example>
    public TaintEffect? Effect { get; init; }

    /// <summary>How long a pod stays on a node after the taint appears, with the effect <c>noExecute</c>.</summary>
    /// <value>as long as the taint exists</value>
    /// <remarks>
    /// The toleration's <c>tolerationSeconds</c>. Kubernetes itself tolerates an unreachable node for 5m; a shorter time moves its pods
    /// sooner.
    /// </remarks>
    /// <example>tolerations: [{key: node.kubernetes.io/unreachable, effect: noExecute, for: 30s}]</example>
    public TimeSpan? For { get; init; }
}

/// <summary>Comparisons of taints.</summary>
internal enum TolerationOperator
{
    /// <summary>The taint has the key and the value.</summary>
    Equal,

    /// <summary>The taint has the key, or there is no key to compare.</summary>
    Exists,
}

/// <summary>Effects of taints.</summary>
internal enum TaintEffect
{
    /// <summary>New pods are not scheduled.</summary>
    NoSchedule,

    /// <summary>New pods are scheduled only if no other node fits.</summary>
    PreferNoSchedule,

    /// <summary>New pods are not scheduled, and running ones are evicted.</summary>
    NoExecute,
}

/// <summary>A group of similar nodes.</summary>
internal sealed record PoolSettings
{
    /// <summary>The labels of its nodes.</summary>
    /// <value>none</value>
    /// <remarks>The <c>nodeSelector</c> of the pods that run there.</remarks>
    /// <example>labels: {node-pool: batch}</example>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The taints of its nodes.</summary>
    /// <value>none</value>
    /// <remarks>The <c>tolerations</c> of the pods that run there.</remarks>
    /// <example>pools: {batch: {tolerations: [{key: dedicated, value: batch}]}}</example>
    public ImmutableArray<TolerationSettings> Tolerations { get; init; } = [];
}
