using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>Scales workloads by metrics, once per sync period.</summary>
internal sealed class HorizontalPodAutoscalerController
{
    private const string Component = "horizontal-pod-autoscaler";

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly IMetricsSource _metrics;
    private readonly TimeSpan _syncPeriod;
    private readonly bool _writesMeasurements;
    private readonly ResourceCache<PlainObject> _autoscalers;
    private readonly AutoscaledPods _pods;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly Dictionary<string, ScalingHistory> _histories = [];
    private readonly Dictionary<ObjectKey, AutoscalerVersion> _versions = [];
    private readonly Dictionary<ObjectKey, ScaleTarget> _targets = [];
    private readonly SteadySyncs _steady = new();

    /// <summary>Subscribes to autoscalers.</summary>
    /// <param name="context">Supplies the loop and the caches.</param>
    /// <param name="metrics">The source of metrics.</param>
    /// <param name="syncPeriod">The interval between syncs; Kubernetes' default is 15 s.</param>
    /// <param name="writesMeasurements">Whether a status is written of which only the measured values have changed.</param>
    public HorizontalPodAutoscalerController(
        ControllerContext context,
        IMetricsSource metrics,
        TimeSpan syncPeriod,
        bool writesMeasurements = true
    )
    {
        (_context, _metrics, _syncPeriod, _writesMeasurements) = (context, metrics, syncPeriod, writesMeasurements);
        _client = context.GetClient("kube-controller-manager");
        _autoscalers = context.Plain(GroupResource.HorizontalPodAutoscalers);
        _pods = new AutoscaledPods(context.Pods());
        _queue = context.Queue<ObjectKey>(Component, Sync);
        _autoscalers.OnChange(OnChange);
    }

    private void OnChange(CacheChange<PlainObject> change)
    {
        if (change.After is null)
        {
            _pods.Remove(change.Latest.Key);
            _histories.Remove(change.Latest.Uid);
            _versions.Remove(change.Latest.Key);
            _targets.Remove(change.Latest.Key);
            _steady.Remove(change.Latest.Key);
            return;
        }

        _pods.Register(change.Latest.Key);
        _queue.AddAfter(change.Latest.Key, _syncPeriod);
    }

    private void Sync(ObjectKey key)
    {
        if (_autoscalers.Find(key) is not { IsDeleting: false } autoscaler)
        {
            return;
        }

        _queue.AddAfter(key, _syncPeriod);
        var version = _client.Version + _metrics.Version;
        if (_steady.Contains(key, version))
        {
            GetHistory(autoscaler).Repeat(_context.Now);
            return;
        }

        var parsed = GetVersion(autoscaler);
        var sync = new AutoscalerSync(parsed, _context.Now);
        try
        {
            var reference = parsed.Spec.Map("scaleTargetRef") ?? [];
            var target = ScaleTarget.Get(_client, key.Namespace, reference, _targets.GetValueOrDefault(key));
            _targets[key] = target;
            Scale(sync, target);
        }
        catch (StatusException unreachable)
        {
            sync.SetCondition(
                new Condition(
                    "AbleToScale",
                    "False",
                    "FailedGetScale",
                    $"the HPA controller was unable to get the target's current scale: {unreachable.Message}"
                )
            );
            _context.Events.Record(autoscaler.Source, EventType.Warning, "FailedGetScale", unreachable.Message, Component);
        }

        if (sync.FindNewStatus(_writesMeasurements) is { } status)
        {
            _client.WriteStatus(autoscaler, status);
        }

        _steady.Record(key, version, sync is { IsSteady: true, HasWarned: false });
    }

    private void Scale(AutoscalerSync sync, ScaleTarget target)
    {
        sync.SetCondition(
            new Condition("AbleToScale", "True", "SucceededGetScale", "the HPA controller was able to get the target's current scale")
        );
        sync.CurrentReplicas = target.Replicas;
        sync.ClearMetrics();
        GetHistory(sync.Autoscaler).RecordInitial(target.Replicas, _context.Now);
        var (desired, reason) = (target.Replicas, "");
        if (target.Replicas == 0 && sync.MinReplicas != 0)
        {
            sync.SetCondition(
                new Condition(
                    "ScalingActive",
                    "False",
                    "ScalingDisabled",
                    "scaling is disabled since the replica count of the target is zero"
                )
            );
        }
        else if (target.Replicas > sync.MaxReplicas)
        {
            (desired, reason) = (sync.MaxReplicas, "Current number of replicas above Spec.MaxReplicas");
        }
        else if (target.Replicas < sync.MinReplicas)
        {
            (desired, reason) = (sync.MinReplicas, "Current number of replicas below Spec.MinReplicas");
        }
        else if (Recommend(sync, target) is { } recommended)
        {
            (desired, reason) = recommended;
        }
        else
        {
            return;
        }

        if (desired == target.Replicas || Apply(sync, target, desired, reason))
        {
            sync.DesiredReplicas = desired;
        }
    }

    /// <summary>Returns the recommendation after stabilization and limits; null without valid metrics.</summary>
    private (int Desired, string Reason)? Recommend(AutoscalerSync sync, ScaleTarget target)
    {
        if (target.Selector is not { } selector)
        {
            const string Invalid = "InvalidSelector";
            var (cause, problem, condition) = ("SelectorRequired", "selector is required", "the HPA target's scale is missing a selector");
            if (target.SelectorProblem is { } detail)
            {
                problem = $"couldn't convert selector into a corresponding internal selector object: {detail}";
                (cause, condition) = (Invalid, problem);
            }

            Warn(sync, (cause, problem));
            sync.Fail(Invalid, condition);
            Warn(sync, ("FailedComputeMetricsReplicas", problem));
            return null;
        }

        var pods = _pods.Select(sync.Autoscaler.Key, selector);
        var selecting = _pods.FindSelecting(sync.Autoscaler.Key);
        if (selecting.Count > 1)
        {
            var ambiguous = $"pods by selector {selector} are controlled by multiple HPAs: [{string.Join(' ', selecting)}]";
            Warn(sync, ("AmbiguousSelector", ambiguous));
            sync.Fail("AmbiguousSelector", ambiguous);
            Warn(sync, ("FailedComputeMetricsReplicas", ambiguous));
            return null;
        }

        var calculator = new ReplicaCalculator(pods, target.Replicas, target.StatusReplicas, sync.Tolerance, _context.Now);
        var evaluation = new MetricEvaluation(_metrics, calculator, target.Object.Namespace, pods);
        if (sync.Evaluate(evaluation, target.Replicas, failure => Warn(sync, failure)) is not { } best)
        {
            return null;
        }

        var reason =
            best.Replicas > target.Replicas ? $"{best.Name} above target"
            : best.Replicas < target.Replicas ? "All metrics below target"
            : "";
        var history = GetHistory(sync.Autoscaler);
        var decision = history.Decide(sync, best.Replicas, target.Replicas, _context.Now);
        sync.IsSteady = !calculator.DependsOnTime && history.IsSteady(target.Replicas) && _metrics.AreSteady(pods);
        sync.SetCondition(decision.Stabilized);
        sync.SetCondition(decision.Limited);
        return (decision.Replicas, reason);
    }

    private void Warn(AutoscalerSync sync, (string Reason, string Message) failure)
    {
        sync.HasWarned = true;
        _context.Events.Record(sync.Autoscaler.Source, EventType.Warning, failure.Reason, failure.Message, Component);
    }

    /// <summary>Scales the target; returns whether it succeeded.</summary>
    private bool Apply(AutoscalerSync sync, ScaleTarget target, int desired, string reason)
    {
        try
        {
            target.Scale(_client, desired);
        }
        catch (StatusException refused)
        {
            Warn(sync, ("FailedRescale", $"New size: {desired}; reason: {reason}; error: {refused.Message}"));
            sync.SetCondition(
                new Condition(
                    "AbleToScale",
                    "False",
                    "FailedUpdateScale",
                    $"the HPA controller was unable to update the target scale: {refused.Message}"
                )
            );
            return false;
        }

        if (sync.HasBehavior)
        {
            GetHistory(sync.Autoscaler).RecordChange(desired - target.Replicas, _context.Now);
        }

        sync.SetCondition(
            new Condition("AbleToScale", "True", "SucceededRescale", $"the HPA controller was able to update the target scale to {desired}")
        );
        sync.HasScaled = true;
        _context.Events.Record(
            sync.Autoscaler.Source,
            EventType.Normal,
            "SuccessfulRescale",
            $"New size: {desired}; reason: {reason}",
            Component
        );
        return true;
    }

    private AutoscalerVersion GetVersion(PlainObject autoscaler)
    {
        if (!_versions.TryGetValue(autoscaler.Key, out var version) || !ReferenceEquals(version.Source, autoscaler))
        {
            _versions[autoscaler.Key] = version = new AutoscalerVersion(autoscaler);
        }

        return version;
    }

    private ScalingHistory GetHistory(PlainObject autoscaler)
    {
        if (!_histories.TryGetValue(autoscaler.Uid, out var history))
        {
            _histories[autoscaler.Uid] = history = new ScalingHistory();
        }

        return history;
    }
}
