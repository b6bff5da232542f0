using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>Kubernetes' classes of service quality: who is ended first when a node runs out of memory.</summary>
internal enum QosClass
{
    /// <summary>Last of all: every container has limits of CPU and memory, and its requests are the same.</summary>
    Guaranteed,

    /// <summary>Before the guaranteed ones: something is requested or limited.</summary>
    Burstable,

    /// <summary>First of all: nothing is requested and nothing limited.</summary>
    BestEffort,
}

/// <summary>Kubernetes' rule for the class of a pod.</summary>
internal static class QualityOfService
{
    /// <param name="containers">The resources of all containers of the pod, init containers too.</param>
    /// <param name="defaults">What the namespace's LimitRange gives to a container that says nothing.</param>
    public static QosClass Classify(IReadOnlyCollection<SizeSettings> containers, SizeSettings? defaults)
    {
        var effective = containers.Select(container => container.Admitted(defaults)).ToArray();
        if (effective.All(container => Amounts(container).All(pair => pair.Request is null or { IsZero: true } && pair.Limit is null or { IsZero: true })))
        {
            return QosClass.BestEffort;
        }

        return effective.All(container => Amounts(container).All(pair => pair.Limit is { IsZero: false } limit && pair.Request == limit))
            ? QosClass.Guaranteed
            : QosClass.Burstable;
    }

    private static (Quantity? Request, Quantity? Limit)[] Amounts(SizeSettings size) =>
        [(size.Requests.Cpu, size.Limits.Cpu), (size.Requests.Memory, size.Limits.Memory)];
}
