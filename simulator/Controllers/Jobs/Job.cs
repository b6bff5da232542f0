using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>A Job, as its controller sees it.</summary>
internal sealed class Job(KubeObject source) : ObjectView(source)
{
    private const string UidLabel = "batch.kubernetes.io/controller-uid";

    /// <summary><c>spec.parallelism</c>.</summary>
    public int Parallelism { get; } = (int)(source.Spec.Number("parallelism") ?? 1);

    /// <summary><c>spec.completions</c>; null where one success of any pod is enough.</summary>
    public int? Completions { get; } =
        (int?)source.Spec.Number("completions") ?? (source.Spec.ContainsKey("parallelism") ? null : 1);

    /// <summary><c>spec.backoffLimit</c>.</summary>
    public long BackoffLimit { get; } = source.Spec.Number("backoffLimit") ?? 6;

    /// <summary>Whether each pod does the work of one index.</summary>
    public bool IsIndexed { get; } = source.Spec.Text("completionMode") == "Indexed";

    /// <summary><c>spec.suspend</c>.</summary>
    public bool IsSuspended { get; } = source.Spec.Flag("suspend");

    /// <summary>Whether a pod is replaced only once it has ended, not when it begins to.</summary>
    public bool ReplacesOnlyFailed { get; } = source.Spec.Text("podReplacementPolicy") == "Failed" || source.Spec.ContainsKey("podFailurePolicy");

    /// <summary><c>spec.activeDeadlineSeconds</c>.</summary>
    public TimeSpan? ActiveDeadline { get; } = source.Spec.Number("activeDeadlineSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary><c>spec.ttlSecondsAfterFinished</c>.</summary>
    public TimeSpan? TimeToLive { get; } = source.Spec.Number("ttlSecondsAfterFinished") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary><c>spec.template</c>.</summary>
    public JsonObject Template { get; } = source.Spec.Map("template") ?? [];

    /// <summary>The pods it owns.</summary>
    public LabelSelector Selector { get; } = LabelSelector.FromJson(source.Spec.Map("selector"))
        ?? LabelSelector.FromLabels(new Dictionary<string, string> { [UidLabel] = source.Uid });

    /// <summary><c>status.conditions</c>.</summary>
    public IReadOnlyList<Condition> Conditions { get; } = StatusConditions.Read(source.Status);

    /// <summary><c>status.startTime</c>.</summary>
    public DateTimeOffset? StartTime { get; } = source.Status.Time("startTime");

    /// <summary>The condition that says it ended, well or badly; null while it goes on.</summary>
    public Condition? End => Conditions.FirstOrDefault(c => c is { IsTrue: true, Type: "Complete" or "Failed" });
}
