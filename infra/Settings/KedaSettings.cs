using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>KEDA in the stack's clusters. It is the platform's: a stack uses it, and does not install it.</summary>
[ShortForm(nameof(Enabled))]
internal sealed record KedaSettings
{
    /// <summary>Whether the clusters have KEDA.</summary>
    /// <value>true</value>
    /// <remarks>A ScaledObject instead of a HorizontalPodAutoscaler for each service with <c>scaling.queue</c>.</remarks>
    /// <example>keda: true</example>
    public bool Enabled { get; init; } = true;

    /// <summary>The namespace of its operator.</summary>
    /// <value>keda</value>
    /// <remarks>The ingress rules of stores whose queues it reads.</remarks>
    /// <example>keda: {namespace: autoscaling}</example>
    public string Namespace { get; init; } = "keda";
}
