using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Hosting.Virtual;

/// <summary>A version of a HorizontalPodAutoscaler of a virtual cluster.</summary>
public sealed class VirtualAutoscaler
{
    internal VirtualAutoscaler(PlainObject autoscaler)
    {
        Source = autoscaler.Source;
        var (spec, status) = (Source.Spec, Source.Status);
        TargetKind = spec.Text("scaleTargetRef", "kind") ?? "";
        TargetName = spec.Text("scaleTargetRef", "name") ?? "";
        Min = (int)(spec.Number("minReplicas") ?? 1);
        Max = (int)(spec.Number("maxReplicas") ?? 1);
        Desired = (int)(status.Number("desiredReplicas") ?? 0);
        IsLimited = HasCondition("ScalingLimited", "True", "TooManyReplicas");
        Problem = status
            .Objects("conditions")
            .FirstOrDefault(one => one.Text("type") == "ScalingActive" && one.Text("status") == "False")
            .Text("message");
        PodMetrics =
        [
            .. spec.Objects("metrics").Where(one => one.Text("type") == "Pods").Select(one => one.Text("pods", "metric", "name") ?? ""),
        ];
    }

    /// <summary>The autoscaler as stored.</summary>
    public KubeObject Source { get; }

    /// <summary>The kind of what it scales.</summary>
    public string TargetKind { get; }

    /// <summary>The name of what it scales.</summary>
    public string TargetName { get; }

    /// <summary>The fewest pods.</summary>
    public int Min { get; }

    /// <summary>The most pods.</summary>
    public int Max { get; }

    /// <summary>The pods it asks for.</summary>
    public int Desired { get; }

    /// <summary>Whether its metrics ask for more pods than its maximum.</summary>
    public bool IsLimited { get; }

    /// <summary>Why it cannot compute a number of pods; null if it can.</summary>
    public string? Problem { get; }

    /// <summary>The names of the metrics of pods that it reads, beside CPU and memory.</summary>
    public IReadOnlyList<string> PodMetrics { get; }

    private bool HasCondition(string type, string status, string reason) =>
        Source
            .Status.Objects("conditions")
            .Any(one => one.Text("type") == type && one.Text("status") == status && one.Text("reason") == reason);
}

/// <summary>A Kubernetes event of a virtual cluster.</summary>
/// <param name="At">When it happened last.</param>
/// <param name="Namespace">The namespace of the object it is about.</param>
/// <param name="Kind">The kind of that object.</param>
/// <param name="Name">The name of that object.</param>
/// <param name="Reason">One word in CamelCase.</param>
/// <param name="Message">The message.</param>
/// <param name="IsWarning">Whether it is a problem.</param>
public sealed record VirtualEvent(
    DateTimeOffset At,
    string Namespace,
    string Kind,
    string Name,
    string Reason,
    string Message,
    bool IsWarning
);
