using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>Kubernetes' quality of service classes, which decide which pods are evicted first when a node runs out of memory.</summary>
internal enum QosClass
{
    /// <summary>Evicted last: every container has CPU and memory limits equal to its requests.</summary>
    Guaranteed,

    /// <summary>Evicted before guaranteed pods: some container has a request or limit.</summary>
    Burstable,

    /// <summary>Evicted first: no container has requests or limits.</summary>
    BestEffort,
}

/// <summary>Kubernetes' rule for the QoS class of a pod.</summary>
internal static class QualityOfService
{
    /// <param name="containers">The resources of all containers of the pod, including init containers.</param>
    /// <param name="defaults">The defaults of the namespace's LimitRange; null if it has none.</param>
    public static QosClass Classify(IReadOnlyCollection<SizeSettings> containers, SizeSettings? defaults)
    {
        var effective = containers.Select(container => container.Admitted(defaults)).ToArray();
        if (effective.SelectMany(Amounts).All(pair => pair is { Request: null or { IsZero: true }, Limit: null or { IsZero: true } }))
        {
            return QosClass.BestEffort;
        }

        return effective.SelectMany(Amounts).All(pair => pair.Limit is { IsZero: false } limit && pair.Request == limit)
            ? QosClass.Guaranteed
            : QosClass.Burstable;
    }

    private static (Quantity? Request, Quantity? Limit)[] Amounts(SizeSettings size) =>
        [(size.Requests.Cpu, size.Limits.Cpu), (size.Requests.Memory, size.Limits.Memory)];
}
