using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>One reconciliation of an autoscaler: its parsed spec and its new status.</summary>
internal sealed class AutoscalerSync
{
    private readonly AutoscalerVersion _version;
    private readonly List<Condition> _conditions;
    private readonly DateTimeOffset _now;
    private JsonArray? _metrics;

    /// <summary>Begins with what the autoscaler says.</summary>
    public AutoscalerSync(AutoscalerVersion version, DateTimeOffset now)
    {
        (_version, _now) = (version, now);
        var (spec, status) = (version.Spec, version.Status);
        _conditions = [.. version.Conditions];
        MinReplicas = (int)(spec.Number("minReplicas") ?? 1);
        MaxReplicas = (int)(spec.Number("maxReplicas") ?? 1);
        CurrentReplicas = (int)(status.Number("currentReplicas") ?? 0);
        DesiredReplicas = (int)(status.Number("desiredReplicas") ?? 0);
        HasBehavior = spec.Map("behavior") is not null;
        KeepMetrics();
    }

    /// <summary>The autoscaler.</summary>
    public PlainObject Autoscaler => _version.Source;

    /// <summary><c>minReplicas</c>.</summary>
    public int MinReplicas { get; }

    /// <summary><c>maxReplicas</c>.</summary>
    public int MaxReplicas { get; }

    /// <summary>Whether <c>behavior</c> is set.</summary>
    public bool HasBehavior { get; }

    /// <summary>The rules for scaling up.</summary>
    public ScalingRules Up => _version.Up;

    /// <summary>The rules for scaling down.</summary>
    public ScalingRules Down => _version.Down;

    /// <summary>The deviation from the target that is ignored.</summary>
    public Tolerance Tolerance => new(Down.Tolerance ?? Autoscaling.Tolerance.Default, Up.Tolerance ?? Autoscaling.Tolerance.Default);

    /// <summary><c>status.currentReplicas</c>.</summary>
    public int CurrentReplicas { get; set; }

    /// <summary><c>status.desiredReplicas</c>.</summary>
    public int DesiredReplicas { get; set; }

    /// <summary>Whether the target was scaled.</summary>
    public bool HasScaled { get; set; }

    /// <summary>Whether an event about a problem was recorded, which each sync does again.</summary>
    public bool HasWarned { get; set; }

    /// <summary>Whether the result depends on objects of the cluster only, not on the time.</summary>
    public bool IsSteady { get; set; }

    /// <summary>Replaces a condition.</summary>
    public void SetCondition(Condition condition) => _conditions.Put(condition, _now);

    /// <summary>Returns the highest recommendation of the metrics; null if too few of them are available.</summary>
    /// <param name="evaluation">Evaluates each metric.</param>
    /// <param name="current">The target's desired replicas.</param>
    /// <param name="warn">Called with the reason and message of each failure.</param>
    public MetricResult? Evaluate(MetricEvaluation evaluation, int current, Action<(string Reason, string Message)> warn)
    {
        _metrics = [];
        MetricResult? best = null;
        var failures = new List<MetricFailure>();
        foreach (var metric in _version.Spec.Objects("metrics"))
        {
            try
            {
                var result = evaluation.Evaluate(metric);
                _metrics.Add(result.Status);
                best = best is null or { Replicas: 0 } || result.Replicas > best.Replicas ? result : best;
            }
            catch (MetricFailure failure)
            {
                failures.Add(failure);
                _metrics.Add(new JsonObject { ["type"] = "" });
                warn((failure.Reason, failure.Message));
            }
        }

        if (best is null || (failures.Count > 0 && best.Replicas < current))
        {
            Fail(failures, warn);
            return null;
        }

        SetCondition(
            new Condition(
                "ScalingActive",
                "True",
                "ValidMetricFound",
                $"the HPA was able to successfully calculate a replica count from {best.Name}"
            )
        );
        return best;
    }

    /// <summary>Removes the metrics from the status: this reconciliation did not evaluate them.</summary>
    public void ClearMetrics() => _metrics = null;

    /// <summary>Restores the metrics of the previous reconciliation.</summary>
    public void KeepMetrics() => _metrics = _version.Status.Array("currentMetrics");

    /// <summary>Records that no metric could be evaluated.</summary>
    public void Fail(string reason, string message) => SetCondition(new Condition("ScalingActive", "False", reason, message));

    /// <summary>Computes the new status; null if nothing has changed.</summary>
    /// <param name="withMeasurements">Whether it is enough that measured values have changed.</param>
    public JsonObject? FindNewStatus(bool withMeasurements) => HasChanged(withMeasurements) ? CreateStatus() : null;

    private bool HasChanged(bool withMeasurements)
    {
        var status = _version.Status;
        return HasScaled
            || CurrentReplicas != (status.Number("currentReplicas") ?? 0)
            || DesiredReplicas != status.Number("desiredReplicas")
            || !_conditions.SequenceEqual(_version.Conditions)
            || (withMeasurements && !JsonNode.DeepEquals(_metrics is { Count: > 0 } ? _metrics : null, status["currentMetrics"]));
    }

    private JsonObject CreateStatus()
    {
        var status = new JsonObject();
        if (HasScaled)
        {
            status["lastScaleTime"] = Timestamps.Format(_now);
        }
        else if (_version.Status["lastScaleTime"] is { } before)
        {
            status["lastScaleTime"] = before.DeepClone();
        }

        status.AddUnlessZero("currentReplicas", CurrentReplicas);
        status["desiredReplicas"] = DesiredReplicas;
        if (_metrics is { Count: > 0 })
        {
            status["currentMetrics"] = _metrics.DeepClone();
        }

        status["conditions"] = _conditions.ToJson();
        return status;
    }

    private void Fail(List<MetricFailure> failures, Action<(string Reason, string Message)> warn)
    {
        if (failures.Count == 0)
        {
            return;
        }

        SetCondition(
            new Condition(
                "ScalingActive",
                "False",
                failures[0].Reason,
                $"the HPA was unable to compute the replica count: {failures[0].Message}"
            )
        );
        var count = _version.Spec.Objects("metrics").Count();
        warn(
            (
                "FailedComputeMetricsReplicas",
                $"invalid metrics ({failures.Count} invalid out of {count}), first error is: {failures[0].Summary}"
            )
        );
    }
}
