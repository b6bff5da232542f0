using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>A Job.</summary>
internal sealed class Job(KubeObject source) : ObjectView(source)
{
    private const string UidLabel = "batch.kubernetes.io/controller-uid";

    /// <summary><c>spec.parallelism</c>.</summary>
    public int Parallelism { get; } = (int)(source.Spec.Number("parallelism") ?? 1);

    /// <summary><c>spec.completions</c>; null for a work queue, which is complete after any success.</summary>
    public int? Completions { get; } = (int?)source.Spec.Number("completions") ?? (source.Spec.ContainsKey("parallelism") ? null : 1);

    /// <summary><c>spec.backoffLimit</c>.</summary>
    public long BackoffLimit { get; } = source.Spec.Number("backoffLimit") ?? 6;

    /// <summary>Whether <c>spec.completionMode</c> is <c>Indexed</c>.</summary>
    public bool IsIndexed { get; } = source.Spec.Text("completionMode") == "Indexed";

    /// <summary><c>spec.suspend</c>.</summary>
    public bool IsSuspended { get; } = source.Spec.Flag("suspend");

    /// <summary>Whether a terminating pod is replaced only after it has failed.</summary>
    public bool ReplacesOnlyFailed { get; } =
        source.Spec.Text("podReplacementPolicy") == "Failed" || source.Spec.ContainsKey("podFailurePolicy");

    /// <summary><c>spec.podFailurePolicy</c>; null for none.</summary>
    public PodFailurePolicy? FailurePolicy { get; } = source.Spec.Map("podFailurePolicy") is { } policy ? new(policy) : null;

    /// <summary><c>spec.backoffLimitPerIndex</c>; null unless indexes fail on their own.</summary>
    public int? BackoffLimitPerIndex { get; } = (int?)source.Spec.Number("backoffLimitPerIndex");

    /// <summary><c>spec.maxFailedIndexes</c>; null for no limit.</summary>
    public int? MaxFailedIndexes { get; } = (int?)source.Spec.Number("maxFailedIndexes");

    /// <summary>Whether another controller runs the Job.</summary>
    public bool IsManagedElsewhere { get; } = source.Spec.Text("managedBy") is { } manager && manager != "kubernetes.io/job-controller";

    /// <summary><c>spec.activeDeadlineSeconds</c>.</summary>
    public TimeSpan? ActiveDeadline { get; } =
        source.Spec.Number("activeDeadlineSeconds") is { } seconds ? LongSeconds.ToTimeSpan(seconds) : null;

    /// <summary><c>spec.ttlSecondsAfterFinished</c>.</summary>
    public TimeSpan? TimeToLive { get; } =
        source.Spec.Number("ttlSecondsAfterFinished") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary><c>spec.template</c>.</summary>
    public JsonObject Template { get; } = source.Spec.Map("template") ?? [];

    /// <summary>The selector of its pods.</summary>
    public LabelSelector Selector { get; } =
        LabelSelector.FromJson(source.Spec.Map("selector"))
        ?? LabelSelector.FromLabels(new Dictionary<string, string> { [UidLabel] = source.Uid });

    /// <summary><c>status.conditions</c>.</summary>
    public IReadOnlyList<Condition> Conditions { get; } = StatusConditions.FromStatus(source.Status);

    /// <summary><c>status.startTime</c>.</summary>
    public DateTimeOffset? StartTime { get; } = source.Status.Time("startTime");

    /// <summary>The Complete or Failed condition; null until the Job ends.</summary>
    public Condition? End => Conditions.FirstOrDefault(c => c is { IsTrue: true, Type: "Complete" or "Failed" });

    /// <summary>Whether a pod has failed. A pod that is being deleted has, unless only failed pods are replaced.</summary>
    public bool HasFailed(Pod pod) =>
        pod.Phase == PodPhase.Failed || (!ReplacesOnlyFailed && pod.IsDeleting && pod.Phase != PodPhase.Succeeded);

    /// <summary>What the failure policy does with a failed pod.</summary>
    public PodFailureMatch Match(Pod pod) => FailurePolicy?.Match(pod) ?? new PodFailureMatch(PodFailureAction.Count);
}
