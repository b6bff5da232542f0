using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>One look of an autoscaler at its target: the spec it goes by and the status that comes of it.</summary>
internal sealed class AutoscalerSync
{
    private readonly List<Condition> _conditions;
    private readonly DateTimeOffset _now;
    private JsonArray? _metrics;

    /// <summary>Reads the autoscaler.</summary>
    public AutoscalerSync(PlainObject autoscaler, DateTimeOffset now)
    {
        (Autoscaler, _now) = (autoscaler, now);
        var spec = autoscaler.Source.Spec;
        _conditions = StatusConditions.Read(autoscaler.Source.Status);
        MinReplicas = (int)(spec.Number("minReplicas") ?? 1);
        MaxReplicas = (int)(spec.Number("maxReplicas") ?? 1);
        Up = ScalingRules.Up(spec.Map("behavior"));
        Down = ScalingRules.Down(spec.Map("behavior"));
        CurrentReplicas = (int)(autoscaler.Source.Status.Number("currentReplicas") ?? 0);
        DesiredReplicas = (int)(autoscaler.Source.Status.Number("desiredReplicas") ?? 0);
        _metrics = (JsonArray?)autoscaler.Source.Status.Array("currentMetrics")?.DeepClone();
    }

    /// <summary>The autoscaler.</summary>
    public PlainObject Autoscaler { get; }

    /// <summary>The fewest pods.</summary>
    public int MinReplicas { get; }

    /// <summary>The most pods.</summary>
    public int MaxReplicas { get; }

    /// <summary>The rules for growing.</summary>
    public ScalingRules Up { get; }

    /// <summary>The rules for shrinking.</summary>
    public ScalingRules Down { get; }

    /// <summary>What is close enough.</summary>
    public Tolerance Tolerance => new(Down.Tolerance ?? Autoscaling.Tolerance.Default, Up.Tolerance ?? Autoscaling.Tolerance.Default);

    /// <summary>How many pods the target had.</summary>
    public int CurrentReplicas { get; set; }

    /// <summary>How many pods it is to have.</summary>
    public int DesiredReplicas { get; set; }

    /// <summary>Whether the target was scaled.</summary>
    public bool HasScaled { get; set; }

    /// <summary>Replaces a condition.</summary>
    public void Say(Condition condition) => _conditions.Put(condition, _now);

    /// <summary>The metric that asks for most; null where none, or not enough of them, can be had.</summary>
    /// <param name="evaluation">Evaluates a metric.</param>
    /// <param name="current">How many pods the target asks for.</param>
    /// <param name="warn">Told reason and message of each failure.</param>
    public MetricResult? Evaluate(MetricEvaluation evaluation, int current, Action<(string Reason, string Message)> warn)
    {
        _metrics = [];
        MetricResult? best = null;
        var failures = new List<MetricFailure>();
        foreach (var metric in Autoscaler.Source.Spec.Objects("metrics"))
        {
            try
            {
                var result = evaluation.Evaluate(metric);
                _metrics.Add(result.Status);
                best = best is null || result.Replicas > best.Replicas ? result : best;
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

        Say(new Condition("ScalingActive", "True", "ValidMetricFound", $"the HPA was able to successfully calculate a replica count from {best.Name}"));
        return best;
    }

    /// <summary>The status as it is to be.</summary>
    public JsonObject Status()
    {
        var status = new JsonObject();
        if (HasScaled)
            status["lastScaleTime"] = Timestamps.Format(_now);
        else if (Autoscaler.Source.Status["lastScaleTime"] is { } before)
            status["lastScaleTime"] = before.DeepClone();
        status.AddUnlessZero("currentReplicas", CurrentReplicas);
        status["desiredReplicas"] = DesiredReplicas;
        if (_metrics is { Count: > 0 })
            status["currentMetrics"] = _metrics;
        status["conditions"] = _conditions.ToJson();
        return status;
    }

    private void Fail(List<MetricFailure> failures, Action<(string Reason, string Message)> warn)
    {
        if (failures.Count == 0)
            return;
        Say(new Condition("ScalingActive", "False", failures[0].Reason, $"the HPA was unable to compute the replica count: {failures[0].Message}"));
        var count = Autoscaler.Source.Spec.Objects("metrics").Count();
        warn(("FailedComputeMetricsReplicas", $"invalid metrics ({failures.Count} invalid out of {count}), first error is: {failures[0].Summary}"));
    }
}
